"""A plan is made by steps that stand in the page's address; each can be taken back."""

from dataclasses import replace
from datetime import date

import pytest

from sessions.meetings import Choice
from sessions.plans import BEST_FOR_ALL, Plan, Repair, Step, offers_for, replayed
from sessions.rhythm import EveryMonths
from sessions.slots import Facts
from tests.sessions.plans import (
    CHRISTMAS_EVE,
    EIGHT_WEEKLY,
    FORTNIGHTLY,
    QUARTERLY,
    RULES,
    TOWNS,
    closed,
    days,
    planned,
    slot,
)

OPEN = Facts(TOWNS)


def plan(*series: str, facts: Facts = OPEN) -> Plan:
    slots = [one for each in series or (FORTNIGHTLY,) for one in planned(each)]
    return Plan(tuple(slots), facts, {**RULES})


def after(begun: Plan, *steps: Step | str) -> Plan:
    taken = [step if isinstance(step, Step) else Step(step) for step in steps]
    return replayed(begun, taken)


def test_what_was_chosen_about_two_series_is_asked_no_more() -> None:
    begun = plan(FORTNIGHTLY, EIGHT_WEEKLY)
    [meeting] = begun.meetings

    made = after(begun, Step.settled(Choice.REPLACES, meeting))

    assert made.meetings == ()
    assert made.clashes == ()
    assert len(made.slots) == len(begun.slots) - len(meeting.days)
    assert [one.words for one in made.done] == [
        "The eight-weekly session replaces the fortnightly session on those days."
    ]


def test_both_may_run_and_no_day_of_it_is_told_as_a_clash() -> None:
    begun = plan(FORTNIGHTLY, EIGHT_WEEKLY)
    [meeting] = begun.meetings

    made = after(begun, Step.settled(Choice.RUNS_AS_WELL, meeting))

    assert (made.meetings, made.clashes) == ((), ())
    assert set(made.slots) == set(begun.slots)


def test_a_series_that_comes_later_is_counted_so_from_then_on() -> None:
    begun = plan(FORTNIGHTLY, EIGHT_WEEKLY)
    [meeting] = begun.meetings

    made = after(begun, Step.settled(Choice.SHIFT_A_WEEK, meeting))

    assert days(made.slots, series=EIGHT_WEEKLY)[0] == date(2026, 1, 29)
    assert made.later == {EIGHT_WEEKLY: 1}


def test_a_series_of_the_last_weekday_cannot_come_later() -> None:
    begun = plan(FORTNIGHTLY, EIGHT_WEEKLY)
    last = replace(RULES[EIGHT_WEEKLY], recurs=EveryMonths(date(2026, 1, 29), 1, -1))
    [meeting] = begun.meetings

    made = after(
        replace(begun, rules={**begun.rules, EIGHT_WEEKLY: last}),
        Step.settled(Choice.SHIFT_A_WEEK, meeting),
    )

    assert "cannot come later and stay in its month" in made.done[0].refused
    assert made.slots == begun.slots


def test_one_session_is_left_out_or_moved_and_the_others_stay() -> None:
    begun = plan(facts=closed(CHRISTMAS_EVE, "Christmas Eve"))
    [found] = begun.mendable

    skipped = after(begun, Step.repaired(Repair.SKIP, found))
    moved = after(begun, Step.repaired(Repair.BEST, found))

    assert set(begun.slots) - set(skipped.slots) == {found}
    assert skipped.done[0].words == (
        "The fortnightly session of Thursday 24 December 2026 is left out."
    )
    assert [one.day for one in set(moved.slots) - set(begun.slots)] == [date(2026, 12, 23)]
    assert moved.done[0].words == (
        "The fortnightly session of Thursday 24 December 2026 comes on Wednesday 23 December 2026."
    )
    assert (skipped.clashes, moved.clashes) == ((), ())


def test_the_rest_of_a_series_of_weeks_is_counted_anew_one_of_months_is_not() -> None:
    weeks, months = plan(FORTNIGHTLY), plan(QUARTERLY)

    of_weeks = after(weeks, Step.repaired(Repair.SHIFT_REST, weeks.slots[3]))
    of_months = after(months, Step.repaired(Repair.SHIFT_REST, months.slots[1]))

    assert of_weeks.later == {FORTNIGHTLY: 1}
    assert of_months.later == {}
    assert [one.day for one in of_months.slots][:2] == [date(2026, 3, 12), date(2026, 6, 18)]


def test_all_that_clash_are_moved_at_once_and_what_cannot_be_is_told() -> None:
    far = {date(2026, 4, day): "Festival" for day in range(10, 25)}
    holidays = {CHRISTMAS_EVE: "Christmas Eve", **far}
    begun = plan(facts=Facts(TOWNS, holidays=dict.fromkeys(TOWNS, holidays)))
    assert [one.day for one in begun.mendable] == [date(2026, 4, 16), CHRISTMAS_EVE]

    made = after(begun, BEST_FOR_ALL)

    assert made.done[0].words == (
        "The fortnightly session of Thursday 24 December 2026 comes on Wednesday 23 December 2026."
        " No better day is near Thursday 16 April 2026."
    )
    assert after(made, BEST_FOR_ALL).done[1].refused == (
        "No session that clashes has a better day near it."
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":",
        "skip",
        "skip:fortnightly",
        "skip:fortnightly:someday",
        "skip:fortnightly:2026-01-09",
        "skip:nobody:2026-01-08",
        "replaces:eight-weekly:fortnightly",
        "explode:fortnightly:2026-01-08",
        "rest:fortnightly:2026-01-08:2",
        "\x00" * 500,
    ],
)
def test_an_address_that_somebody_changed_changes_nothing(text: str) -> None:
    begun = plan()

    made = after(begun, text)

    assert made.slots == begun.slots
    assert made.done[0].refused


def test_the_buttons_of_a_clash_say_what_they_do() -> None:
    begun = plan(facts=closed(CHRISTMAS_EVE, "Christmas Eve"))
    [found] = begun.mendable

    assert [words for _, words in offers_for(found, begun)] == [
        "Move it to Wednesday 23 December 2026: blocked for no town",
        "Leave it out, keep the rhythm",
        "Shift it and the rest by a week",
    ]
    for step, _ in offers_for(found, begun):
        assert not after(begun, step).done[0].refused


def test_a_day_that_has_no_better_one_near_is_not_offered_one() -> None:
    days_off = {date(2026, 4, day): "Festival" for day in range(10, 25)}
    begun = plan(facts=Facts(TOWNS, holidays=dict.fromkeys(TOWNS, days_off)))

    words = [words for _, words in offers_for(slot(date(2026, 4, 16)), begun)]

    assert words == ["Leave it out, keep the rhythm", "Shift it and the rest by a week"]
