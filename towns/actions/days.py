"""The refusals that any dated row may meet."""

from datetime import date, timedelta

from kit.dates import in_full
from kit.errors import DomainError
from towns.models import Programme

# The programme's last day has moved before, and posts outlive it for the handing over of papers.
AFTER_THE_END = timedelta(days=366)
LAST_DAY = date(2099, 12, 31)


class EndsBeforeStart(DomainError):
    """The last day lies before the first."""


class OutsideProgramme(DomainError):
    """The day lies before the programme began, or long after it ends."""


def refuse_backward(starts_on: date, ends_on: date | None) -> None:
    """Both ends are included, so that one day is the least.

    Raises:
        EndsBeforeStart: the last day lies before the first.
    """
    if ends_on is not None and ends_on < starts_on:
        raise EndsBeforeStart(
            f"The last day, {in_full(ends_on)}, is before the first, {in_full(starts_on)}."
        )


def refuse_outside(programme: Programme, *days: date | None) -> None:
    """Every day given lies within the programme, or at most a year after it.

    Raises:
        OutsideProgramme: one does not.
    """
    for day in days:
        if day is None:
            continue
        if day < programme.starts_on:
            raise OutsideProgramme(
                f"The programme began on {in_full(programme.starts_on)}. "
                f"{in_full(day)} is before that."
            )
        if day > LAST_DAY:
            raise OutsideProgramme(f"{in_full(day)} is too far off. Check the year.")
        if programme.ends_on and day > programme.ends_on + AFTER_THE_END:
            raise OutsideProgramme(
                f"The programme ends on {in_full(programme.ends_on)}. "
                f"{in_full(day)} is more than a year after that."
            )
