"""When people are reminded of a session to which they are invited. Pure: facts are handed in.

Twice: some working days before, and on the working day before it at nine. Working days are those of
their own office. The first is of use until the second begins, the second until the day itself: then
nobody reads "tomorrow" any more, least of all of a session that was moved to today.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.utils import timezone

from reflections.reminders import working_day_from

MORNING = time(9)
LOOKED_AHEAD = timedelta(days=45)  # the most working days are never more


class Stage(StrEnum):
    """What a reminder says, in the order in which they come."""

    SOON = "soon"
    TOMORROW = "tomorrow"

    @property
    def kind(self) -> str:
        """The kind of letter that says so."""
        return f"sessions/{self}"


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of one session: from when on it is due, and until when it is of use."""

    stage: Stage
    since: datetime
    until: datetime


def step_at(
    at: datetime, day: date, *, working_days: int, closed: AbstractSet[date]
) -> Step | None:
    """The stage of a session on `day` that is due at a moment; none before the first, and after.

    The first comes so many `working_days` before it.

    `closed` are the days on which the reader's office is closed, weekends apart.
    """
    soon = _moment(working_day_from(day, -working_days, holidays=closed), time(0))
    tomorrow = _moment(working_day_from(day, -1, holidays=closed), MORNING)
    begins = _moment(day, time(0))
    if soon <= at < tomorrow:
        return Step(Stage.SOON, soon, tomorrow)
    return Step(Stage.TOMORROW, tomorrow, begins) if tomorrow <= at < begins else None


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, timezone.get_default_timezone())
