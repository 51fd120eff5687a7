"""Inviting people, and beginning, handing over and ending their posts, page by page."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from audit.models import Entry
from front.accounts import account_of
from outbox.models import Letter, Notice
from people.models import Invitation, Person
from reflections.models import Obligation
from tests import make
from tests.front.pages import day, words
from towns.models import Absence, Role, Tenure

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(client: Client) -> Client:
    client.force_login(make.second_step(make.team_member(name="Priya Nair")).user)
    return client


def newcomer(**fields: str) -> dict[str, str]:
    return {
        "name": "Isla Fraser",
        "email": "isla.fraser@example.org",
        "organisation": "South Ayrshire Council",
        "role": Role.PROJECT_LEAD,
        **day("starts_on", date(2026, 11, 11)),
    } | fields


def test_one_form_makes_person_post_and_invitation(team: Client) -> None:
    town = make.town("Ayr")

    answer = team.post(reverse("front:office_invite"), newcomer(place=f"town:{town.slug}"))

    assert answer.status_code == 302
    person = Person.objects.get(name="Isla Fraser")
    assert str(person.organisation) == "South Ayrshire Council"
    assert person.tenures.get().starts_on == date(2026, 11, 11)
    invitation = Invitation.objects.get(person=person)
    assert (invitation.email, invitation.purpose) == (
        "isla.fraser@example.org",
        "Project Lead, Ayr",
    )
    verbs = {"person.added", "tenure.begun", "invitation.opened"}
    assert verbs <= set(Entry.objects.values_list("verb", flat=True))


def test_a_refused_post_keeps_nobody_and_all_that_was_typed(team: Client) -> None:
    lead = make.lead(make.town("Ayr"), name="Ruaridh Bain")

    answer = team.post(reverse("front:office_invite"), newcomer(place=f"town:{lead.town.slug}"))

    page = words(answer)
    assert "Ruaridh Bain is Project Lead of Ayr from Wednesday 1 January 2025" in page
    assert 'value="isla.fraser@example.org"' in page
    assert not Person.objects.filter(name="Isla Fraser").exists()
    assert not Invitation.objects.exists()


def test_an_address_with_an_account_offers_its_person(team: Client) -> None:
    known = make.user("Isla Fraser", email="isla.fraser@example.org")
    town = make.town()

    answer = team.post(
        reverse("front:office_invite"), newcomer(name="I. Fraser", place=f"town:{town.slug}")
    )

    page = words(answer)
    assert "This is the address of Isla Fraser, who has an account." in page
    assert reverse("front:office_person", args=[known.person.key]) in page
    assert not Person.objects.filter(name="I. Fraser").exists()


def test_the_same_name_is_asked_about_and_may_be_another_person(team: Client) -> None:
    make.person("Isla Fraser")
    town = make.town()
    typed = newcomer(place=f"town:{town.slug}")

    first = team.post(reverse("front:office_invite"), typed)
    second = team.post(reverse("front:office_invite"), typed | {"is_another": "on"})

    assert "There is somebody called Isla Fraser already" in words(first)
    assert second.status_code == 302
    assert Person.objects.filter(name="Isla Fraser").count() == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "no address"}, "Enter an e-mail address, like name@example.org."),
        ({"name": ""}, "Enter the person's name."),
        ({"role": "queen"}, "Choose a role of the list."),
        ({"place": ""}, "A Project Lead is in post in a town. Choose the town."),
        ({"place": "town:nowhere"}, "Choose a town or group of the list."),
        ({"starts_on_month": "13"}, "The month must be a number from 1 to 12."),
        ({"starts_on_day": "31"}, "November 2026 has 30 days: there is no 31 November."),
        ({"name": "Isla\x00Fraser"}, "This held a sign that cannot be stored."),
    ],
)
def test_what_cannot_be_is_said_by_the_field(
    team: Client, fields: dict[str, str], sentence: str
) -> None:
    town = make.town()

    answer = team.post(reverse("front:office_invite"), newcomer(place=f"town:{town.slug}") | fields)

    assert answer.status_code == 200
    assert sentence in words(answer)
    assert not Invitation.objects.exists()


def test_an_invitation_is_sent_again_and_withdrawn(team: Client) -> None:
    person = make.person()
    address = {"email": "somebody@example.org"}
    page = reverse("front:office_invitation", args=[person.key])

    team.post(page, address)
    team.post(page, address)
    team.post(reverse("front:office_withdraw", args=[person.key]))

    assert Invitation.objects.filter(person=person).count() == 2
    assert not Invitation.objects.waiting(on=timezone.localdate()).exists()


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (Letter.State.READY, "The letter waits: no mail server has taken it yet."),
        (Letter.State.ACCEPTED, ""),
        (Letter.State.FAILED, "The letter could not be delivered. Check the address"),
        ("bounced", "The letter came back. Check the address"),
        ("gone", "No letter was written. Send the invitation again."),
    ],
)
def test_the_page_of_a_person_says_how_far_their_invitation_came(
    team: Client, state: str, sentence: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person = make.person()
    team.post(reverse("front:office_invitation", args=[person.key]), {"email": "isla@example.org"})
    now = timezone.now()
    match state:
        case Letter.State.ACCEPTED:
            Letter.objects.update(state=state, accepted_at=now)
        case "bounced":
            Letter.objects.update(state=Letter.State.ACCEPTED, accepted_at=now, bounced_at=now)
        case "gone":
            Notice.objects.all().delete()
        case _:
            Letter.objects.update(state=state)

    with django_assert_max_num_queries(3):
        account = account_of(person, on=timezone.localdate())

    waits, *further = account.sentences
    assert waits.startswith("At isla@example.org, until ")
    assert " ".join(further)[: len(sentence)] == sentence
    assert bool(further) == bool(sentence)
    page = words(team.get(reverse("front:office_person", args=[person.key])))
    assert all(line in page for line in account.sentences)


def test_a_post_is_handed_over_to_somebody_new_inside_a_month(team: Client) -> None:
    lead = make.lead(make.town("Ayr"))

    answer = team.post(
        reverse("front:office_hand_over", args=[lead.tenure.key]),
        {
            **day("last_day", date(2026, 11, 24)),
            "successor": "Callum Orr",
            "email": "callum.orr@example.org",
            **day("first_day", date(2026, 11, 11)),
        },
    )

    assert answer.status_code == 302
    lead.tenure.refresh_from_db()
    begun = Tenure.objects.get(person__name="Callum Orr")
    assert lead.tenure.ends_on == date(2026, 11, 24)
    assert (begun.starts_on, begun.handover_until) == (date(2026, 11, 11), date(2026, 11, 24))
    assert Invitation.objects.get().email == "callum.orr@example.org"
    november = Obligation.objects.get(town=lead.town, month=date(2026, 11, 1))
    assert november.holder == begun


def test_a_handover_to_a_stranger_without_an_address_is_refused(team: Client) -> None:
    lead = make.lead()

    answer = team.post(
        reverse("front:office_hand_over", args=[lead.tenure.key]),
        {
            **day("last_day", date(2026, 11, 10)),
            "successor": "Callum Orr",
            **day("first_day", date(2026, 11, 11)),
        },
    )

    lead.tenure.refresh_from_db()
    assert "Nobody is called Callum Orr." in words(answer)
    assert lead.tenure.ends_on is None


def test_ending_a_post_before_a_report_was_handed_over_is_refused(team: Client) -> None:
    lead = make.lead(name="Isla Fraser")
    make.submitted_report(about=lead.town, by=lead.user)

    answer = team.post(
        reverse("front:office_end", args=[lead.tenure.key]), day("ends_on", date(2026, 11, 1))
    )

    lead.tenure.refresh_from_db()
    assert "Isla Fraser handed over the report of October 2026" in words(answer)
    assert lead.tenure.ends_on is None


def test_ending_a_post_excuses_the_months_after_it(team: Client) -> None:
    lead = make.lead()

    team.post(
        reverse("front:office_end", args=[lead.tenure.key]), day("ends_on", date(2025, 3, 14))
    )

    april = Obligation.objects.get(town=lead.town, month=date(2025, 4, 1))
    assert (april.state, april.reason) == (Obligation.State.EXCUSED, Obligation.Reason.VACANT)


def test_an_absence_with_cover_is_entered_and_ended(team: Client) -> None:
    lead, deputy = make.lead(), make.person("Mairi Gunn")
    team.post(
        reverse("front:office_absence", args=[lead.tenure.key]),
        day("starts_on", date(2026, 11, 2)) | {"cover": "Mairi Gunn"},
    )
    absence = Absence.objects.get()

    team.post(
        reverse("front:office_absence_end", args=[lead.tenure.key, absence.pk]),
        day("ends_on", date(2026, 11, 20)),
    )

    cover = Tenure.objects.get(person=deputy)
    assert (cover.covering, cover.ends_on) == (True, date(2026, 11, 20))


def test_a_post_that_owes_a_month_to_come_can_be_taken_back(team: Client) -> None:
    today = timezone.localdate()
    lead = make.lead(since=date(today.year + 1, 1, 4))
    make.obligation(about=lead.town, month=date(2026, 10, 1))

    answer = team.post(reverse("front:office_cancel", args=[lead.tenure.key]))

    assert answer.status_code == 302
    assert not Tenure.objects.filter(pk=lead.tenure.pk).exists()


def test_who_held_what_on_a_past_day_is_told(team: Client) -> None:
    town = make.town("Ayr")
    make.tenure(make.person("Ruaridh Bain"), Role.PROJECT_LEAD, town=town, until=date(2026, 3, 6))

    then = words(team.get(reverse("front:office_posts"), {"on": "6 March 2026"}))
    after = words(team.get(reverse("front:office_posts"), {"on": "2026-03-07"}))

    assert "Ruaridh Bain" in then
    assert "Ruaridh Bain" not in after
    assert "since Saturday 7 March 2026" in after


@pytest.mark.parametrize("on", ["31 February 2026", "yesterday", "9999-12-31", "0000-00-00"])
def test_an_impossible_day_is_answered_by_a_sentence(team: Client, on: str) -> None:
    town = make.town()

    for address in (reverse("front:office_posts"), town.get_absolute_url()):
        answer = team.get(address, {"on": on})

        assert answer.status_code == 200
        assert "is no day" in words(answer) or "Choose a year" in words(answer)


def test_people_are_found_by_a_part_of_their_name(team: Client) -> None:
    make.person("Isla Fraser")
    make.person("Callum Orr")

    page = words(team.get(reverse("front:office_people"), {"name": "fras"}))

    assert "Isla Fraser" in page
    assert "Callum Orr" not in page


def test_the_list_of_people_goes_on_where_it_ended(team: Client) -> None:
    for number in range(60):
        make.person(f"Namesake {number // 2:02}")

    first = team.get(reverse("front:office_people"), {"name": "Namesake"})
    second = team.get(reverse("front:office_people") + first.context["older"])

    keys = [row.person.key for page in (first, second) for row in page.context["rows"]]
    assert len(keys) == len(set(keys)) == 60


def test_names_with_accents_stand_where_people_look_for_them(team: Client) -> None:
    for name in ("Zander Orr", "Ùna Strachanby", "Tam Ogilvy"):
        make.person(name)

    rows = team.get(reverse("front:office_people")).context["rows"]

    names = [row.person.name for row in rows if row.person.name != "Priya Nair"]
    assert names == ["Tam Ogilvy", "Ùna Strachanby", "Zander Orr"]
