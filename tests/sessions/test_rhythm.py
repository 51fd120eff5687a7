"""How a series recurs: days from its anchor, wall time through both changes of the clocks."""

from datetime import UTC, date, datetime, time

import pytest

from sessions.rhythm import (
    LAST,
    EndsBeforeStart,
    EveryMonths,
    EveryWeeks,
    NoSuchRhythm,
    PastMidnight,
    Recurrence,
    Rule,
    TimeLeftOut,
    TimeTwice,
    TooLong,
    days_of,
    instant_of,
    rule_in_words,
    shifted,
)

TEN, TWO = time(10), time(14)
FORTNIGHTLY = Rule(EveryWeeks(date(2026, 1, 8), 2), TEN, 90)
EIGHT_WEEKLY = Rule(EveryWeeks(date(2026, 1, 22), 8), TEN, 120)
QUARTERLY = Rule(EveryMonths(date(2027, 3, 11), 3, 2), TWO, 120)
YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}


def test_every_eight_weekly_day_of_2026_is_a_fortnightly_one_the_last_on_christmas_eve() -> None:
    fortnightly, eight_weekly = days_of(FORTNIGHTLY, **YEAR), days_of(EIGHT_WEEKLY, **YEAR)

    assert len(fortnightly) == 26
    assert eight_weekly == (
        date(2026, 1, 22),
        date(2026, 3, 19),
        date(2026, 5, 14),
        date(2026, 7, 9),
        date(2026, 9, 3),
        date(2026, 10, 29),
        date(2026, 12, 24),
    )
    assert set(eight_weekly) <= set(fortnightly)


def test_the_last_year_s_rhythm_goes_on_in_the_next() -> None:
    days = days_of(FORTNIGHTLY, first=date(2027, 1, 1), last=date(2027, 1, 31))

    assert days == (date(2027, 1, 7), date(2027, 1, 21))


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 1, 8), date(2026, 1, 8), 1),
        (date(2026, 1, 9), date(2026, 1, 21), 0),
        (date(2026, 1, 9), date(2026, 1, 22), 1),
        (date(2025, 1, 1), date(2026, 1, 7), 0),
        (date(2025, 1, 1), date(2026, 1, 22), 2),
    ],
)
def test_both_ends_count_and_nothing_comes_before_the_anchor(
    first: date, last: date, days: int
) -> None:
    assert len(days_of(FORTNIGHTLY, first=first, last=last)) == days


def test_a_quarterly_series_comes_on_the_second_thursday_of_its_months() -> None:
    days = days_of(QUARTERLY, first=date(2027, 1, 1), last=date(2027, 12, 31))

    assert days == (date(2027, 3, 11), date(2027, 6, 10), date(2027, 9, 9), date(2027, 12, 9))


@pytest.mark.parametrize(
    ("recurs", "days"),
    [
        # In 2027, January has five Fridays and February four.
        (EveryMonths(date(2027, 1, 1), 1, LAST), [date(2027, 1, 29), date(2027, 2, 26)]),
        (EveryMonths(date(2027, 1, 1), 1, 4), [date(2027, 1, 22), date(2027, 2, 26)]),
        (EveryMonths(date(2027, 1, 1), 1, 1), [date(2027, 1, 1), date(2027, 2, 5)]),
        # Counted from an anchor past its second Thursday: January's is left out, its month counts.
        (EveryMonths(date(2027, 1, 21), 1, 2), [date(2027, 2, 11)]),
        (EveryMonths(date(2026, 11, 5), 3, 1), [date(2027, 2, 4)]),
        (EveryMonths(date(2027, 3, 4), 1, 1), []),
    ],
)
def test_weekdays_of_a_month_are_counted(recurs: EveryMonths, days: list[date]) -> None:
    rule = Rule(recurs, TEN, 60)

    assert list(days_of(rule, first=date(2027, 1, 1), last=date(2027, 2, 28))) == days


def test_a_month_s_day_outside_the_span_is_left_out() -> None:
    assert days_of(QUARTERLY, first=date(2027, 3, 12), last=date(2027, 6, 9)) == ()


def test_a_plan_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(EndsBeforeStart) as refusal:
        days_of(FORTNIGHTLY, first=date(2027, 1, 2), last=date(2027, 1, 1))

    assert str(refusal.value) == (
        "The last day, Friday 1 January 2027, is before the first, Saturday 2 January 2027."
    )


@pytest.mark.parametrize(
    ("first", "longest"),
    [
        (date(2026, 1, 1), date(2030, 12, 31)),
        (date(2026, 4, 15), date(2031, 4, 14)),
        (date(2028, 2, 29), date(2033, 2, 28)),
    ],
)
def test_a_plan_reaches_five_years_and_no_day_further(first: date, longest: date) -> None:
    days_of(FORTNIGHTLY, first=first, last=longest)

    with pytest.raises(TooLong, match="at most five years at a time"):
        days_of(FORTNIGHTLY, first=first, last=date.fromordinal(longest.toordinal() + 1))


def test_the_end_of_the_calendar_is_a_day_like_any_other() -> None:
    monthly = Rule(EveryMonths(date(9999, 12, 1), 1, LAST), TEN, 60)

    end = {"first": date(9999, 1, 1), "last": date.max}

    assert days_of(monthly, **end) == (date(9999, 12, 29),)
    assert days_of(FORTNIGHTLY, **end)[-1] <= date.max


@pytest.mark.parametrize("weeks", [0, -2, 53])
def test_weeks_that_no_series_keeps_are_refused(weeks: int) -> None:
    with pytest.raises(NoSuchRhythm, match=r"every 1 to 52 weeks\.$"):
        EveryWeeks(date(2026, 1, 8), weeks)


@pytest.mark.parametrize(("months", "nth"), [(0, 1), (13, 1), (3, 0), (3, 5), (3, -2)])
def test_months_and_weekdays_that_no_series_keeps_are_refused(months: int, nth: int) -> None:
    with pytest.raises(NoSuchRhythm):
        EveryMonths(date(2026, 1, 8), months, nth)


@pytest.mark.parametrize(("begins", "minutes"), [(TEN, 0), (TEN, -60), (time(23), 61)])
def test_a_session_has_a_length_and_ends_on_its_day(begins: time, minutes: int) -> None:
    with pytest.raises(PastMidnight, match="ends on the day it begins"):
        Rule(EveryWeeks(date(2026, 1, 8), 2), begins, minutes)


def test_a_session_may_end_at_midnight() -> None:
    assert Rule(EveryWeeks(date(2026, 1, 8), 2), time(23), 60).minutes == 60


@pytest.mark.parametrize(
    ("recurs", "begins", "words"),
    [
        (EveryWeeks(date(2026, 1, 8), 1), TEN, "every Thursday at 10.00"),
        (EveryWeeks(date(2026, 1, 8), 2), TEN, "every second Thursday at 10.00"),
        (EveryWeeks(date(2026, 1, 22), 8), time(9, 5), "every eighth Thursday at 9.05"),
        (EveryWeeks(date(2026, 1, 9), 12), TEN, "every twelfth Friday at 10.00"),
        (EveryWeeks(date(2026, 1, 9), 13), TEN, "every 13th Friday at 10.00"),
        (EveryWeeks(date(2026, 1, 9), 22), TEN, "every 22nd Friday at 10.00"),
        (
            EveryMonths(date(2027, 3, 11), 3, 2),
            TWO,
            "the second Thursday of March, June, September and December at 14.00",
        ),
        # Counted from December, the months are the same, and are told as the year has them.
        (
            EveryMonths(date(2026, 12, 10), 3, 2),
            TWO,
            "the second Thursday of March, June, September and December at 14.00",
        ),
        (
            EveryMonths(date(2027, 1, 7), 6, LAST),
            TEN,
            "the last Thursday of January and July at 10.00",
        ),
        (EveryMonths(date(2027, 5, 3), 12, 1), TEN, "the first Monday of May at 10.00"),
        (EveryMonths(date(2027, 1, 1), 1, 3), TEN, "the third Friday of every month at 10.00"),
        (
            EveryMonths(date(2027, 1, 1), 5, 4),
            TEN,
            "the fourth Friday of every fifth month at 10.00",
        ),
    ],
)
def test_a_rule_is_told_in_words(recurs: Recurrence, begins: time, words: str) -> None:
    assert rule_in_words(Rule(recurs, begins, 60)) == words


def test_a_whole_series_comes_a_week_later() -> None:
    eight_weekly, quarterly = shifted(EIGHT_WEEKLY), shifted(QUARTERLY, weeks=1)

    assert eight_weekly == Rule(EveryWeeks(date(2026, 1, 29), 8), TEN, 120)
    assert rule_in_words(quarterly).startswith("the third Thursday of March, ")
    assert days_of(quarterly, first=date(2027, 1, 1), last=date(2027, 6, 30)) == (
        date(2027, 3, 18),
        date(2027, 6, 17),
    )


@pytest.mark.parametrize(
    ("nth", "sentence"),
    [
        (4, "A series on the fourth Thursday cannot come later and stay in its month."),
        (LAST, "A series on the last Thursday cannot come later and stay in its month."),
    ],
)
def test_a_series_at_the_end_of_its_months_cannot_come_later(nth: int, sentence: str) -> None:
    with pytest.raises(NoSuchRhythm) as refusal:
        shifted(Rule(EveryMonths(date(2027, 3, 11), 3, nth), TWO, 120), weeks=2)

    assert str(refusal.value) == f"{sentence} Choose another rhythm."


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        (date(2026, 3, 19), 10),
        (date(2026, 4, 2), 9),
        (date(2026, 10, 15), 9),
        (date(2026, 10, 29), 10),
        (date(2027, 3, 25), 10),
        (date(2027, 4, 1), 9),
        (date(2027, 10, 28), 9),
        (date(2027, 11, 4), 10),
    ],
)
def test_ten_o_clock_stays_ten_o_clock_when_the_clocks_change(day: date, hour: int) -> None:
    instant = instant_of(day, TEN)

    assert instant == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    assert instant.tzinfo is UTC


@pytest.mark.parametrize(
    ("day", "in_full"),
    [
        (date(2026, 3, 29), "Sunday 29 March 2026"),
        (date(2027, 3, 28), "Sunday 28 March 2027"),
    ],
)
def test_a_time_that_the_clocks_leave_out_is_refused(day: date, in_full: str) -> None:
    with pytest.raises(TimeLeftOut) as refusal:
        instant_of(day, time(1, 30), "Europe/London")

    assert str(refusal.value) == (
        f"On {in_full} the clocks go forward and 1.30 is left out. Choose another time."
    )


@pytest.mark.parametrize(
    ("day", "in_full"),
    [
        (date(2026, 10, 25), "Sunday 25 October 2026"),
        (date(2027, 10, 31), "Sunday 31 October 2027"),
    ],
)
@pytest.mark.parametrize("fold", [0, 1])
def test_a_time_that_comes_twice_is_refused(day: date, in_full: str, fold: int) -> None:
    with pytest.raises(TimeTwice) as refusal:
        instant_of(day, time(1, 30, fold=fold))

    assert str(refusal.value) == (
        f"On {in_full} the clocks go back and 1.30 comes twice. Choose another time."
    )


@pytest.mark.parametrize(
    ("wall", "utc"),
    [(time(0, 59), time(0, 59)), (time(2), time(1)), (time(23, 59), time(22, 59))],
)
def test_the_times_around_the_gap_stand(wall: time, utc: time) -> None:
    assert instant_of(date(2027, 3, 28), wall) == datetime.combine(
        date(2027, 3, 28), utc, tzinfo=UTC
    )


def test_another_zone_has_its_own_changes() -> None:
    day = date(2026, 3, 29)  # in Berlin the clocks go forward from two to three

    assert instant_of(day, time(1, 30), "Europe/Berlin") == datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    with pytest.raises(TimeLeftOut):
        instant_of(day, time(2, 30), "Europe/Berlin")
