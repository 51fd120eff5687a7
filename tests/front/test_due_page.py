"""The office's page "What would go out on …"."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox.planning import Spared
from tests import make
from tests.front.pages import words
from tests.front.rules import ASKED, SOON, Rules

pytestmark = pytest.mark.django_db

DUE = reverse("front:office_due")


@pytest.fixture
def team(client: Client) -> Client:
    client.force_login(make.second_step(make.team_member(name="Priya Nair")).user)
    return client


def test_each_letter_stands_with_its_parts_and_reasons_and_who_is_skipped_below(
    team: Client, rules: Rules
) -> None:
    lead = make.lead(name="Ailsa Kerr")
    tomorrow = timezone.now() + timedelta(days=1)
    rules.falls_due(lead.person.pk, tomorrow, kind=ASKED, why="Priya asked about an item")
    rules.spared = [Spared(SOON.name, "Project Lead, Dalkeith", "the post is vacant")]

    page = words(team.get(DUE, {"on": f"{timezone.localdate(tomorrow):%Y-%m-%d}"}))

    letter, one_skipped = page.index("Ailsa Kerr"), page.index("Project Lead, Dalkeith")
    assert letter < one_skipped
    assert "<b>Asked about an item</b>: Priya asked about an item" in page
    assert "Due soon: the post is vacant" in page
    assert reverse("front:office_person", args=[lead.person.key]) in page


def test_a_day_without_letters_says_so(team: Client, rules: Rules) -> None:  # noqa: ARG001 -- no rule names anything
    page = words(team.get(DUE, {"on": "2026-12-25"}))

    assert "What would go out on Friday 25 December 2026" in page
    assert "No letter goes out on this day" in page
    assert "Who gets none" not in page


def test_the_days_before_and_after_are_one_press_away(team: Client) -> None:
    page = words(team.get(DUE, {"on": "2026-03-01"}))

    assert 'href="?on=2026-02-28" rel="prev"' in page
    assert 'href="?on=2026-03-02" rel="next"' in page


@pytest.mark.parametrize(("on", "way"), [("2000-01-01", "prev"), ("2099-12-31", "next")])
def test_the_last_days_that_can_be_asked_lead_nowhere_else(team: Client, on: str, way: str) -> None:
    assert f'rel="{way}"' not in words(team.get(DUE, {"on": on}))


def test_what_is_no_day_is_answered_beside_the_field_and_today_is_shown(team: Client) -> None:
    page = words(team.get(DUE, {"on": "the day after"}))

    assert "“the day after” is no day" in page
    assert "What is due or waits today" in page


def test_more_letters_than_a_page_holds_are_counted(
    team: Client, rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("front.views.office.due.MOST", 1)
    tomorrow = timezone.now() + timedelta(days=1)
    for name in ("Ailsa Kerr", "Bruce Hay", "Cat Lennox"):
        rules.falls_due(make.lead(name=name).person.pk, tomorrow, kind=ASKED)

    page = words(team.get(DUE, {"on": f"{timezone.localdate(tomorrow):%Y-%m-%d}"}))

    assert "And 2 more" in page
    assert "Bruce Hay" not in page
