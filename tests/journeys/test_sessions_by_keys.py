"""Sessions without a script, on a small phone, and by keys alone: planned, recorded, replied to."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import OpenWindow, Pressed, Watched
from tests.journeys.steps import by_keyboard

pytestmark = pytest.mark.journey

TEAM, LEAD = "team@example.org", "lead.ayr@example.org"
PAST = "/sessions/?when=past&kind=all-project-towns-session"


def go(window: Watched, place: Locator) -> None:
    """Enter on it, and the next page is there."""
    with window.page.expect_navigation():
        by_keyboard(place)


def press(window: Watched, name: str | re.Pattern[str], *, role: Pressed = "button") -> None:
    """By its name, with Enter; the page that comes is not wider than the screen."""
    go(window, window.page.get_by_role(role, name=name).first)
    assert window.overflow() == 0, window.page.url


def test_a_session_is_added_and_given_an_agenda(signed_in: OpenWindow) -> None:
    team = signed_in(TEAM, width=320, scripts=False)
    # So far ahead that its invitations leave in no journey.
    day = timezone.localdate() + timedelta(days=70)
    team.go("/sessions/new/")
    team.page.get_by_label("Kind of session").select_option(label="Spotlight")
    for part in ("day", "month", "year"):
        team.page.locator(f"input[name=on_{part}]").fill(str(getattr(day, part)))
    team.page.get_by_label("Begins at").fill("14.00")
    team.page.get_by_label("Topic").fill("Benches")
    press(team, re.compile("^Add$"))
    expect(team.page.get_by_text("Added: Benches")).to_be_visible()

    press(team, "Agenda", role="link")
    team.page.get_by_label("Agenda").fill("10 Welcome\nCoffee")
    press(team, "Save")
    expect(team.page.get_by_text("line 2, “Coffee”").first).to_be_visible()
    team.page.get_by_label("Agenda").fill("10 Welcome\n20 Coffee")
    press(team, "Save")

    expect(team.page.get_by_role("row", name=re.compile("14.10 Coffee"))).to_be_visible()
    assert team.troubles == []


def test_a_plan_goes_a_step_and_back(signed_in: OpenWindow) -> None:
    team = signed_in(TEAM, width=320, scripts=False)
    team.go("/sessions/plan/")
    places = team.page.locator(".cp-plan__choices a")
    if places.count():
        go(team, places.first)
        expect(team.page).to_have_url(re.compile("do="))
        press(team, "Undo the last", role="link")
    assert team.overflow() == 0
    expect(team.page.get_by_role("heading", level=1)).to_have_text("Plan sessions")


def test_a_register_and_a_note_are_written(signed_in: OpenWindow) -> None:
    team = signed_in(TEAM, width=320, scripts=False)
    team.go(PAST)
    go(team, team.page.locator("main .cp-rows__title a").first)
    press(team, "Register", role="link")
    rows = team.page.locator("[data-line]")
    absent = rows.nth(30).locator('[data-mark="absent"]')
    go(team, absent)
    expect(absent).to_have_attribute("aria-pressed", "true")
    go(team, absent)  # taken back
    expect(absent).to_have_attribute("aria-pressed", "false")

    go(team, team.page.locator(".ds_back-link").first)
    press(team, "Write a note or decision", role="link")
    team.page.get_by_label("Decision", exact=True).press("Space")
    team.page.locator("textarea").fill("Benches before flower beds.")
    press(team, "Keep")

    expect(team.page.get_by_text("Benches before flower beds.", exact=True)).to_be_visible()


def test_a_lead_replies_from_home(signed_in: OpenWindow) -> None:
    lead = signed_in(LEAD, width=320, scripts=False)
    home = lead.page.get_by_role("region", name="Your next sessions")
    go(lead, home.get_by_role("button", name=re.compile("^I will be there")).first)

    expect(lead.page.get_by_text("You said that you will be there.").first).to_be_visible()
    assert lead.overflow() == 0
