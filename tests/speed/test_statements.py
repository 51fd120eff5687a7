"""The main pages take as many statements with 70 towns as with 7, and no more than they may."""

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
    PAGES,
    REPORT_READ,
    REPORT_SENT,
    REPORT_WRITTEN,
    Page,
)
from kit.periods import month_of, shift
from people.models import User
from reflections.actions.events import mark_read
from reflections.actions.questions import ask
from reflections.models import Kind, Report
from tests import make

pytestmark = pytest.mark.django_db


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
    }
    user, path = places[page.name]
    client = Client()
    client.force_login(user)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(path) if page.is_sent else client.get(path)
    assert answer.status_code == (302 if page.is_sent else 200)
    return len(captured)


def quiet_town() -> None:
    """A town whose last report is in, with one item, and whose next is owed."""
    present = month_of(timezone.localdate())
    lead = make.lead()
    make.item(of=make.submitted_report(about=lead.town, month=shift(present, -1), by=lead.user))
    make.report(about=lead.town, month=present)


@pytest.mark.parametrize("measured", PAGES, ids=lambda measured: measured.name)
def test_a_page_keeps_to_its_number_of_statements(measured: Page) -> None:
    team = make.second_step(make.team_member())
    lead = town_at_work(team)

    assert statements(measured, lead, team) <= measured.budget.statements


def test_no_page_takes_more_statements_with_seventy_towns_than_with_seven() -> None:
    team = make.second_step(make.team_member())
    leads = [town_at_work(team, items=1) for _ in range(7)]

    with_seven = {measured.name: statements(measured, leads[0], team) for measured in PAGES}
    for _ in range(63):
        quiet_town()
    with_seventy = {measured.name: statements(measured, leads[1], team) for measured in PAGES}

    assert with_seventy == with_seven


@pytest.mark.parametrize(
    "measured", [REPORT_READ, REPORT_WRITTEN, REPORT_SENT], ids=lambda measured: measured.name
)
def test_no_report_takes_more_statements_for_more_items(measured: Page) -> None:
    team = make.second_step(make.team_member())
    short, long = town_at_work(team, items=1), town_at_work(team, items=7)

    assert statements(measured, long, team) == statements(measured, short, team)
