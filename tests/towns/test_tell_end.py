"""The end of a post is told fourteen days before, and who is spared."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from outbox.kinds import Part
from outbox.models import Letter, Notice
from tests import make
from tests.towns.told import (
    AT,
    DAY,
    ENDS,
    due,
    midnight,
    promised,
    spared,
    told,
    why_not,
)
from tests.wire import arrived, text_of, unwrapped
from towns.letters.kinds import plan
from towns.models import Role, Tenure

pytestmark = pytest.mark.django_db


LAST = date(2026, 12, 4)


@pytest.mark.parametrize(
    ("days", "expected"), [(-15, False), (-14, True), (-1, True), (0, True), (1, False)]
)
@pytest.mark.parametrize("hour", [0, 23])
def test_the_end_of_a_post_is_told_from_fourteen_days_before_to_the_day_itself(
    days: int, hour: int, *, expected: bool
) -> None:
    lead = make.lead(until=LAST)
    at = midnight(LAST + days * DAY) + timedelta(hours=hour, minutes=59)

    found = due(at, ENDS)

    assert found == [(lead.person.pk, "2026-12-04", midnight(date(2026, 11, 20)))] * expected
    promised(at)
    assert Notice.objects.filter(kind=ENDS).count() == expected


def test_it_is_told_once_and_a_last_day_that_moved_anew() -> None:
    lead = make.lead(until=LAST)
    at = midnight(date(2026, 11, 23))
    first = [promised(at), promised(at + DAY)]
    Tenure.objects.filter(pk=lead.tenure.pk).update(ends_on=LAST + 3 * DAY)

    again = [promised(at + 2 * DAY), promised(at + 2 * DAY)]

    assert (first, again) == ([1, 0], [1, 0])
    old, new = told(ENDS, at + 2 * DAY)
    assert why_not(old) == "The last day has moved to Monday 7 December 2026."
    assert isinstance(new, Part)


@pytest.mark.parametrize("covering", [False, True])
def test_who_holds_the_post_on_is_not_told_that_it_ends(*, covering: bool) -> None:
    lead = make.lead(make.town("Ayr"), name="Isla Fraser", until=LAST)
    make.tenure(lead.person, Role.PROJECT_LEAD, town=lead.town, since=LAST + DAY, covering=covering)

    found = plan(midnight(LAST))

    assert [one for one in found.due if one.promise.kind == ENDS] == []
    assert spared(found, ENDS) == [
        ("Isla Fraser, Project Lead, Ayr", "they hold the post on without a day between")
    ]


def test_another_post_or_another_town_is_not_the_same_post() -> None:
    lead = make.lead(until=LAST)
    make.tenure(lead.person, Role.PROJECT_LEAD, town=make.town(), since=LAST)
    make.tenure(lead.person, Role.LINK_LEAD, town=lead.town, since=LAST)

    assert [person for person, *_ in due(midnight(LAST), ENDS)] == [lead.person.pk]


def test_the_short_and_those_who_cannot_sign_in_are_spared() -> None:
    make.lead(make.town("Ayr"), name="Isla Fraser", since=LAST - 14 * DAY, until=LAST)
    nobody = make.person("Ruaridh Bain")
    make.tenure(nobody, Role.LINK_LEAD, town=make.town("Dunoon"), until=LAST)

    found = plan(midnight(LAST))

    assert spared(found, ENDS) == [
        ("Ruaridh Bain, Community Link Lead, Dunoon", "has no account"),
        (
            "Isla Fraser, Project Lead, Ayr",
            "the last day stood in the letter with which it began",
        ),
    ]


@pytest.mark.parametrize(
    ("overtaken", "reason"),
    [
        ("cancelled", "The post was taken back."),
        ("reopened", "The post has no last day any more."),
        ("over", "The post ended on Friday 4 December 2026."),
        ("longer", "They hold the post on without a day between."),
    ],
)
def test_an_end_that_was_overtaken_is_not_told(overtaken: str, reason: str) -> None:
    lead = make.lead(until=LAST)
    at = midnight(LAST)
    promised(at)
    match overtaken:
        case "cancelled":
            lead.tenure.delete()
        case "reopened":
            Tenure.objects.filter(pk=lead.tenure.pk).update(ends_on=None)
        case "over":
            at += DAY
        case _:
            make.tenure(lead.person, Role.PROJECT_LEAD, town=lead.town, since=LAST + DAY)

    assert [why_not(said) for said in told(ENDS, at)] == [reason]


def test_the_end_of_a_post_as_it_arrives() -> None:
    lead = make.lead(make.town("Ayr"), name="Isla Fraser", until=date(2026, 11, 20))
    promised()

    [letter] = arrived(AT)

    assert letter["Subject"] == "You are Project Lead in Ayr until Friday 20 November 2026"
    words = unwrapped(letter)
    assert "until the end of Friday 20 November 2026, in 14 days. Until then nothing" in words
    assert "From Saturday 21 November 2026 on you can still sign in, but" in words
    assert "leave them to the Project Lead of Ayr by the button" in words
    assert f"Go to your jots:\n{settings.BASE_URL}/jots/\n" in text_of(letter)
    assert (letter["List-Unsubscribe"], letter["To"]) == (None, f"Isla Fraser <{lead.user.email}>")
    assert Letter.objects.get().state == Letter.State.ACCEPTED
    assert Notice.objects.get().state == Notice.State.TOLD


def test_who_keeps_another_post_is_told_so_and_a_groups_member_nothing_of_jots() -> None:
    member = make.steering_member(until=date(2026, 11, 20))
    make.tenure(member.person, Role.EVALUATOR)
    promised()

    [said] = told(ENDS, AT)

    assert isinstance(said, Part)
    assert "your other posts go on." in said.text
    assert "jots" not in said.text
