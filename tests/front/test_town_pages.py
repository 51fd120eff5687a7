"""The pages of the towns: who may read what there, and what they cost."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kit.periods import month_of, shift
from tests import make
from tests.front.pages import words
from towns.models import Absence, Role, Tenure, Town

pytestmark = pytest.mark.django_db


def last_month() -> date:
    return shift(month_of(timezone.localdate()), -1)


@pytest.mark.parametrize(
    "maker",
    [make.lead, make.analyst, make.steering_member, make.national_leader, make.evaluator],
)
def test_everybody_in_post_may_open_the_towns(
    client: Client, maker: Callable[[], make.Holder]
) -> None:
    town = make.town("Ayr")
    client.force_login(maker().user)

    assert "Ayr" in words(client.get(reverse("towns:towns")))
    assert client.get(town.get_absolute_url()).status_code == 200


def test_without_a_post_there_are_no_towns(client: Client) -> None:
    town = make.town("Ayr")
    client.force_login(make.user())

    assert "Ayr" not in words(client.get(reverse("towns:towns")))
    assert client.get(town.get_absolute_url()).status_code == 404


def test_a_town_that_is_not_there_is_not_found(client: Client) -> None:
    client.force_login(make.lead().user)

    assert client.get("/towns/nowhere/").status_code == 404


def test_a_vacancy_is_said_plainly_with_its_day_and_who_stands_in(client: Client) -> None:
    town = make.town()
    make.tenure(make.person(), Role.PROJECT_LEAD, town=town, until=date(2026, 3, 6))
    make.tenure(
        make.person("Mairi Gunn"),
        Role.PROJECT_LEAD,
        town=town,
        since=date(2026, 4, 1),
        covering=True,
    )
    client.force_login(make.steering_member(town).user)

    page = words(client.get(town.get_absolute_url(), {"on": "2026-05-01"}))

    assert "Vacant" in page
    assert "since Saturday 7 March 2026" in page
    assert "Mairi Gunn" in page
    assert "Stands in" in page


def test_an_absence_is_told_without_a_reason(client: Client) -> None:
    lead = make.lead()
    Absence.objects.create(
        tenure=lead.tenure, starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 29)
    )
    client.force_login(lead.user)

    page = words(client.get(lead.town.get_absolute_url(), {"on": "2026-05-04"}))

    assert "away until Friday 29 May 2026; nobody stands in" in page


def away_in(town: Town) -> None:
    """The town's lead is away until 29 May 2026; somebody stands in for the same days."""
    lead = make.lead(town, name="Ishbel Orr")
    days = {"starts_on": date(2026, 5, 1), "ends_on": date(2026, 5, 29)}
    cover = make.tenure(
        make.person("Mairi Gunn"),
        Role.PROJECT_LEAD,
        town=town,
        since=days["starts_on"],
        until=days["ends_on"],
        covering=True,
    )
    Absence.objects.create(tenure=lead.tenure, cover=cover, **days)


TOLD_OF_ABSENCES: dict[str, tuple[Callable[[Town], make.Holder], bool]] = {
    "lead elsewhere": (lambda _: make.lead(), True),
    "link lead elsewhere": (lambda _: make.link_lead(), True),
    "analyst of the town": (make.analyst, True),
    "analyst elsewhere": (lambda _: make.analyst(), False),
    "team": (lambda _: make.second_step(make.team_member()), True),
    "administrator": (lambda _: make.second_step(make.administrator()), True),
    "steering group of the town": (make.steering_member, False),
    "steering group elsewhere": (lambda _: make.steering_member(), False),
    "national leader": (lambda _: make.national_leader(), False),
    "evaluator": (lambda _: make.evaluator(), False),
}


@pytest.mark.parametrize("role", TOLD_OF_ABSENCES)
def test_only_those_who_read_the_cohort_list_are_told_who_is_away_and_how_long(
    client: Client, role: str
) -> None:
    town = make.town()
    away_in(town)
    reader, is_told = TOLD_OF_ABSENCES[role]
    client.force_login(reader(town).user)

    page = words(client.get(town.get_absolute_url(), {"on": "2026-05-04"}))

    posts = page.partition("In post")[2].partition("On the day")[0]
    assert "Ishbel Orr" in posts
    assert "Mairi Gunn" in posts
    assert "Stands in" in posts
    assert ("Away" in posts, "29 May" in posts) == (is_told, is_told)


def test_a_lead_sees_the_months_of_their_own_town_alone(client: Client) -> None:
    lead, other = make.lead(), make.lead()
    for holder in (lead, other):
        make.submitted_report(about=holder.town, month=last_month(), by=holder.user)
    client.force_login(lead.user)

    own = client.get(lead.town.get_absolute_url())
    elsewhere = client.get(other.town.get_absolute_url())

    assert [row.word for row in own.context["reports"].rows] == ["Submitted"]
    assert elsewhere.context["reports"].rows == ()
    assert elsewhere.context["tenures"] == ()


def test_a_steering_member_sees_no_report_but_their_group(client: Client) -> None:
    lead = make.lead()
    make.submitted_report(about=lead.town, month=last_month(), by=lead.user)
    member = make.steering_member(lead.town, name="Ailsa Reid")
    stranger = make.steering_member(name="Norman Hay")
    client.force_login(member.user)

    own = client.get(lead.town.get_absolute_url())
    client.force_login(stranger.user)
    elsewhere = client.get(lead.town.get_absolute_url())

    assert own.context["reports"].rows == ()
    assert [tenure.person.name for tenure in own.context["members"]] == ["Ailsa Reid"]
    assert elsewhere.context["members"] == []


def test_the_team_links_handed_over_months_and_never_drafts(client: Client) -> None:
    lead = make.lead()
    done = make.submitted_report(about=lead.town, month=last_month(), by=lead.user)
    make.report(about=lead.town, month=shift(last_month(), 1), started_at=timezone.now())
    client.force_login(make.second_step(make.team_member()).user)

    rows = client.get(lead.town.get_absolute_url()).context["reports"].rows

    assert [row.url for row in rows] == ["", done.get_absolute_url()]


def test_the_page_of_a_town_costs_the_same_whatever_its_past(client: Client) -> None:
    lead = make.lead()
    client.force_login(make.second_step(make.team_member()).user)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(lead.town.get_absolute_url()).status_code == 200
        return len(captured)

    with_past(lead.town, people=1)
    statements()
    few = statements()
    with_past(lead.town, people=12)

    assert statements() == few <= 14


def with_past(town: Town, *, people: int) -> None:
    """Analysts, link leads, group members and months."""
    group = make.group(of=town)
    for _ in range(people):
        make.tenure(make.person(), Role.ANALYST, town=town, until=date(2026, 3, 6))
        make.tenure(make.person(), Role.STEERING, group=group)
    if not Tenure.objects.filter(town=town, role=Role.LINK_LEAD).exists():
        make.link_lead(town)
    make.report(about=town, month=shift(last_month(), 1 - people))
