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


def working_day_on_or_before(day: date, *, holidays: AbstractSet[date]) -> date:
    """`day` itself if it is worked, else the last working day before it."""
    while not is_working_day(day, holidays=holidays):
        day -= timedelta(days=1)
    return day


def working_days_after(day: date, count: int, *, holidays: AbstractSet[date]) -> date:
    """The day that is `count` working days after `day` (before, if negative)."""
    step = timedelta(days=1 if count >= 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day, holidays=holidays):
            day += step
    return day
