"""Whom a town knew at its start is noted by its lead or the team, then frozen for good."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from partners.actions.baselines import (
    NothingNoted,
    StartIsFrozen,
    freeze_start,
    note_at_start,
    take_out_of_start,
)
from partners.models import Baseline, TieObservation
from partners.queries.baselines import noted_at_start, start_of
from people.models import Organisation
from tests import make
from towns.models import Town, TownStatus

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 5, 9, 30, tzinfo=UTC)
START = date(2025, 1, 1)


def noted(town: Town) -> list[tuple[str, date, int | None]]:
    rows = noted_at_start(town)
    return [(one.tie.organisation.name, one.on, one.strength) for one in rows]


def address(town: Town) -> str:
    return reverse("towns:relationships_start", args=[town.slug])


def test_what_is_noted_was_so_on_the_first_day_of_the_town_and_is_corrected_by_noting() -> None:
    lead = make.lead()
    shed = make.organisation("Ayr Shed")
    TownStatus.objects.filter(town=lead.town).update(starts_on=START)

    for strength in (1, 3):
        note_at_start(lead.town, shed, strength=strength, by=lead.user, at=AT)
    note_at_start(lead.town, make.organisation("Bute Trust"), strength=None, by=lead.user, at=AT)

    assert noted(lead.town) == [("Ayr Shed", START, 3), ("Bute Trust", START, None)]


def test_a_town_that_was_never_active_began_with_its_programme_and_none_begins_tomorrow() -> None:
    town = make.town()
    TownStatus.objects.filter(town=town).delete()
    assert start_of(town, today=AT.date()) == town.programme.starts_on
    TownStatus.objects.create(town=town, status="active", starts_on=date(2027, 1, 1))
    assert start_of(town, today=AT.date()) == AT.date()


def test_the_town_s_lead_and_the_team_may_and_nobody_else() -> None:
    lead = make.lead()
    shed = make.organisation()
    for other in (
        make.lead(),
        make.link_lead(lead.town),
        make.analyst(lead.town),
        make.evaluator(),
    ):
        for deed in (
            lambda by: note_at_start(lead.town, shed, strength=1, by=by, at=AT),
            lambda by: take_out_of_start(lead.town, shed, by=by, at=AT),
            lambda by: freeze_start(lead.town, by=by, at=AT),
        ):
            with pytest.raises(PermissionDenied):
                deed(other.user)
    note_at_start(lead.town, shed, strength=1, by=make.team_member().user, at=AT)
    assert len(noted(lead.town)) == 1


def test_once_frozen_nothing_is_added_taken_out_or_frozen_again() -> None:
    lead = make.lead()
    shed = make.organisation("Ayr Shed")
    with pytest.raises(NothingNoted):
        freeze_start(lead.town, by=lead.user, at=AT)
    note_at_start(lead.town, shed, strength=1, by=lead.user, at=AT)
    frozen = freeze_start(lead.town, by=lead.user, at=AT)

    assert (frozen.on, frozen.frozen_by) == (noted(lead.town)[0][1], lead.user)
    for deed in (
        lambda: note_at_start(lead.town, shed, strength=4, by=lead.user, at=AT),
        lambda: take_out_of_start(lead.town, shed, by=lead.user, at=AT),
        lambda: freeze_start(lead.town, by=lead.user, at=AT),
    ):
        with pytest.raises(StartIsFrozen):
            deed()
    assert [one[2] for one in noted(lead.town)] == [1]
    assert [one.verb for one in Entry.objects.order_by("pk")] == ["start.noted", "start.frozen"]


def test_the_lead_notes_takes_out_and_freezes_on_one_page(client: Client) -> None:
    lead = make.lead()
    known = make.organisation("Scottish Towns Partnership")
    wrong = make.organisation("Wrong Trust")
    client.force_login(lead.user)
    page = client.post(
        address(lead.town), {"name": "Scotish Town Partnersip", "strength": "2"}
    ).content.decode()
    assert f'value="{known.slug}"' in page

    again = {"name": "Scotish Town Partnersip", "strength": "2", "take-name": known.slug}
    client.post(address(lead.town), again)
    client.post(address(lead.town), {"name": "Wrong Trust"})
    client.post(address(lead.town), {"take_out": wrong.slug})
    assert [row[0::2] for row in noted(lead.town)] == [(known.name, 2)]

    refused = client.post(address(lead.town), {"freeze": "1"}).content.decode()
    assert "Tick the box if this is how it was." in refused
    assert not Baseline.objects.exists()
    client.post(address(lead.town), {"freeze": "1", "is_all": "on"})
    page = client.get(address(lead.town)).content.decode()
    assert "Frozen on" in page
    assert "Take out" not in page
    late = client.post(address(lead.town), {"name": "Wrong Trust"}, follow=True).content.decode()
    assert Organisation.objects.count() == 2
    assert TieObservation.objects.count() == 1
    assert "The baseline is frozen. It does not change any more." in late


def test_others_of_the_cohort_read_it_and_may_not_write_it(client: Client) -> None:
    lead, other = make.lead(), make.lead()
    note_at_start(lead.town, make.organisation("Ayr Shed"), strength=1, by=lead.user, at=AT)
    client.force_login(other.user)

    page = client.get(address(lead.town)).content.decode()

    assert "Ayr Shed" in page
    assert "Take out" not in page
    assert client.post(address(lead.town), {"name": "x"}).status_code == 403
