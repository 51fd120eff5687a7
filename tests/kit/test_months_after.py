"""The day of the same number some months later, or the last of a month that has no such day."""

from datetime import date

import pytest

from kit.periods import months_after


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 8), 3, date(2026, 11, 8)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_a_day_some_months_later(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected
