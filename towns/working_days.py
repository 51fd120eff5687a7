"""Working days: Monday to Friday, less one council's holidays, which are handed in. Pure."""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from kit.periods import month_of

SATURDAY = 5


def is_working_day(day: date, *, holidays: AbstractSet[date]) -> bool:
    """Neither a weekend nor a holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def nth_working_day(month: date, nth: int, *, holidays: AbstractSet[date]) -> date:
    """The `nth` working day of a month, counted from 1; runs into the next month if it must."""
    day = month_of(month) - timedelta(days=1)
    for _ in range(nth):
        day = next_working_day(day, holidays=holidays)
    return day


def next_working_day(day: date, *, holidays: AbstractSet[date]) -> date:
    """The first working day after `day`."""
    day += timedelta(days=1)
    while not is_working_day(day, holidays=holidays):
        day += timedelta(days=1)
    return day
