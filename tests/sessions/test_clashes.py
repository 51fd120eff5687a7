"""Every clash of a plan is a sentence before anything is kept."""

from datetime import date, time

import pytest

from sessions.clashes import Clash, Reason, clashes_of
from sessions.closures import DaysOff
from sessions.rhythm import EveryWeeks, Rule, TimeLeftOut, TooLong
from sessions.slots import Facts, NotInPlan, SchoolBreak, Slot, slot_on, slots_of
from tests.sessions.plans import (
    ARGYLL,
    CHRISTMAS_EVE,
    EIGHT_WEEKLY,
    EVERY_TOWN,
    FORTNIGHTLY,
    RULES,
    SOUTH_AYRSHIRE,
    TOWNS,
    closed,
    planned,
    slot,
)
from towns.spans import Span

OPEN = Facts(TOWNS)
THURSDAY = date(2026, 1, 22)


def sentences(clashes: tuple[Clash, ...]) -> list[str]:
    return [clash.sentence for clash in clashes]


def test_a_plan_on_open_days_has_no_clash() -> None:
    assert clashes_of(planned(FORTNIGHTLY), facts=OPEN) == ()
    assert clashes_of((), facts=OPEN) == ()


def test_one_sentence_names_all_towns_that_are_closed_and_why() -> None:
    plan = planned(FORTNIGHTLY)

    clashes = clashes_of(plan, facts=closed(CHRISTMAS_EVE, "Christmas Eve", ARGYLL, SOUTH_AYRSHIRE))

    assert clashes == (
        Clash(
            Reason.HOLIDAY,
            CHRISTMAS_EVE,
            "Thursday 24 December 2026: closed in Ayr and Dunoon (Christmas Eve).",
            (plan[-1],),
            towns=("Ayr", "Dunoon"),
        ),
    )


def test_a_holiday_between_two_sessions_is_no_clash() -> None:
    assert clashes_of(planned(FORTNIGHTLY), facts=closed(date(2026, 12, 25), "Christmas Day")) == ()


@pytest.mark.parametrize(
    ("day", "name", "sentence"),
    [
        (
            date(2026, 11, 30),
            "St Andrew's Day",
            "Monday 30 November 2026: closed in all seven towns (St Andrew's Day).",
        ),
        (
            date(2025, 12, 1),
            "St Andrew's Day (substitute)",
            "Monday 1 December 2025: closed in all seven towns (St Andrew's Day (substitute)).",
        ),
        (
            date(2027, 1, 4),
            "2 January (substitute)",
            "Monday 4 January 2027: closed in all seven towns (2 January (substitute)).",
        ),
    ],
)
def test_a_national_holiday_is_told_of_all_towns(day: date, name: str, sentence: str) -> None:
    assert sentences(clashes_of([slot(day)], facts=closed(day, name))) == [sentence]


def test_all_towns_but_one_are_named() -> None:
    councils = [council for council in TOWNS if council != SOUTH_AYRSHIRE]

    [clash] = clashes_of([slot(THURSDAY)], facts=closed(THURSDAY, "Fair", *councils))

    assert clash.sentence == (
        "Thursday 22 January 2026: closed in Alloa, Clydebank, Dalkeith, Dunoon, Fraserburgh and"
        " Rutherglen (Fair)."
    )


def test_the_towns_are_counted_not_known() -> None:
    towns = {1: ["Ayr", "Girvan"], 2: ["Dunoon"]}
    facts = Facts(towns, holidays={1: {THURSDAY: "Fair"}, 2: {THURSDAY: "Fair"}})
    invited = frozenset({"Ayr", "Girvan", "Dunoon"})

    clashes = clashes_of([slot(THURSDAY, towns=invited)], facts=facts)

    assert sentences(clashes) == ["Thursday 22 January 2026: closed in all three towns (Fair)."]


@pytest.mark.parametrize(
    ("holidays", "told"),
    [
        ({1: "Fair"}, "closed in Ayr (Fair)"),
        ({1: "Fair", 2: "Fair"}, "closed in Ayr and Dunoon (Fair)"),
        ({1: "Fair", 2: "Gala"}, "closed in Ayr (Fair) and in Dunoon (Gala)"),
    ],
)
def test_two_towns_are_named_even_if_they_are_all(holidays: dict[int, str], told: str) -> None:
    facts = Facts(
        {1: ["Ayr"], 2: ["Dunoon"]},
        holidays={council: {THURSDAY: name} for council, name in holidays.items()},
    )
    session = slot(THURSDAY, towns=frozenset({"Ayr", "Dunoon"}))

    assert sentences(clashes_of([session], facts=facts)) == [f"Thursday 22 January 2026: {told}."]


def test_councils_that_name_a_day_differently_share_a_sentence() -> None:
    names = dict.fromkeys(TOWNS, "Christmas Eve") | {ARGYLL: "Winter closure"}
    facts = Facts(
        TOWNS, holidays={council: {CHRISTMAS_EVE: name} for council, name in names.items()}
    )

    [clash] = clashes_of([slot(CHRISTMAS_EVE)], facts=facts)

    assert clash.sentence == (
        "Thursday 24 December 2026: closed in all seven towns (Christmas Eve and Winter closure)."
    )
    assert clash.towns == tuple(sorted(EVERY_TOWN))


def test_only_towns_that_are_invited_matter() -> None:
    ayr, dunoon = frozenset({"Ayr"}), frozenset({"Dunoon"})
    facts = closed(THURSDAY, "Fair", ARGYLL)

    assert clashes_of([slot(THURSDAY, towns=ayr)], facts=facts) == ()
    assert clashes_of([slot(THURSDAY, towns=frozenset())], facts=facts) == ()
    assert sentences(clashes_of([slot(THURSDAY, towns=dunoon)], facts=facts)) == [
        "Thursday 22 January 2026: closed in Dunoon (Fair)."
    ]


def test_two_sessions_of_a_closed_day_share_a_sentence_and_are_both_handed_back() -> None:
    morning = slot(CHRISTMAS_EVE, minutes=60, towns=frozenset({"Dunoon"}))
    noon = slot(CHRISTMAS_EVE, series=EIGHT_WEEKLY, begins=time(12), towns=frozenset({"Ayr"}))

    [clash] = clashes_of([noon, morning], facts=closed(CHRISTMAS_EVE, "Christmas Eve"))

    assert clash.sentence == "Thursday 24 December 2026: closed in Ayr and Dunoon (Christmas Eve)."
    assert clash.slots == (morning, noon)


def test_a_town_of_which_no_council_is_known_is_not_taken_for_open() -> None:
    with pytest.raises(ValueError, match=r"No council is known for Oban\.$"):
        clashes_of([slot(THURSDAY, towns=frozenset({"Ayr", "Oban"}))], facts=OPEN)


@pytest.mark.parametrize(
    ("first", "last", "is_told"),
    [
        (date(2026, 1, 22), date(2026, 1, 22), True),
        (date(2026, 1, 9), date(2026, 1, 22), True),
        (date(2026, 1, 22), date(2026, 2, 4), True),
        (date(2026, 1, 9), date(2026, 1, 21), False),
        (date(2026, 1, 23), date(2026, 2, 4), False),
        (date(2026, 1, 9), None, True),
    ],
)
def test_a_school_break_is_told_if_it_holds_the_day(
    first: date,
    last: date | None,
    is_told: bool,  # noqa: FBT001 -- a table's column
) -> None:
    facts = Facts(TOWNS, school_breaks={ARGYLL: [SchoolBreak("Winter break", Span(first, last))]})
    session = slot(THURSDAY)

    told = Clash(
        Reason.SCHOOL_BREAK,
        THURSDAY,
        "Thursday 22 January 2026: school break in Dunoon (Winter break).",
        (session,),
        towns=("Dunoon",),
    )

    assert clashes_of([session], facts=facts) == ((told,) if is_told else ())


def test_a_long_break_is_told_on_each_of_its_sessions() -> None:
    summer = SchoolBreak("Summer", Span(date(2026, 6, 26), date(2026, 8, 17)))
    facts = Facts(TOWNS, school_breaks={council: [summer] for council in TOWNS})

    told = clashes_of(planned(FORTNIGHTLY), facts=facts)

    assert [clash.day for clash in told] == [
        date(2026, 7, 9),
        date(2026, 7, 23),
        date(2026, 8, 6),
    ]
    assert told[0].sentence == ("Thursday 9 July 2026: school break in all seven towns (Summer).")


def test_days_are_asked_about_in_any_order() -> None:
    first, second, third = date(2026, 1, 8), THURSDAY, date(2026, 2, 5)
    off = SchoolBreak("Break", Span(first, second))

    asked = DaysOff(Facts(TOWNS, school_breaks={ARGYLL: [off]}), [third, first, second])

    assert [dict(asked.in_break_on(day)) for day in (first, second, third)] == [
        {"Dunoon": "Break"},
        {"Dunoon": "Break"},
        {},
    ]


def test_a_day_at_a_weekend_is_told() -> None:
    saturday = slot(date(2026, 1, 24))

    assert clashes_of([saturday], facts=OPEN) == (
        Clash(
            Reason.WEEKEND,
            date(2026, 1, 24),
            "Saturday 24 January 2026 is at a weekend.",
            (saturday,),
        ),
    )


def test_the_rarer_series_is_said_to_meet_the_other() -> None:
    plan = (*planned(FORTNIGHTLY), *planned(EIGHT_WEEKLY))

    clashes = clashes_of(plan, facts=OPEN)

    assert len(clashes) == 7
    assert clashes[0] == Clash(
        Reason.OVERLAP,
        THURSDAY,
        "Thursday 22 January 2026: the eight-weekly session meets the fortnightly session,"
        " and their times overlap (10.00 to 12.00, 10.00 to 11.30).",
        (slot(THURSDAY, series=EIGHT_WEEKLY, minutes=120), slot(THURSDAY)),
    )
    assert clashes[-1].day == CHRISTMAS_EVE


@pytest.mark.parametrize(
    ("begins", "reason"),
    [
        (time(8, 30), Reason.SAME_DAY),
        (time(8, 31), Reason.OVERLAP),
        (time(11, 29), Reason.OVERLAP),
        (time(11, 30), Reason.SAME_DAY),
    ],
)
def test_times_that_only_touch_do_not_overlap(begins: time, reason: Reason) -> None:
    plan = [slot(THURSDAY), slot(THURSDAY, series=EIGHT_WEEKLY, begins=begins)]

    assert [clash.reason for clash in clashes_of(plan, facts=OPEN)] == [reason]


def test_two_series_may_share_a_day_and_it_is_told() -> None:
    plan = [slot(THURSDAY), slot(THURSDAY, series=EIGHT_WEEKLY, begins=time(14))]

    told = sentences(clashes_of([*plan, slot(date(2026, 1, 8))], facts=OPEN))

    assert told == [
        "Thursday 22 January 2026: the eight-weekly session meets the fortnightly session."
    ]


def test_sessions_of_different_towns_do_not_meet() -> None:
    ayr = slot(THURSDAY, towns=frozenset({"Ayr"}))
    dunoon = slot(THURSDAY, series=EIGHT_WEEKLY, towns=frozenset({"Dunoon"}))
    anybody = slot(THURSDAY, series=EIGHT_WEEKLY, towns=frozenset())

    assert clashes_of([ayr, dunoon], facts=OPEN) == ()
    assert len(clashes_of([ayr, anybody], facts=OPEN)) == 1
    assert len(clashes_of([anybody, ayr], facts=OPEN)) == 1
    assert clashes_of([ayr], facts=Facts(TOWNS, standing=(dunoon,))) == ()


def test_a_session_that_stands_already_is_told_and_is_not_the_plan_s_to_move() -> None:
    deep_dive = slot(THURSDAY, series="deep-dive", label="deep dive", begins=time(14))
    session = slot(THURSDAY)

    assert clashes_of([session], facts=Facts(TOWNS, standing=(deep_dive,))) == (
        Clash(
            Reason.SAME_DAY,
            THURSDAY,
            "Thursday 22 January 2026: the fortnightly session meets the deep dive that stands"
            " already.",
            (session,),
            standing=(deep_dive,),
        ),
    )


def test_a_year_planned_twice_is_told() -> None:
    session = slot(THURSDAY)
    hours = "and their times overlap (10.00 to 11.30, 10.00 to 11.30)"

    again = sentences(clashes_of([session], facts=Facts(TOWNS, standing=(session,))))
    doubled = sentences(clashes_of([session, session], facts=OPEN))

    assert again == [f"Thursday 22 January 2026: the fortnightly session stands already, {hours}."]
    assert doubled == [f"Thursday 22 January 2026: the fortnightly session stands twice, {hours}."]


def test_clashes_come_by_day_and_the_hardest_of_a_day_first() -> None:
    summer = SchoolBreak("Winter", Span(date(2026, 12, 1), None))
    saturday = date(2026, 12, 26)
    facts = Facts(
        TOWNS,
        holidays={ARGYLL: {saturday: "Boxing Day", CHRISTMAS_EVE: "Christmas Eve"}},
        school_breaks={ARGYLL: [summer]},
    )
    plan = [slot(saturday), slot(saturday, series=EIGHT_WEEKLY), slot(CHRISTMAS_EVE)]

    assert [(clash.day.day, clash.reason) for clash in clashes_of(plan, facts=facts)] == [
        (24, Reason.HOLIDAY),
        (24, Reason.SCHOOL_BREAK),
        (26, Reason.HOLIDAY),
        (26, Reason.OVERLAP),
        (26, Reason.WEEKEND),
        (26, Reason.SCHOOL_BREAK),
    ]


def test_the_order_of_a_plan_does_not_change_what_is_told() -> None:
    plan = (*planned(FORTNIGHTLY), *planned(EIGHT_WEEKLY))
    facts = closed(CHRISTMAS_EVE, "Christmas Eve")

    told = sentences(clashes_of(plan, facts=facts))

    assert len(told) == 8
    assert sentences(clashes_of(plan[::-1], facts=facts)) == told


def test_a_session_on_a_day_that_was_moved_meanwhile_is_not_in_the_plan() -> None:
    plan = planned(FORTNIGHTLY)

    assert slot_on(plan, series=FORTNIGHTLY, day=THURSDAY) == slot(THURSDAY)
    with pytest.raises(NotInPlan) as refusal:
        slot_on(plan, series=EIGHT_WEEKLY, day=THURSDAY)
    assert str(refusal.value) == (
        "No such session is planned on Thursday 22 January 2026 any more."
    )


def test_a_series_over_more_than_five_years_is_refused() -> None:
    with pytest.raises(TooLong):
        planned(FORTNIGHTLY, last=date(2031, 1, 1))


def test_a_series_at_half_past_one_on_sundays_is_refused_where_the_clocks_change() -> None:
    nightly = Rule(EveryWeeks(date(2027, 3, 21), 1), time(1, 30), 60)

    def until(last: date) -> tuple[Slot, ...]:
        first = date(2027, 3, 1)
        return slots_of(nightly, first=first, last=last, series=FORTNIGHTLY, label="any")

    assert len(until(date(2027, 3, 27))) == 1
    with pytest.raises(TimeLeftOut, match="On Sunday 28 March 2027 the clocks go forward"):
        until(date(2027, 3, 28))


def test_hours_run_to_midnight() -> None:
    assert slot(THURSDAY, begins=time(23), minutes=60).hours == "23.00 to 0.00"
    assert RULES[FORTNIGHTLY].minutes == 90
