"""Towns, groups, outcomes, organisations and the programme's facts on the office's pages."""

from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse

from reflections.models import Obligation
from tests import make
from tests.front.pages import day, words
from towns.models import Council, Group, Outcome, Programme, Seat, Tenure, Town, TownStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(client: Client) -> Client:
    client.force_login(make.second_step(make.team_member()).user)
    return client


def test_a_town_opens_with_a_new_council_and_its_holidays(team: Client) -> None:
    answer = team.post(
        reverse("front:office_new_town"),
        {
            "name": "Kirriemuir",
            "new_council": "Angus Council",
            "status": TownStatus.Status.ACTIVE,
            **day("from_on", date(2026, 11, 1)),
        },
    )

    assert answer.status_code == 302
    town = Town.objects.get(slug="kirriemuir")
    assert Council.objects.get(name="Angus Council") == town.council
    assert town.council.holidays.exists()
    assert town.statuses.get().status == TownStatus.Status.ACTIVE


def test_a_town_that_is_refused_leaves_no_council_behind(team: Client) -> None:
    answer = team.post(
        reverse("front:office_new_town"),
        {
            "name": "Kirriemuir",
            "new_council": "Angus Council",
            "status": TownStatus.Status.ACTIVE,
            **day("from_on", date(2019, 11, 1)),
        },
    )

    assert "is before that." in words(answer)
    assert not Council.objects.filter(name="Angus Council").exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("angus council", "There is a council called angus council already."),
        ("!?", "Enter a name that has letters or numbers."),
    ],
)
def test_a_councils_name_is_refused_by_its_own_field(
    team: Client, name: str, sentence: str
) -> None:
    make.council("Angus Council")

    answer = team.post(
        reverse("front:office_new_town"),
        {
            "name": "Kirriemuir",
            "new_council": name,
            "status": TownStatus.Status.ACTIVE,
            **day("from_on", date(2026, 11, 1)),
        },
    )

    assert answer.context["form"].errors == {"new_council": [sentence]}
    assert not Town.objects.exists()


def test_a_towns_facts_are_corrected_and_its_address_stays(team: Client) -> None:
    town, council = make.town("Kirriemuir"), make.council("Angus Council")
    address = town.slug

    team.post(
        reverse("front:office_town_edit", args=[town.slug]),
        {"council": council.slug, "health_board": "NHS Tayside", "introduction": "Gateway."},
    )

    town.refresh_from_db()
    assert (town.council, town.health_board) == (council, "NHS Tayside")
    assert (town.introduction, town.slug) == ("Gateway.", address)


def test_a_pause_excuses_the_months_after_it(team: Client) -> None:
    lead = make.lead()

    team.post(
        reverse("front:office_town", args=[lead.town.slug]),
        {"status": TownStatus.Status.PAUSED, **day("from_on", date(2026, 3, 9))},
    )

    row = Obligation.objects.get(town=lead.town, month=date(2026, 3, 1))
    assert (row.state, row.reason) == (Obligation.State.EXCUSED, Obligation.Reason.PAUSED)


def test_an_impossible_change_is_refused_by_the_field(team: Client) -> None:
    town = make.town()

    answer = team.post(
        reverse("front:office_town", args=[town.slug]),
        {"status": TownStatus.Status.ACTIVE, **day("from_on", date(2026, 3, 9))},
    )

    assert "The town is active from Wednesday 1 January 2025 already." in words(answer)


FACTS = {
    "name": "Shaping Places",
    "report_due_working_day": "7",
    "report_review_day": "20",
    "report_grace_until": "13.30",
    "report_soon_working_days": "4",
    "report_late_first": "1",
    "report_late_second": "3",
    "digest_freeze_working_day": "12",
    "digest_check_working_days": "4",
    "tie_fades_after_days": "90",
    "echo_first_months": "2",
    "echo_second_months": "5",
    "echo_third_months": "9",
    "quiet_until": "7.45",
    "quiet_from": "17.00",
    "safeguarding_note": "Use your council's own route today.",
    **day("ends_on", date(2027, 6, 30)),
}


def test_the_programmes_facts_change_but_no_stored_due_date(team: Client) -> None:
    lead = make.lead()
    row = make.obligation(about=lead.town, month=date(2026, 10, 1))
    due_at = row.due_at

    answer = team.post(reverse("front:office_programme"), FACTS)

    programme = Programme.objects.get()
    row.refresh_from_db()
    assert answer.status_code == 302
    assert (programme.report_due_working_day, programme.report_grace_until) == (7, time(13, 30))
    assert (programme.ends_on, row.due_at) == (date(2027, 6, 30), due_at)


def test_when_leads_are_reminded_and_when_letters_leave_are_facts_too(team: Client) -> None:
    page = words(team.get(reverse("front:office_programme")))

    team.post(reverse("front:office_programme"), FACTS)

    programme = Programme.objects.get()
    assert 'value="18.30"' in page
    assert "From then on a person asks, not a letter." in page
    assert (
        programme.report_soon_working_days,
        programme.report_late_first,
        programme.report_late_second,
    ) == (4, 1, 3)
    assert (programme.quiet_until, programme.quiet_from) == (time(7, 45), time(17))
    assert (
        programme.echo_first_months,
        programme.echo_second_months,
        programme.echo_third_months,
    ) == (2, 5, 9)
    assert (programme.digest_freeze_working_day, programme.digest_check_working_days) == (12, 4)
    assert programme.tie_fades_after_days == 90


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("report_soon_working_days", "11", "Enter a number from 1 to 10."),
        ("report_late_first", "0", "Enter a number from 1 to 20."),
        ("report_late_second", "21", "Enter a number from 1 to 20."),
        ("report_late_second", "1", "The first comes after 1. The second has to come later."),
        ("digest_freeze_working_day", "31", "Enter a number from 1 to 30."),
        ("digest_check_working_days", "0", "Enter a number from 1 to 10."),
        ("tie_fades_after_days", "29", "Enter a number from 30 to 730."),
        ("echo_first_months", "0", "Enter a number from 1 to 60."),
        (
            "echo_third_months",
            "5",
            "Each of the three times has to be later than the one before.",
        ),
        ("echo_third_months", "61", "Enter a number from 1 to 60."),
        ("quiet_until", "25.00", "Enter a time, for example 12.00."),
        ("quiet_from", "", "Enter a time, for example 12.00."),
        ("quiet_from", "7.45", "Letters would have to stop before they begin to leave."),
    ],
)
def test_letters_that_could_not_come_so_are_refused_by_the_field(
    team: Client, field: str, value: str, sentence: str
) -> None:
    answer = team.post(reverse("front:office_programme"), FACTS | {field: value})

    assert answer.status_code == 200
    assert answer.context["form"].errors == {field: [sentence]}
    assert Programme.objects.get().report_late_second == 5


@pytest.mark.parametrize("value", ["0", "16", "five", "", "5.5", "99999999999999999999"])
def test_a_due_day_outside_the_month_is_refused(team: Client, value: str) -> None:
    answer = team.post(reverse("front:office_programme"), {"report_due_working_day": value})

    assert "Enter a number from 1 to 15." in words(answer)


def test_an_outcome_is_worded_and_ended(team: Client) -> None:
    outcome = make.outcome("Active travel")

    team.post(
        reverse("front:office_outcome", args=[outcome.slug]),
        {"statement": "Everyone can walk.", **day("valid_until", date(2026, 12, 31))},
    )

    outcome.refresh_from_db()
    assert (outcome.statement, outcome.valid_until) == ("Everyone can walk.", date(2026, 12, 31))


def test_an_outcome_joins_the_vocabulary_once(team: Client) -> None:
    typed = {"name": "Quiet places", "theme": "Spaces", **day("valid_from", date(2026, 1, 1))}

    team.post(reverse("front:office_new_outcome"), typed)
    again = team.post(reverse("front:office_new_outcome"), typed)

    assert Outcome.objects.filter(name="Quiet places").count() == 1
    assert "There is an outcome called Quiet places already" in words(again)


def test_a_group_with_a_seat_and_a_chair(team: Client) -> None:
    town, chair = make.town("Ayr"), make.person("Ailsa Reid")
    team.post(
        reverse("front:office_new_group"),
        {
            "name": "Ayr Steering Group",
            "kind": Group.Kind.STEERING,
            "town": town.slug,
            **day("starts_on", date(2026, 1, 5)),
        },
    )
    group = Group.objects.get(slug="ayr-steering-group")
    team.post(
        reverse("front:office_seat", args=[group.slug]),
        {"organisation": "NHS Ayrshire and Arran", **day("starts_on", date(2026, 1, 5))},
    )
    seat = Seat.objects.get(group=group)

    team.post(
        reverse("front:office_member", args=[group.slug]),
        {
            "person": "Ailsa Reid",
            "capacity": Tenure.Capacity.CHAIR,
            "seat": str(seat.pk),
            **day("starts_on", date(2026, 1, 5)),
        },
    )

    page = words(team.get(reverse("front:office_group", args=[group.slug])))
    assert Tenure.objects.get(person=chair).seat == seat
    assert "NHS Ayrshire and Arran" in page
    assert "Ailsa Reid" in page


def test_a_seat_that_somebody_sits_on_does_not_end(team: Client) -> None:
    member = make.steering_member(name="Ailsa Reid")
    group = member.tenure.group
    assert group is not None
    seat = Seat.objects.create(
        group=group, organisation=make.organisation(), starts_on=make.BEGINNING
    )
    Tenure.objects.filter(pk=member.tenure.pk).update(seat=seat)

    answer = team.post(
        reverse("front:office_seat_end", args=[group.slug, seat.pk]),
        day("ends_on", date(2026, 1, 5)),
    )

    assert "Ailsa Reid sits on this seat after Monday 5 January 2026." in words(answer)
