"""Working days of a council: Monday to Friday, less its own holidays."""

from datetime import date

import pytest

from towns.working_days import is_working_day, next_working_day, nth_working_day

GOOD_FRIDAY, EASTER_MONDAY = date(2026, 4, 3), date(2026, 4, 6)


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        (date(2026, 4, 2), True),
        (GOOD_FRIDAY, False),
        (date(2026, 4, 4), False),
        (date(2026, 4, 5), False),
        (EASTER_MONDAY, True),
    ],
)
def test_a_weekend_and_a_holiday_are_not_worked(day: date, is_worked: bool) -> None:  # noqa: FBT001
    assert is_working_day(day, holidays={GOOD_FRIDAY}) is is_worked


def test_the_next_working_day_is_past_weekends_and_holidays() -> None:
    both = {GOOD_FRIDAY, EASTER_MONDAY}

    assert next_working_day(date(2026, 4, 2), holidays=both) == date(2026, 4, 7)


@pytest.mark.parametrize(
    ("nth", "holidays", "day"),
    [
        (1, set(), date(2026, 4, 1)),
        (5, {GOOD_FRIDAY, EASTER_MONDAY}, date(2026, 4, 9)),
        (5, {GOOD_FRIDAY}, date(2026, 4, 8)),
        (25, set(), date(2026, 5, 5)),
    ],
)
def test_days_are_counted_from_the_first_of_the_month(
    nth: int, holidays: set[date], day: date
) -> None:
    assert nth_working_day(date(2026, 4, 17), nth, holidays=holidays) == day
