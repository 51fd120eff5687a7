"""The register of organisations on the office's pages."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import front.actions.organisations
from audit.models import Entry
from people.models import Organisation
from tests import make
from tests.front.pages import day, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(client: Client) -> Client:
    client.force_login(make.second_step(make.team_member()).user)
    return client


def test_an_organisation_is_added_under_its_parent(team: Client) -> None:
    body = make.organisation("Public Health Scotland")

    answer = team.post(
        reverse("front:office_new_organisation"),
        {"name": " LIST\u202e ", "kind": "team", "parent": "public health scotland"},
        follow=True,
    )

    made = Organisation.objects.get(name="LIST")
    assert (made.kind, made.parent, made.slug) == ("team", body, "list")
    assert "LIST has been added." in words(answer)
    assert "Public Health Scotland</a>" in words(answer)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "pas"}, "“pas” is in the register already."),
        ({"name": "\u202e"}, "Enter the organisation's name."),
        ({"name": "LIST", "parent": "Nobody"}, "“Nobody” is not in the register."),
    ],
)
def test_an_organisation_that_cannot_be_is_refused_by_its_field(
    team: Client, typed: dict[str, str], sentence: str
) -> None:
    make.organisation("PAS")

    answer = team.post(reverse("front:office_new_organisation"), {"kind": "body", **typed})

    assert sentence in words(answer)
    assert Organisation.objects.count() == 1


def test_another_name_finds_the_organisation(team: Client) -> None:
    organisation = make.organisation("Planning Aid Scotland")

    answer = team.post(
        reverse("front:office_organisation_alias", args=[organisation.slug]),
        {"name": "PAS"},
        follow=True,
    )

    assert "<dt>Also called</dt><dd> PAS <form" in words(answer)
    assert "Planning Aid Scotland" in words(
        team.get(reverse("front:office_organisations"), {"name": "pas"})
    )


def test_a_mistyped_name_is_removed_and_leads_nowhere(team: Client) -> None:
    organisation = make.organisation("Planning Aid Scotland")
    page = reverse("front:office_organisation_alias", args=[organisation.slug])
    team.post(page, {"name": "PSA"})
    team.post(page, {"name": "PAS"})

    for name in ("PSA", "PSA", "\0\u202e"):
        answer = team.post(
            reverse("front:office_organisation_alias_remove", args=[organisation.slug]),
            {"name": name},
            follow=True,
        )
        assert "is not found by that name any more." in words(answer)

    assert [row.name for row in organisation.names.all()] == ["PAS"]
    assert Entry.objects.filter(verb="organisation.alias_removed").count() == 1


def test_kind_and_parent_change_and_a_ring_is_refused_by_the_field(team: Client) -> None:
    body, part = make.organisation("Shelter"), make.organisation("Empty Homes")
    team.post(
        reverse("front:office_organisation_kind", args=[part.slug]),
        {"kind": "hosted", "parent": "Shelter"},
    )

    answer = team.post(
        reverse("front:office_organisation_kind", args=[body.slug]),
        {"kind": "body", "parent": "Empty Homes"},
    )

    part.refresh_from_db()
    assert (part.kind, part.parent) == ("hosted", body)
    assert "Empty Homes is part of Shelter already, so it cannot be above it." in words(answer)


def test_the_page_of_a_part_shows_what_it_is_now(team: Client) -> None:
    body = make.organisation("Shelter")
    part = Organisation.objects.create(name="Empty Homes", slug="eh", kind="hosted", parent=body)

    page = words(team.get(reverse("front:office_organisation_kind", args=[part.slug])))

    assert 'value="Shelter"' in page
    assert 'value="hosted"' in page


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Walk Wheel Cycle Trust", "Renamed. The earlier name stays known."),
        ("SUSTRANS", "Renamed. <"),
    ],
)
def test_a_rename_says_what_it_kept(team: Client, name: str, told: str) -> None:
    organisation = make.organisation("Sustrans")

    answer = team.post(
        reverse("front:office_rename", args=[organisation.slug]),
        {"name": name, **day("from_on", timezone.localdate())},
        follow=True,
    )

    assert told in words(answer).replace("Renamed.<", "Renamed. <")


def test_a_name_of_tomorrow_is_refused_by_its_day(team: Client) -> None:
    organisation = make.organisation("Sustrans")

    answer = team.post(
        reverse("front:office_rename", args=[organisation.slug]),
        {"name": "Later", **day("from_on", timezone.localdate() + timedelta(days=1))},
    )

    assert "has not come yet." in words(answer)
    assert "from_on" in answer.context["form"].errors


def test_nobody_else_changes_the_register() -> None:
    user, organisation, now = make.lead().user, make.organisation(), timezone.now()
    deeds = front.actions.organisations

    with pytest.raises(PermissionDenied):
        deeds.add_organisation("PAS", kind="body", by=user, at=now)
    with pytest.raises(PermissionDenied):
        deeds.add_alias(organisation, name="PAS", by=user, at=now)
    with pytest.raises(PermissionDenied):
        deeds.remove_alias(organisation, name="PAS", by=user, at=now)
    with pytest.raises(PermissionDenied):
        deeds.place_organisation(organisation, kind="body", parent=None, by=user, at=now)
    with pytest.raises(PermissionDenied):
        deeds.rename_organisation(organisation, name="PAS", by=user, at=now)


def test_an_organisation_is_renamed_and_found_by_its_earlier_name(team: Client) -> None:
    organisation = make.organisation("Sustrans")

    team.post(
        reverse("front:office_rename", args=[organisation.slug]),
        {"name": "Walk Wheel Cycle Trust", **day("from_on", date(2025, 3, 10))},
    )

    found = words(team.get(reverse("front:office_organisations"), {"name": "sustr"}))
    assert "Walk Wheel Cycle Trust" in found


def test_a_merger_is_shown_first_then_kept_then_taken_back(team: Client) -> None:
    twice, right = make.organisation("PAS Scotland"), make.organisation("PAS")
    address = reverse("front:office_merge", args=[twice.slug])

    preview = team.post(address, {"into": "pas"})
    unkept = Organisation.objects.get(pk=twice.pk).merged_into
    team.post(address, {"into": "PAS", "is_sure": "yes"})
    kept = Organisation.objects.get(pk=twice.pk).merged_into
    team.post(reverse("front:office_part", args=[twice.slug]))

    assert "It is PAS" in words(preview)
    assert (unkept, kept) == (None, right)
    assert Organisation.objects.get(pk=twice.pk).merged_into is None


def test_an_organisation_is_not_merged_into_a_stranger(team: Client) -> None:
    organisation = make.organisation("PAS")

    answer = team.post(
        reverse("front:office_merge", args=[organisation.slug]),
        {"into": "Nobody", "is_sure": "yes"},
    )

    assert "“Nobody” is not in the register. Check the spelling." in words(answer)
    assert "as new" not in words(answer)
