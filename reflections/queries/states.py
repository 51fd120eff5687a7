"""How a town's month stands, in the same few words on every page. Pure: the clock is handed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from kit.dates import clock, day_of, in_short
from reflections.models import Obligation

SOON = timedelta(days=5)
REASONS = {
    str(reason): f"{label[0].lower()}{label[1:]}" for reason, label in Obligation.Reason.choices
}


class Month(Protocol):
    """What must be known of an obligation to say how it stands."""

    @property
    def state(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def grace_until(self) -> datetime: ...
    @property
    def met_with(self) -> str: ...
    @property
    def met_at(self) -> datetime | None: ...
    @property
    def was_late(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """One month's state: its mark in the grid, its word, what explains it, its tag in a list."""

    mark: str
    word: str
    reason: str
    tag: str

    @property
    def sentence(self) -> str:
        """The word with what explains it, as it stands in a list."""
        return f"{self.word}, {self.reason}" if self.reason else self.word


NOT_OPEN = Standing(mark="none", word="Not open", reason="", tag="closed")


def standing(month: Month, *, at: datetime, revising: bool = False) -> Standing:
    """How an obligation stands at a moment. A receipt within the grace is on time."""
    if month.state == Obligation.State.EXCUSED:
        return Standing("excused", "Excused", REASONS[month.reason], "excused")
    if month.state == Obligation.State.OWED:
        return _owed(month.due_at, month.grace_until, at)
    received = in_short(day_of(month.met_at)) if month.met_at else ""
    reason = f"{received}, being revised" if revising else received
    if month.met_with == Obligation.MetWith.NOTHING:
        late = f"late, {reason}" if month.was_late else reason
        return Standing("nothing", "Nothing this month", late, "nothing")
    if month.was_late:
        return Standing("met", "In, late", reason, "late")
    return Standing("met", "On time", reason, "met")


def _owed(due_at: datetime, grace_until: datetime, at: datetime) -> Standing:
    due = in_short(day_of(due_at))
    if at <= due_at:
        return Standing("owed", "Owed", f"due {due}", "due" if due_at - at < SOON else "owed")
    if at <= grace_until:
        until = f"{clock(grace_until)} on {in_short(day_of(grace_until))}"
        return Standing("owed", "Owed", f"due {due}, grace until {until}", "due")
    return Standing("late", "Overdue", f"since {due}", "late")
