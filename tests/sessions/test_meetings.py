"""Two series that keep meeting are told once, and settled once for the whole of both."""

from datetime import date, time, timedelta

import pytest

from sessions.clashes import Reason, clashes_of
from sessions.meetings import Choice, Meeting, NotOffered, meetings_of, settle, untold
from sessions.repairs import skip
from sessions.rhythm import days_of, shifted
from sessions.slots import Slot, in_order
from tests.sessions.plans import (
    CHRISTMAS_EVE,
    EIGHT_WEEKLY,
    FORTNIGHTLY,
    QUARTERLY,
    RULES,
    closed,
    days,
    planned,
    slot,
)

ANY = (Choice.REPLACES, Choice.RUNS_AS_WELL, Choice.SHIFT_A_WEEK)
YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
MET = days_of(RULES[EIGHT_WEEKLY], **YEAR)


def plan() -> tuple[Slot, ...]:
    return (*planned(FORTNIGHTLY), *planned(EIGHT_WEEKLY))


def test_eight_weeks_are_four_fortnights_and_it_is_said_once() -> None:
    [meeting] = meetings_of(plan())

    assert meeting == Meeting(
        rarer=EIGHT_WEEKLY,
        rarer_label="eight-weekly session",
        other=FORTNIGHTLY,
        other_label="fortnightly session",
        days=MET,
        of=7,
        choices=ANY,
    )
    assert meeting.is_always
    assert meeting.sentence == (
        "The eight-weekly session always meets the fortnightly session: on all seven of its days."
    )
    assert [meeting.in_words(choice) for choice in Choice] == [
        "The eight-weekly session replaces the fortnightly session on those days",
        "Both run on those days",
        "Every eight-weekly session comes one week later",
    ]


def test_the_order_in_which_series_are_planned_does_not_matter() -> None:
    assert meetings_of(plan()[::-1]) == meetings_of(plan())


def test_series_that_meet_now_and_then_are_counted() -> None:
    left = skip(plan(), slot=planned(FORTNIGHTLY)[-1])

    [meeting] = meetings_of(left)

    assert not meeting.is_always
    assert meeting.sentence == (
        "The eight-weekly session meets the fortnightly session on six of its seven days."
    )


def test_a_single_meeting_is_an_accident_and_two_are_not() -> None:
    one, two = date(2026, 1, 22), date(2026, 3, 19)
    rare = slot(one, series=QUARTERLY), slot(two, series=QUARTERLY)

    assert meetings_of([*planned(FORTNIGHTLY), rare[0]]) == ()
    assert [met.sentence for met in meetings_of([*planned(FORTNIGHTLY), *rare])] == [
        "The All Project Towns session always meets the fortnightly session: on both its days."
    ]


def test_series_that_never_meet_are_not_told() -> None:
    assert meetings_of(planned(FORTNIGHTLY)) == ()
    assert meetings_of(settle(plan(), meeting=meetings_of(plan())[0], choice=ANY[2])) == ()


def test_of_two_series_as_rare_as_each_other_the_one_planned_later_comes_to_the_other() -> None:
    twice = date(2026, 1, 8), date(2026, 1, 22)
    first = [slot(day) for day in twice]
    second = [slot(day, series=EIGHT_WEEKLY) for day in twice]

    assert [met.rarer for met in meetings_of([*first, *second])] == [EIGHT_WEEKLY]
    assert [met.rarer for met in meetings_of([*second, *first])] == [FORTNIGHTLY]


def test_replacing_leaves_out_the_other_series_on_those_days() -> None:
    [meeting] = meetings_of(plan())

    settled = settle(plan(), meeting=meeting, choice=Choice.REPLACES)

    assert days(settled, series=EIGHT_WEEKLY) == list(MET)
    assert days(settled, series=FORTNIGHTLY) == [
        day for day in days(plan(), series=FORTNIGHTLY) if day not in MET
    ]
    assert len(settled) == 26
    assert meetings_of(settled) == ()


def test_running_as_well_changes_nothing() -> None:
    [meeting] = meetings_of(plan())

    assert settle(plan(), meeting=meeting, choice=Choice.RUNS_AS_WELL) == in_order(plan())


def test_shifting_moves_the_whole_rarer_series_as_its_rule_moves() -> None:
    [meeting] = meetings_of(plan())

    settled = settle(plan(), meeting=meeting, choice=Choice.SHIFT_A_WEEK)

    assert days(settled, series=EIGHT_WEEKLY) == [day + timedelta(weeks=1) for day in MET]
    assert tuple(days(settled, series=EIGHT_WEEKLY)) == days_of(
        shifted(RULES[EIGHT_WEEKLY]), **YEAR
    )
    assert days(settled, series=FORTNIGHTLY) == days(plan(), series=FORTNIGHTLY)


@pytest.mark.parametrize(
    ("new", "standing", "offered", "refused"),
    [
        (EIGHT_WEEKLY, FORTNIGHTLY, ANY[1:], Choice.REPLACES),
        (FORTNIGHTLY, EIGHT_WEEKLY, ANY[:2], Choice.SHIFT_A_WEEK),
    ],
)
def test_what_stands_already_cannot_be_settled_here(
    new: str, standing: str, offered: tuple[Choice, ...], refused: Choice
) -> None:
    [meeting] = meetings_of(planned(new), standing=planned(standing))

    assert (meeting.rarer, meeting.choices) == (EIGHT_WEEKLY, offered)
    for choice in offered:
        settle(planned(new), meeting=meeting, choice=choice)
    with pytest.raises(NotOffered) as refusal:
        settle(planned(new), meeting=meeting, choice=refused)
    assert str(refusal.value) == "Those sessions stand already. Change them one by one."


def test_what_stands_is_no_meeting_of_the_plan() -> None:
    assert meetings_of((), standing=plan()) == ()
    assert meetings_of(planned(FORTNIGHTLY), standing=planned(FORTNIGHTLY)) == ()


def test_a_meeting_that_is_told_leaves_only_other_clashes() -> None:
    facts = closed(CHRISTMAS_EVE, "Christmas Eve")
    noon = slot(CHRISTMAS_EVE, series=QUARTERLY, begins=time(12))
    clashes = clashes_of([*plan(), noon], facts=facts)
    [meeting] = meetings_of([*plan(), noon])

    left = untold(clashes, meetings=[meeting])

    assert len(clashes) == 1 + 7 + 2
    assert [(clash.day, clash.reason) for clash in left] == [
        (CHRISTMAS_EVE, Reason.HOLIDAY),
        (CHRISTMAS_EVE, Reason.SAME_DAY),
        (CHRISTMAS_EVE, Reason.SAME_DAY),
    ]
    assert untold(clashes, meetings=[]) == clashes


def test_a_holiday_on_which_both_meet_is_still_told() -> None:
    clashes = clashes_of(plan(), facts=closed(CHRISTMAS_EVE, "Christmas Eve"))

    [left] = untold(clashes, meetings=meetings_of(plan()))

    assert (left.day, left.reason, len(left.slots)) == (CHRISTMAS_EVE, Reason.HOLIDAY, 2)


def test_a_meeting_with_what_stands_is_told_too() -> None:
    facts = closed(CHRISTMAS_EVE, "Christmas Eve")
    against = type(facts)(facts.towns, holidays=facts.holidays, standing=planned(FORTNIGHTLY))

    clashes = clashes_of(planned(EIGHT_WEEKLY), facts=against)
    meetings = meetings_of(planned(EIGHT_WEEKLY), standing=against.standing)

    assert [clash.reason for clash in untold(clashes, meetings=meetings)] == [Reason.HOLIDAY]
