"""The main pages take as many statements with 70 towns as with 7, and no more than they may."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.pages import (
    GRID,
    HOME_OF_LEAD,
    HOME_OF_TEAM,
    OUTCOME,
    PAGES,
    PAGES_OF_DIGESTS,
    PARTNERS_LISTED,
    REGISTER,
    REGISTER_SAVED,
    REPORT_READ,
    REPORT_SENT,
    REPORT_WRITTEN,
    SEARCHED,
    SEARCHED_BY_TEAM,
    SESSION_READ,
    SESSIONS_LISTED,
    SESSIONS_OF_MONTH,
    Page,
)
from kit.periods import month_of, shift
from people.models import User
from reflections.actions.events import mark_read
from reflections.actions.questions import ask
from reflections.models import Kind, Report
from sessions.models import CohortSession, Contribution, Invited
from sessions.models import Kind as SessionKind
from tests import make
from towns.models import Outcome, Role

pytestmark = pytest.mark.django_db

MEASURED = [page for page in PAGES if page not in PAGES_OF_DIGESTS]  # see tests.speed.test_digests
NEXT, TODAY = "the-next-session", "the-session-of-today"


@pytest.fixture(autouse=True)
def session_to_come() -> CohortSession:
    """A session next week with a partner, notes and an action."""
    found = make.session(on=timezone.localdate() + timedelta(days=7), slug=NEXT)
    make.contribution(to=found)
    # Held already: once it has begun, the first line of its register would make it so.
    make.session(on=timezone.localdate(), slug=TODAY, state=CohortSession.State.HELD)
    return found


def many_sessions(number: int) -> None:
    """So many more, on the days before and after, each with its audience and a partner."""
    kind, today = SessionKind.objects.get(slug="spotlight"), timezone.localdate()
    begins_at = timezone.now()
    sessions = [
        CohortSession(
            kind=kind,
            slug=f"one-of-{number}-{one}",
            state=CohortSession.State.SCHEDULED,
            on=today + timedelta(days=one % 600 - 300),
            begins_at=begins_at + timedelta(days=one % 600 - 300),
            ends_at=begins_at + timedelta(days=one % 600 - 300, hours=1),
        )
        for one in range(number)
    ]
    made = CohortSession.objects.bulk_create(sessions)
    Invited.objects.bulk_create([Invited(session=one, role=Role.PROJECT_LEAD) for one in made])
    partner = make.organisation()
    Contribution.objects.bulk_create(
        [Contribution(session=one, organisation=partner) for one in made]
    )


def town_at_work(team: make.Holder, *, items: int = 2) -> make.Holder:
    """A town with last month's report read and asked about, and this month's begun."""
    now = timezone.now()
    present = month_of(timezone.localdate(now))
    lead = make.lead()
    submitted = make.submitted_report(about=lead.town, month=shift(present, -1), by=lead.user)
    begun = make.report(about=lead.town, month=present)
    for kind in Kind:
        for report in (submitted, begun):
            for item in [make.item(of=report, kind=kind) for _ in range(items)]:
                item.outcomes.add(make.outcome())
                item.organisations.add(make.organisation())
    first = submitted.items.earliest("pk")
    ask(first, text="What came of it?", by=team.user, at=now)
    mark_read(first, by=team.user, at=now)
    make.jot(by=lead, noticed_on=timezone.localdate(now))
    return lead


def statements(page: Page, lead: make.Holder, team: make.Holder) -> int:
    """Those of one page, asked for a second time."""
    present = month_of(timezone.localdate())
    written = Report.objects.get(town=lead.town, month=present).get_absolute_url()
    read = Report.objects.get(town=lead.town, month=shift(present, -1)).get_absolute_url()
    places: dict[str, tuple[User, str]] = {
        HOME_OF_LEAD.name: (lead.user, reverse("front:home")),
        HOME_OF_TEAM.name: (team.user, reverse("front:home")),
        GRID.name: (team.user, reverse("reflections:grid")),
        REPORT_READ.name: (team.user, read),
        REPORT_WRITTEN.name: (lead.user, written),
        REPORT_SENT.name: (lead.user, f"{written}check/"),
        SESSIONS_LISTED.name: (lead.user, reverse("sessions:sessions")),
        SESSION_READ.name: (lead.user, reverse("sessions:session", args=[NEXT])),
        SESSIONS_OF_MONTH.name: (lead.user, reverse("sessions:this_month")),
        REGISTER.name: (team.user, reverse("sessions:register", args=[TODAY])),
        REGISTER_SAVED.name: (team.user, reverse("sessions:register", args=[TODAY])),
        PARTNERS_LISTED.name: (lead.user, reverse("partners:partners")),
        SEARCHED.name: (lead.user, f"{reverse('learning:learning')}?q=noticed"),
        SEARCHED_BY_TEAM.name: (team.user, f"{reverse('learning:learning')}?q=noticed"),
        OUTCOME.name: (lead.user, reverse("outcomes:outcome", args=[_outcome_of(lead)])),
    }
    user, path = places[page.name]
    fields = {"mark": f"{lead.person.key} 0 present"} if page is REGISTER_SAVED else {}
    client = Client()
    client.force_login(user)
    client.get(path)
    # The first line of a register makes its session held, once that has begun; each time anew.
    CohortSession.objects.filter(slug=TODAY).update(state=CohortSession.State.SCHEDULED)
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(path, fields) if page.is_sent else client.get(path)
    assert answer.status_code == (302 if page.is_sent else 200)
    return len(captured)


def _outcome_of(lead: make.Holder) -> str:
    """The slug of an outcome that an item of the town touches."""
    return str(Outcome.objects.filter(items__report__town=lead.town).earliest("pk").slug)


def quiet_town() -> None:
    """A town whose last report is in, with one item, and whose next is owed."""
    present = month_of(timezone.localdate())
    lead = make.lead()
    make.item(of=make.submitted_report(about=lead.town, month=shift(present, -1), by=lead.user))
    make.report(about=lead.town, month=present)


@pytest.mark.parametrize("measured", MEASURED, ids=lambda measured: measured.name)
def test_a_page_keeps_to_its_number_of_statements(measured: Page) -> None:
    team = make.second_step(make.team_member())
    lead = town_at_work(team)

    assert statements(measured, lead, team) <= measured.budget.statements


def test_no_page_takes_more_statements_with_seventy_towns_than_with_seven() -> None:
    team = make.second_step(make.team_member())
    leads = [town_at_work(team, items=1) for _ in range(7)]

    with_seven = {measured.name: statements(measured, leads[0], team) for measured in MEASURED}
    for _ in range(63):
        quiet_town()
    with_seventy = {measured.name: statements(measured, leads[1], team) for measured in MEASURED}

    assert with_seventy == with_seven


@pytest.mark.parametrize(
    "measured", [REPORT_READ, REPORT_WRITTEN, REPORT_SENT], ids=lambda measured: measured.name
)
def test_no_report_takes_more_statements_for_more_items(measured: Page) -> None:
    team = make.second_step(make.team_member())
    short, long = town_at_work(team, items=1), town_at_work(team, items=7)

    assert statements(measured, long, team) == statements(measured, short, team)


def test_no_page_takes_more_statements_for_3000_sessions_than_for_30() -> None:
    team = make.second_step(make.team_member())
    lead = town_at_work(team)
    looked_at = (
        SESSIONS_LISTED,
        SESSION_READ,
        SESSIONS_OF_MONTH,
        REGISTER,
        HOME_OF_LEAD,
        HOME_OF_TEAM,
    )

    many_sessions(29)
    with_thirty = {measured.name: statements(measured, lead, team) for measured in looked_at}
    many_sessions(2_970)
    with_thousands = {measured.name: statements(measured, lead, team) for measured in looked_at}

    assert with_thousands == with_thirty
