"""An organisation is typed in the office: beside an unknown name stand those that are like it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.actions.organisations import merge_organisations
from people.models import Organisation
from tests import make
from tests.front.pages import day, words

pytestmark = pytest.mark.django_db

TRUST = "Walk Wheel Cycle Trust"


@pytest.fixture
def team(client: Client) -> Client:
    client.force_login(make.second_step(make.team_member()).user)
    return client


def trust() -> Organisation:
    made = make.organisation(TRUST)
    made.names.create(name="Sustrans", is_alias=True)
    return made


def kind_page() -> str:
    return reverse("front:office_organisation_kind", args=[make.organisation("Hub").slug])


def parent_of(name: str) -> Organisation | None:
    return Organisation.objects.get(name=name).parent


def test_a_misspelt_parent_brings_up_the_one_that_is_meant_and_one_press_takes_it(
    team: Client,
) -> None:
    whole, page = trust(), kind_page()

    asked = team.post(page, {"kind": "team", "parent": "Sustrnas"})
    before = parent_of("Hub")
    team.post(page, {"kind": "team", "parent": "Sustrnas", "take-parent": whole.slug})

    assert "“Sustrnas” is not in the register. Choose one of those below" in words(asked)
    assert f'value="{whole.slug}">{TRUST}</button>' in asked.content.decode()
    assert (before, parent_of("Hub")) == (None, whole)
    assert not Organisation.objects.filter(name="Sustrnas").exists()


def test_a_parent_that_is_like_none_is_added_by_one_press_and_not_before(team: Client) -> None:
    page = kind_page()

    asked = team.post(page, {"kind": "team", "parent": "Zetland Arts"})
    before = Organisation.objects.filter(name="Zetland Arts").exists()
    team.post(page, {"kind": "team", "parent": "Zetland Arts", "take-parent": "+Zetland Arts"})

    assert "Check the spelling, or add it as new below." in words(asked)
    assert before is False
    assert str(parent_of("Hub")) == "Zetland Arts"


def test_an_answer_to_another_name_adds_nothing(team: Client) -> None:
    page = kind_page()

    team.post(page, {"kind": "team", "parent": "Zetland Art", "take-parent": "+Zetland Arts"})

    assert not Organisation.objects.filter(name__startswith="Zetland").exists()


def test_at_most_five_are_offered_and_of_merged_ones_the_one_that_lives_on(team: Client) -> None:
    rows = [make.organisation(f"Housing Forum {number}") for number in range(8)]
    make_one(rows[0], rows[1])

    asked = team.post(kind_page(), {"kind": "team", "parent": "Housing Form"})

    offered = asked.context["form"].names_asked[0].likely
    assert len(offered) == 5
    assert rows[0] not in offered


def make_one(twice: Organisation, right: Organisation) -> None:
    merge_organisations(twice, into=right, by=make.team_member().user, at=timezone.now())


def test_a_new_organisation_that_is_like_a_known_one_leads_to_that_or_is_added(
    team: Client,
) -> None:
    known, page = trust(), reverse("front:office_new_organisation")

    asked = team.post(page, {"name": "Sustrnas", "kind": "body"})
    led = team.post(page, {"name": "Sustrnas", "kind": "body", "take-name": known.slug})
    before = Organisation.objects.filter(name="Sustrnas").exists()
    team.post(page, {"name": "Sustrnas", "kind": "body", "take-name": "+Sustrnas"})

    assert "Did you mean one of these?" in words(asked)
    assert led["Location"] == reverse("front:office_organisation", args=[known.slug])
    assert before is False
    assert Organisation.objects.filter(name="Sustrnas").exists()


def test_what_was_answered_of_the_name_is_not_asked_again_while_the_parent_is(
    team: Client,
) -> None:
    trust()
    page = reverse("front:office_new_organisation")
    typed = {"name": "Sustrnas", "kind": "team", "parent": "Sustrans Scotland"}

    asked = team.post(page, typed | {"take-name": "+Sustrnas"})

    assert [one.field for one in asked.context["form"].names_asked] == ["parent"]
    assert '<input type="hidden" name="take-name" value="+Sustrnas">' in asked.content.decode()


def test_one_is_merged_into_the_one_that_was_meant_and_never_into_a_new_one(team: Client) -> None:
    right, twice = trust(), make.organisation("Hub")
    page = reverse("front:office_merge", args=[twice.slug])

    asked = team.post(page, {"into": "Sustrnas"})
    shown = team.post(page, {"into": "Sustrnas", "take-into": right.slug})
    added = team.post(page, {"into": "Sustrnas", "take-into": "+Sustrnas", "is_sure": "yes"})

    assert f">{TRUST}</button>" in asked.content.decode()
    assert "as new" not in words(asked)
    assert f"It is {TRUST}" in words(shown)
    assert "is not in the register" in words(added)


def test_a_seat_asks_before_a_name_that_is_like_a_known_one_joins_the_register(
    team: Client,
) -> None:
    known, group = trust(), make.steering_member().tenure.group
    assert group is not None
    page = reverse("front:office_seat", args=[group.slug])
    typed = {
        "organisation": "Sustrnas",
        **day("starts_on", group.starts_on or timezone.localdate()),
    }

    asked = team.post(page, typed)
    team.post(page, typed | {"take-organisation": known.slug})

    assert f">{TRUST}</button>" in asked.content.decode()
    assert [seat.organisation for seat in group.seats.all()] == [known]


def test_a_person_works_where_was_meant(team: Client) -> None:
    known, person = trust(), make.lead(name="Mhairi Bain").user.person
    page = reverse("front:office_person_edit", args=[person.key])

    team.post(page, {"name": "Mhairi Bain", "organisation": "Sustrnas"})
    person.refresh_from_db()
    before = person.organisation
    team.post(
        page,
        {"name": "Mhairi Bain", "organisation": "Sustrnas", "take-organisation": known.slug},
    )
    person.refresh_from_db()

    assert (before, person.organisation) == (None, known)


def test_a_partner_of_a_session_is_taken_of_those_that_are_like_it_or_added(team: Client) -> None:
    known, session = trust(), make.session(on=timezone.localdate())
    page = reverse("sessions:partners", args=[session.slug])

    asked = team.post(page, {"name": "Sustrnas", "topic": "Safer routes"})
    team.post(page, {"name": "Sustrnas", "topic": "Safer routes", "take-name": known.slug})
    team.post(page, {"name": "Zetland Arts", "topic": "", "take-name": "+Zetland Arts"})

    assert f">{TRUST}</button>" in asked.content.decode()
    rows = session.contributions.order_by("pk").values_list("organisation__name", "topic")
    assert list(rows) == [(TRUST, "Safer routes"), ("Zetland Arts", "")]
