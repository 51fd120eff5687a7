"""Each repair makes a new plan: leave out, shift the rest, or move one to the best day near it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from sessions.clashes import clashes_of
from sessions.repairs import (
    Candidate,
    NoBetterDay,
    best_slots,
    move,
    move_to_best,
    shift_rest,
    skip,
)
from sessions.slots import Facts, NotInPlan, SchoolBreak, Slot, in_order
from tests.sessions.plans import (
    ARGYLL,
    CHRISTMAS_EVE,
    EIGHT_WEEKLY,
    EVERY_TOWN,
    FORTNIGHTLY,
    SOUTH_AYRSHIRE,
    TOWNS,
    closed,
    days,
    planned,
    slot,
)
from towns.spans import Span

OPEN = Facts(TOWNS)
WEEK = timedelta(weeks=1)
THURSDAY = date(2026, 1, 22)
PLAN = in_order((*planned(FORTNIGHTLY), *planned(EIGHT_WEEKLY)))
SECOND = slot(THURSDAY)


def candidate_days(found: tuple[Candidate, ...]) -> list[date]:
    return [candidate.slot.day for candidate in found]


def test_leaving_one_out_keeps_the_rhythm() -> None:
    left = skip(PLAN, slot=SECOND)

    assert days(left, series=FORTNIGHTLY) == [
        day for day in days(PLAN, series=FORTNIGHTLY) if day != THURSDAY
    ]
    assert days(left, series=EIGHT_WEEKLY) == days(PLAN, series=EIGHT_WEEKLY)


def test_shifting_the_rest_keeps_their_distances_and_what_was_before() -> None:
    shifted = shift_rest(PLAN, slot=SECOND)

    first, *rest = days(PLAN, series=FORTNIGHTLY)
    assert days(shifted, series=FORTNIGHTLY) == [first, *(day + WEEK for day in rest)]
    assert days(shifted, series=EIGHT_WEEKLY) == days(PLAN, series=EIGHT_WEEKLY)
    assert shifted == in_order(shifted)


def test_the_rest_can_be_shifted_by_a_whole_period() -> None:
    shifted = shift_rest(PLAN, slot=SECOND, weeks=2)

    assert days(shifted, series=FORTNIGHTLY)[:3] == [
        date(2026, 1, 8),
        date(2026, 2, 5),
        date(2026, 2, 19),
    ]


def test_one_session_moves_alone() -> None:
    friday = date(2026, 1, 23)

    moved = move(PLAN, slot=SECOND, to=friday)

    assert days(moved, series=FORTNIGHTLY)[:3] == [date(2026, 1, 8), friday, date(2026, 2, 5)]
    assert len(moved) == len(PLAN)
    assert moved == in_order(moved)


def test_a_session_that_is_planned_twice_loses_one() -> None:
    assert skip([SECOND, SECOND], slot=SECOND) == (SECOND,)


def test_a_session_that_is_gone_cannot_be_repaired() -> None:
    gone = replace(SECOND, day=date(2026, 1, 23))

    repairs: list[Callable[[], object]] = [
        lambda: skip(PLAN, slot=gone),
        lambda: shift_rest(PLAN, slot=gone),
        lambda: move(PLAN, slot=gone, to=THURSDAY),
        lambda: move_to_best(PLAN, slot=gone, facts=OPEN),
    ]
    for repair in repairs:
        with pytest.raises(NotInPlan) as refusal:
            repair()
        assert str(refusal.value) == (
            "The fortnightly session on Friday 23 January 2026 is not in the plan any more."
        )


def test_days_near_it_are_working_days_the_nearest_and_of_two_the_earlier_first() -> None:
    found = best_slots(SECOND, facts=OPEN, limit=20)

    assert [day.day for day in candidate_days(found)] == [21, 23, 20, 19, 26, 27, 16, 28]
    assert candidate_days(best_slots(SECOND, facts=OPEN)) == candidate_days(found)[:3]


def test_the_day_blocked_for_the_fewest_towns_comes_first() -> None:
    wednesday, friday = date(2026, 1, 21), date(2026, 1, 23)
    facts = Facts(
        TOWNS,
        holidays={
            ARGYLL: {wednesday: "Fair", friday: "Fair"},
            SOUTH_AYRSHIRE: {wednesday: "Fair"},
        },
    )

    found = best_slots(SECOND, facts=facts, limit=20)

    assert candidate_days(found)[0] == date(2026, 1, 20)
    assert candidate_days(found)[-2:] == [friday, wednesday]
    assert found[-1] == Candidate(
        slot=slot(wednesday),
        moved_days=-1,
        closed=("Ayr", "Dunoon"),
        engaged=(),
        in_break=(),
        meets=(),
    )
    assert found[-1].blocked == ("Ayr", "Dunoon")
    assert [candidate.sentence for candidate in (found[0], *found[-2:])] == [
        "Tuesday 20 January 2026: blocked for no town.",
        "Friday 23 January 2026: blocked for one of seven towns (Dunoon).",
        "Wednesday 21 January 2026: blocked for two of seven towns (Ayr and Dunoon).",
    ]


def test_a_holiday_of_a_town_that_is_not_invited_blocks_nobody() -> None:
    wednesday = date(2026, 1, 21)
    for_ayr = replace(SECOND, towns=frozenset({"Ayr"}))

    [best] = best_slots(for_ayr, facts=closed(wednesday, "Fair", ARGYLL), limit=1)

    assert (best.slot.day, best.blocked) == (wednesday, ())


@pytest.mark.parametrize("is_planned", [True, False])
def test_towns_that_another_session_asks_for_are_blocked(is_planned: bool) -> None:  # noqa: FBT001 -- a table's column
    wednesday = date(2026, 1, 21)
    ayr = slot(
        wednesday, series="deep-dive", label="deep dive", begins=time(15), towns=frozenset({"Ayr"})
    )
    facts = OPEN if is_planned else Facts(TOWNS, standing=(ayr,))

    found = best_slots(SECOND, facts=facts, beside=(SECOND, ayr) if is_planned else (), limit=20)

    assert found[-1].engaged == ("Ayr",)
    assert found[-1].sentence == (
        "Wednesday 21 January 2026: blocked for one of seven towns (Ayr)."
        " It would meet the deep dive."
    )


def test_a_session_of_other_towns_is_no_hindrance() -> None:
    wednesday = date(2026, 1, 21)
    for_ayr = replace(SECOND, towns=frozenset({"Ayr"}))
    dunoon = slot(wednesday, series="visit", label="visit", towns=frozenset({"Dunoon"}))

    [best] = best_slots(for_ayr, facts=Facts(TOWNS, standing=(dunoon,)), limit=1)

    assert (best.slot.day, best.meets) == (wednesday, ())


def test_a_town_that_is_closed_and_asked_for_counts_once() -> None:
    wednesday = date(2026, 1, 21)
    ayr = slot(wednesday, series="deep-dive", label="deep dive", towns=frozenset({"Ayr"}))
    facts = closed(wednesday, "Fair", SOUTH_AYRSHIRE)

    found = best_slots(SECOND, facts=facts, beside=(ayr,), limit=20)

    assert found[-1].blocked == ("Ayr",)


def test_a_session_of_nobody_in_particular_is_met_but_blocks_no_town() -> None:
    wednesday = date(2026, 1, 21)
    team = slot(wednesday, series="team", label="planning group", towns=frozenset())

    found = best_slots(SECOND, facts=Facts(TOWNS, standing=(team,)), limit=20)

    assert (found[-1].slot.day, found[-1].blocked) == (wednesday, ())
    assert found[-1].meets == ("planning group",)


def test_a_school_break_does_not_block_but_the_day_after_it_is_better() -> None:
    off = SchoolBreak("Break", Span(date(2026, 1, 1), date(2026, 1, 27)))
    facts = Facts(TOWNS, school_breaks={ARGYLL: [off]})

    best, after = best_slots(SECOND, facts=facts, limit=2)

    assert (best.slot.day, best.in_break) == (date(2026, 1, 28), ())
    assert after.sentence == (
        "Wednesday 21 January 2026: blocked for no town. School break in Dunoon."
    )


def test_a_day_at_christmas_moves_to_the_nearest_that_is_open_to_all() -> None:
    week = {date(2026, 12, day): "Winter closure" for day in (23, 24, 25, 28, 29, 30)}
    facts = Facts(TOWNS, holidays=dict.fromkeys(TOWNS, week))
    plan = planned(FORTNIGHTLY)

    moved = move_to_best(plan, slot=plan[-1], facts=facts)

    assert moved == (*plan[:-1], slot(date(2026, 12, 22)))
    assert clashes_of(moved, facts=facts) == ()


def test_a_move_keeps_clear_of_the_rest_of_the_plan() -> None:
    eve = slot(CHRISTMAS_EVE, series=EIGHT_WEEKLY, minutes=120)
    plan = (*PLAN, slot(date(2026, 12, 23), series="deep-dive", label="deep dive"))

    moved = move_to_best(plan, slot=eve, facts=OPEN)

    assert days(moved, series=EIGHT_WEEKLY)[-1] == date(2026, 12, 25)
    assert days(moved, series=FORTNIGHTLY) == days(PLAN, series=FORTNIGHTLY)


def test_of_days_blocked_for_some_the_least_is_taken() -> None:
    closing = {date(2026, 1, day): "Fair" for day in range(16, 29)}
    holidays = dict.fromkeys(TOWNS, closing) | {
        ARGYLL: {day: name for day, name in closing.items() if day != date(2026, 1, 27)}
    }

    moved = move_to_best([SECOND], slot=SECOND, facts=Facts(TOWNS, holidays=holidays))

    assert moved == (slot(date(2026, 1, 27)),)


def test_a_session_stays_if_no_day_near_it_is_better() -> None:
    shut = {date(2026, 1, day): "Fair" for day in range(16, 29)}
    facts = Facts(TOWNS, holidays=dict.fromkeys(TOWNS, shut))

    for unmovable in (facts, OPEN):
        with pytest.raises(NoBetterDay) as refusal:
            move_to_best([SECOND], slot=SECOND, facts=unmovable)
        assert str(refusal.value) == (
            "No working day within six days of Thursday 22 January 2026 is better."
        )


def test_a_session_at_a_weekend_moves_even_if_no_town_was_blocked() -> None:
    saturday: Slot = slot(date(2026, 1, 24))

    assert move_to_best([saturday], slot=saturday, facts=OPEN) == (slot(date(2026, 1, 23)),)


def test_a_repair_leaves_the_old_plan_as_it_was() -> None:
    before = list(PLAN)
    plan = list(PLAN)

    skip(plan, slot=SECOND)
    shift_rest(plan, slot=SECOND)
    move_to_best(plan, slot=SECOND, facts=closed(THURSDAY, "Fair"))

    assert plan == before
    assert all(each.towns == EVERY_TOWN for each in plan)
