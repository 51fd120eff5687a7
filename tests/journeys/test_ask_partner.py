"""A lead asks with the reply, a partner without an account answers, and the lead reads it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.conftest import OpenWindow, Watched

pytestmark = pytest.mark.journey

BENCHES = "Who paints the benches, and who pays?"
ANSWER = "The community council paints. We pay for the paint."
NARROWEST = 320


def session_soon(team: Watched) -> str:
    """A session within five working days, with its partner: its address."""
    page, day = team.page, timezone.localdate() + timedelta(days=5)
    team.go("/sessions/new/")
    page.get_by_label("Kind of session").select_option(label="Fortnightly session")
    for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(part, exact=True).fill(str(number))
    page.get_by_label("Begins at").fill("15.00")
    page.get_by_label("Topic").fill("Benches")
    team.tap("Add")
    expect(page.get_by_role("heading", level=1)).to_have_text("Benches")
    address = page.url.removeprefix(team.portal.url)
    team.go(f"{address}partners/")
    page.get_by_label("Partner", exact=True).fill("Paths for All")
    team.tap("Add")
    expect(page.get_by_text("Paths for All has been added.")).to_be_visible()
    return address


def barriers(window: Watched) -> list[str]:
    """What the open page breaks, narrow as it is."""
    window.page.set_viewport_size({"width": NARROWEST, "height": 780})
    wide = [f"{window.overflow()} pixels too wide"] if window.overflow() > 0 else []
    return [*wide, *window.axe(), *window.breaches(), *window.troubles]


def test_a_lead_asks_and_a_partner_answers(signed_in: OpenWindow, window: OpenWindow) -> None:
    team = signed_in("team@example.org", width=1280)
    address = session_soon(team)
    team.tap("Links to its own page", role="link")
    team.page.get_by_label("Who gets it?").fill("Moira Reid")
    team.tap("Make the link")
    link = team.page.get_by_label("Its address").input_value().removeprefix(team.portal.url)
    assert barriers(team) == []

    lead = signed_in("lead.ayr@example.org")
    lead.go(f"{address}reply/")
    lead.page.get_by_text("I will be there", exact=True).click()
    lead.page.get_by_label("A question for the session").fill(BENCHES)
    lead.tap("Reply")
    expect(lead.page.get_by_text("Your question is in the basket.")).to_be_visible()
    assert barriers(lead) == []

    partner = window(worker=False)
    partner.go(link)
    question = partner.page.get_by_role("listitem").filter(has_text=BENCHES)
    expect(question).to_contain_text("Ayr")
    assert barriers(partner) == []
    question.get_by_role("link", name="Answer").click()
    assert barriers(partner) == []
    partner.page.get_by_label("Answer", exact=True).fill(ANSWER)
    partner.tap("Send")
    expect(partner.page.get_by_text("Kept. The towns read your answer")).to_be_visible()
    assert partner.page.context.cookies() == []

    lead.go(address)
    expect(lead.page.get_by_text(ANSWER)).to_be_visible()
