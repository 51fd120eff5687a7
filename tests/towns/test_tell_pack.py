"""Who leaves a post of a town is told where their handover pack stands."""

from datetime import date

import pytest
from django.conf import settings

from outbox.kinds import Part
from tests import make
from tests.towns.told import DAY, ENDS, HANDOVER, PACK, due, midnight, promised, told, why_not
from tests.wire import arrived, text_of, unwrapped
from towns.letters.kinds import plan
from towns.models import Role, Tenure

pytestmark = pytest.mark.django_db

LAST = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("days", "expected"), [(-61, False), (-60, True), (-15, True), (-14, False), (0, False)]
)
def test_a_leaver_is_told_from_sixty_days_before_until_the_end_itself_is_told(
    days: int, *, expected: bool
) -> None:
    lead = make.lead(until=LAST)
    at = midnight(LAST + days * DAY)

    found = due(at, PACK)

    assert found == [(lead.person.pk, "2026-12-31", midnight(date(2026, 11, 1)))] * expected
    assert len(due(at, ENDS)) == (days >= -14)


def test_those_who_hand_nothing_over_are_not_told() -> None:
    town = make.town()
    make.lead(town, until=LAST, covering=True)
    make.analyst(town, until=LAST)
    make.steering_member(town, until=LAST)
    make.team_member(until=LAST)
    staying = make.lead(until=LAST)
    make.tenure(staying.person, Role.PROJECT_LEAD, town=staying.town, since=LAST + DAY)
    link = make.link_lead(town, until=LAST)

    assert [person for person, *_ in due(midnight(LAST - 30 * DAY), PACK)] == [link.person.pk]


def test_it_is_told_once_and_a_last_day_that_moved_anew() -> None:
    lead = make.lead(until=LAST)
    at = midnight(LAST - 40 * DAY)
    first = [promised(at), promised(at + DAY)]
    Tenure.objects.filter(pk=lead.tenure.pk).update(ends_on=LAST + 3 * DAY)

    again = [promised(at + 2 * DAY), promised(at + 2 * DAY)]

    assert (first, again) == ([1, 0], [1, 0])
    old, new = told(PACK, at + 2 * DAY)
    assert why_not(old) == "The last day has moved to Sunday 3 January 2027."
    assert isinstance(new, Part)


@pytest.mark.parametrize(
    ("overtaken", "reason"),
    [
        ("cancelled", "The post was taken back."),
        ("reopened", "The post has no last day any more."),
        ("near", "The letter that the post ends leads there."),
        ("longer", "They hold the post on without a day between."),
        ("covers", "The post hands nothing over."),
    ],
)
def test_a_pack_that_was_overtaken_is_not_told(overtaken: str, reason: str) -> None:
    lead = make.lead(until=LAST)
    at = midnight(LAST - 40 * DAY)
    promised(at)
    found = Tenure.objects.filter(pk=lead.tenure.pk)
    match overtaken:
        case "cancelled":
            lead.tenure.delete()
        case "reopened":
            found.update(ends_on=None)
        case "near":
            at = midnight(LAST - 14 * DAY)
        case "covers":
            found.update(covering=True)
        case _:
            make.tenure(lead.person, Role.PROJECT_LEAD, town=lead.town, since=LAST + DAY)

    assert [why_not(said) for said in told(PACK, at)] == [reason]


def test_the_pack_as_it_is_told() -> None:
    lead = make.lead(make.town("Ayr", slug="ayr"), name="Isla Fraser", until=date(2026, 12, 15))
    at = midnight(date(2026, 11, 9)).replace(hour=10)
    promised(at)

    [letter] = arrived(at)

    assert letter["Subject"] == "Your handover pack for Ayr is ready"
    assert "You are Project Lead in Ayr until the end of Tuesday 15 December 2026." in unwrapped(
        letter
    )
    address = f"{settings.BASE_URL}/towns/ayr/handover/{lead.tenure.key}/"
    assert f"Open your handover pack:\n{address}\n" in text_of(letter)


def test_the_letters_of_an_end_and_of_a_handover_lead_there_too() -> None:
    town = make.town("Ayr", slug="ayr")
    leaver = make.lead(town, until=LAST)
    make.lead(town, since=LAST - 10 * DAY, handover_until=LAST)
    make.analyst(town, until=LAST)
    at = midnight(LAST - 10 * DAY)
    promised(at)

    texts = {
        kind: [said.text for said in told(kind, at) if isinstance(said, Part)]
        for kind in (ENDS, HANDOVER)
    }

    address = f"/towns/ayr/handover/{leaver.tenure.key}/"
    assert sorted(address in text for text in texts[ENDS]) == [False, True]
    assert [address in text for text in texts[HANDOVER]] == [False, True]


def test_who_cannot_sign_in_is_named_among_the_spared() -> None:
    make.tenure(make.person("Ruaridh Bain"), Role.LINK_LEAD, town=make.town("Dunoon"), until=LAST)

    found = plan(midnight(LAST - 30 * DAY))

    assert [(one.who, one.why) for one in found.spared if one.kind == PACK] == [
        ("Ruaridh Bain, Community Link Lead, Dunoon", "has no account")
    ]
