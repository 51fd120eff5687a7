"""Who may enter the office, and that every page of it opens and costs the same for many rows."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import make
from towns.actions.holidays import load_default_holidays
from towns.models import Absence, Group, Holiday, Seat, Tenure
from towns.models.tenures import Role

pytestmark = pytest.mark.django_db


def team(client: Client) -> make.Holder:
    office = make.second_step(make.team_member(name="Priya Nair"))
    client.force_login(office.user)
    return office


def pages() -> list[str]:
    """The address of every page of the office, with the rows that they need."""
    lead = make.lead(make.town("Ayr"), name="Isla Fraser")
    Absence.objects.create(tenure=lead.tenure, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 6))
    group = make.group(of=lead.town)
    organisation = make.organisation()
    seat = Seat.objects.create(group=group, organisation=organisation, starts_on=make.BEGINNING)
    outcome = make.outcome()
    letter = make.letter(lead.person, at=timezone.now())
    person, tenure, council = lead.person.key, lead.tenure.key, lead.town.council.slug
    keyed: dict[str, list[object]] = {
        "office_person": [person],
        "office_person_edit": [person],
        "office_begin": [person],
        "office_invitation": [person],
        "office_tenure": [tenure],
        "office_end": [tenure],
        "office_hand_over": [tenure],
        "office_handover_days": [tenure],
        "office_absence": [tenure],
        "office_absence_end": [tenure, lead.tenure.absences.get().pk],
        "office_council": [council],
        "office_import": [council],
        "office_town": [lead.town.slug],
        "office_town_edit": [lead.town.slug],
        "office_group": [group.slug],
        "office_member": [group.slug],
        "office_seat": [group.slug],
        "office_seat_end": [group.slug, seat.pk],
        "office_letter": [letter.key],
        "office_letter_end": [letter.key],
        "office_outcome": [outcome.slug],
        "office_organisation": [organisation.slug],
        "office_rename": [organisation.slug],
        "office_merge": [organisation.slug],
    }
    plain = (
        "office office_people office_invite office_posts office_holidays office_holidays_sample "
        "office_new_town office_groups office_new_group office_programme office_outcomes "
        "office_new_outcome office_organisations office_letters office_due office_jobs office_pause"
    )
    return [
        *(reverse(f"front:{name}") for name in plain.split()),
        *(reverse(f"front:{name}", args=args) for name, args in keyed.items()),
    ]


def test_every_page_opens_for_the_team(client: Client) -> None:
    team(client)

    answers = {page: client.get(page).status_code for page in pages()}

    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize("maker", [make.lead, make.steering_member, make.evaluator, make.analyst])
def test_no_page_is_there_for_others(client: Client, maker: Callable[[], make.Holder]) -> None:
    addresses = pages()
    client.force_login(maker().user)

    answers = {page: client.get(page).status_code for page in addresses}

    assert set(answers.values()) == {404}, answers


def test_nothing_is_done_for_others_by_post(client: Client) -> None:
    addresses = pages()
    client.force_login(make.lead().user)
    before = (Tenure.objects.count(), Holiday.objects.count(), Group.objects.count())

    answers = {client.post(page).status_code for page in addresses}

    assert answers <= {404, 405}
    assert (Tenure.objects.count(), Holiday.objects.count(), Group.objects.count()) == before


def test_whoever_is_signed_out_is_asked_to_sign_in(client: Client) -> None:
    answer = client.get(reverse("front:office"))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/")


def test_an_empty_form_changes_nothing_on_any_page(client: Client) -> None:
    team(client)
    addresses = pages()
    before = (Tenure.objects.count(), Holiday.objects.count(), Group.objects.count())

    answers = {page: client.post(page).status_code for page in addresses}

    assert set(answers.values()) <= {200, 302, 405}, answers
    assert (Tenure.objects.count(), Holiday.objects.count(), Group.objects.count()) == before


@pytest.mark.parametrize(
    "name",
    [
        "front:office",
        "front:office_people",
        "front:office_posts",
        "front:office_holidays",
        "front:office_groups",
        "front:office_organisations",
        "front:office_letters",
        "towns:towns",
    ],
)
def test_a_page_costs_the_same_for_one_town_and_for_many(client: Client, name: str) -> None:
    team(client)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name)).status_code == 200
        return len(captured)

    some_town()
    statements()
    few = statements()
    for _ in range(7):
        some_town()

    assert statements() == few <= 14


def some_town() -> None:
    """A town with a lead away, an empty post, a Steering Group and a council with holidays."""
    lead = make.lead()
    Absence.objects.create(tenure=lead.tenure, starts_on=date(2026, 3, 2))
    make.steering_member(lead.town)
    make.tenure(make.person(), Role.LINK_LEAD, town=lead.town, until=date(2026, 3, 6))
    make.organisation()
    make.letter(lead.person, at=timezone.now(), state="aside")
    load_default_holidays(lead.town.council, years=[2026], by=None, at=timezone.now())
