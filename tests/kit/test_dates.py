"""Days and moments in words."""

from datetime import UTC, date, datetime

import pytest

from kit import dates

FRIDAY = date(2026, 11, 6)


def test_a_day_is_written_without_a_leading_nought() -> None:
    assert dates.in_full(FRIDAY) == "Friday 6 November 2026"
    assert dates.in_short(FRIDAY) == "6 November"
    assert dates.month_name(FRIDAY) == "November 2026"


def test_an_instant_of_summer_is_written_an_hour_later_than_utc() -> None:
    late = datetime(2026, 7, 7, 23, 5, tzinfo=UTC)

    assert dates.clock(late) == "0.05"
    assert dates.day_of(late) == date(2026, 7, 8)
    assert dates.moment_in_full(late) == "Wednesday 8 July 2026 at 0.05"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 6, 10, 42, tzinfo=UTC), "today at 10.42"),
        (datetime(2026, 11, 5, 16, 20, tzinfo=UTC), "yesterday at 16.20"),
        (datetime(2026, 11, 4, 16, 20, tzinfo=UTC), "on Wednesday 4 November 2026"),
    ],
)
def test_a_near_moment_is_told_from_today(moment: datetime, words: str) -> None:
    assert dates.moment_near(moment, on=FRIDAY) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (FRIDAY, "today"),
        (date(2026, 11, 7), "tomorrow"),
        (date(2026, 11, 15), "in 9 days"),
        (date(2026, 11, 5), ""),
    ],
)
def test_a_day_ahead_is_told_from_today(day: date, words: str) -> None:
    assert dates.day_near(day, on=FRIDAY) == words
