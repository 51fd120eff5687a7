"""Series that keep meeting, told once and settled once for the whole of both. Pure.

Eight weeks are four fortnights: on one weekday the two series always meet, or never.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from kit.errors import DomainError
from sessions.clashes import Clash, Reason
from sessions.slots import Key, Slot, in_order, pairs
from sessions.words import counted

_A_HABIT = 2  # days; once is an accident, which its own clash tells
_MEETING = {Reason.OVERLAP, Reason.SAME_DAY}


class Choice(StrEnum):
    """What becomes of two series that keep meeting."""

    REPLACES = "replaces"
    RUNS_AS_WELL = "runs_as_well"
    SHIFT_A_WEEK = "shift_a_week"


class NotOffered(DomainError):
    """The choice would change sessions that stand already, which a plan cannot."""


@dataclass(frozen=True)
class Meeting:
    """Two series that meet on several days. The rarer one comes to the days of the other."""

    rarer: Key
    rarer_label: str
    other: Key
    other_label: str
    days: tuple[date, ...]
    of: int  # days of the rarer series
    choices: tuple[Choice, ...]

    @property
    def is_always(self) -> bool:
        """The rarer series has no day to itself."""
        return len(self.days) == self.of

    @property
    def sentence(self) -> str:
        """As in "The eight-weekly session always meets the fortnightly session: ..."."""
        if not self.is_always:
            days = f"{counted(len(self.days))} of its {counted(self.of)} days"
            return f"The {self.rarer_label} meets the {self.other_label} on {days}."
        days = "both its days" if self.of == _A_HABIT else f"all {counted(self.of)} of its days"
        return f"The {self.rarer_label} always meets the {self.other_label}: on {days}."

    def in_words(self, choice: Choice) -> str:
        """What a choice would do."""
        rarer, other = self.rarer_label, self.other_label
        return {
            Choice.REPLACES: f"The {rarer} replaces the {other} on those days",
            Choice.RUNS_AS_WELL: "Both run on those days",
            Choice.SHIFT_A_WEEK: f"Every {rarer} comes one week later",
        }[choice]

    def tells(self, clash: Clash) -> bool:
        """The clash is these two series on one day."""
        concerned = {slot.series for slot in (*clash.slots, *clash.standing)}
        return clash.reason in _MEETING and concerned == {self.rarer, self.other}


def meetings_of(slots: Collection[Slot], *, standing: Collection[Slot] = ()) -> tuple[Meeting, ...]:
    """Every two series that meet on two days or more, at least one of them planned here."""
    days_of: dict[Key, set[date]] = defaultdict(set)
    labels: dict[Key, str] = {}
    for slot in (*slots, *standing):
        days_of[slot.series].add(slot.day)
        labels.setdefault(slot.series, slot.label)
    places = {series: place for place, series in enumerate(labels)}
    planned = {slot.series for slot in slots}

    met: dict[tuple[Key, Key], set[date]] = defaultdict(set)
    for pair in pairs(slots, standing):
        if pair.slot.series != pair.other.series:
            two = sorted(
                (pair.slot.series, pair.other.series),
                key=lambda series: (len(days_of[series]), -places[series]),
            )
            met[two[0], two[1]].add(pair.slot.day)
    return tuple(
        Meeting(
            rarer=rarer,
            rarer_label=labels[rarer],
            other=other,
            other_label=labels[other],
            days=tuple(sorted(days)),
            of=len(days_of[rarer]),
            choices=_choices(rarer, other, planned=planned),
        )
        for (rarer, other), days in met.items()
        if len(days) >= _A_HABIT
    )


def untold(clashes: Iterable[Clash], *, meetings: Collection[Meeting]) -> tuple[Clash, ...]:
    """The clashes that no meeting has told already."""
    return tuple(
        clash for clash in clashes if not any(meeting.tells(clash) for meeting in meetings)
    )


def settle(slots: Collection[Slot], *, meeting: Meeting, choice: Choice) -> tuple[Slot, ...]:
    """The plan when the choice is made for the whole of both series.

    Replaces: the other series leaves out the days on which they meet. Shift: each session of the
    rarer series comes a week later, wherever it was; its rule moves by `rhythm.shifted`.

    Raises:
        NotOffered: the sessions it would change stand already.
    """
    if choice not in meeting.choices:
        raise NotOffered("Those sessions stand already. Change them one by one.")
    if choice == Choice.REPLACES:
        shared = set(meeting.days)
        return in_order(
            slot for slot in slots if slot.series != meeting.other or slot.day not in shared
        )
    if choice == Choice.SHIFT_A_WEEK:
        week = timedelta(weeks=1)
        return in_order(
            replace(slot, day=slot.day + week) if slot.series == meeting.rarer else slot
            for slot in slots
        )
    return in_order(slots)


def _choices(rarer: Key, other: Key, *, planned: Collection[Key]) -> tuple[Choice, ...]:
    replaces = (Choice.REPLACES,) if other in planned else ()
    shift = (Choice.SHIFT_A_WEEK,) if rarer in planned else ()
    return (*replaces, Choice.RUNS_AS_WELL, *shift)
