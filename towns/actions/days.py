"""The refusals that any dated row may meet."""

from datetime import date, timedelta

from kit.dates import in_full
from kit.errors import DomainError
from towns.models import Programme

# The programme's last day has moved before, and posts outlive it for the handing over of papers.
AFTER_THE_END = timedelta(days=366)
# While the programme has no last day, whatever lies further ahead is a slip of the pen.
YEARS_AHEAD = timedelta(days=3 * 366)


class EndsBeforeStart(DomainError):
    """The last day lies before the first."""


class OutsideProgramme(DomainError):
    """The day lies before the programme began, long after it ends, or years ahead."""


class LastDayOutside(OutsideProgramme):
    """It is the last day that lies there, not the first."""


def refuse_backward(starts_on: date, ends_on: date | None) -> None:
    """Both ends are included, so that one day is the least.

    Raises:
        EndsBeforeStart: the last day lies before the first.
    """
    if ends_on is not None and ends_on < starts_on:
        raise EndsBeforeStart(
            f"The last day, {in_full(ends_on)}, is before the first, {in_full(starts_on)}."
        )


def refuse_outside(
    programme: Programme, starts_on: date, ends_on: date | None = None, *, today: date
) -> None:
    """Both days lie within the programme, or at most a year after it, or three years from today.

    Raises:
        OutsideProgramme: the first day does not.
        LastDayOutside: the last day does not.
    """
    _refuse_day(programme, starts_on, OutsideProgramme, today=today)
    if ends_on is not None:
        _refuse_day(programme, ends_on, LastDayOutside, today=today)


def _refuse_day(
    programme: Programme, day: date, refusal: type[OutsideProgramme], *, today: date
) -> None:
    if day < programme.starts_on:
        raise refusal(
            f"The programme began on {in_full(programme.starts_on)}. {in_full(day)} is before that."
        )
    if programme.ends_on is None and day > today + YEARS_AHEAD:
        raise refusal("That is more than three years ahead. Check the year.")
    if programme.ends_on and day > programme.ends_on + AFTER_THE_END:
        raise refusal(
            f"The programme ends on {in_full(programme.ends_on)}. "
            f"{in_full(day)} is more than a year after that."
        )
