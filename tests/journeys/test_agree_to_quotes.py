"""A lead keeps words on a phone and records what was agreed; the speaker takes it back."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import OpenWindow, Watched

pytestmark = pytest.mark.journey

WORDS = "Ask me where the path floods. I walk it with a pram, every day it rains."
ROLE = "parent, Kincaidston"
NARROWEST = 320


def barriers(window: Watched) -> list[str]:
    """What the open page breaks, narrow as it is."""
    window.page.set_viewport_size({"width": NARROWEST, "height": 780})
    wide = [f"{window.overflow()} pixels too wide"] if window.overflow() > 0 else []
    return [*wide, *window.axe(), *window.breaches(), *window.troubles]


def test_words_are_kept_agreed_to_and_taken_back(signed_in: OpenWindow, window: OpenWindow) -> None:
    lead = signed_in("lead.ayr@example.org")
    page = lead.page
    lead.go("/towns/ayr/")
    lead.tap("Quotes", role="link")
    lead.tap("Add a quote", role="link")
    page.get_by_label("What was said").fill(WORDS)
    lead.tap("Add")
    expect(page.get_by_role("alert")).to_contain_text("Write the role")
    expect(page.get_by_label("What was said")).to_have_value(WORDS)
    assert barriers(lead) == []
    page.get_by_role("textbox", name="Role").fill(ROLE)
    lead.tap("Add")
    expect(page.get_by_text("Nobody has agreed to anything yet.")).to_be_visible()
    assert WORDS in page.get_by_label("A text for your own mail").input_value()
    address = page.url.removeprefix(lead.portal.url)

    lead.tap("Record a consent", role="link")
    page.get_by_text("Steering Groups", exact=True).click()
    page.get_by_text("In conversation", exact=True).click()
    lead.tap("Record it")
    link = page.get_by_label("Its address").input_value().removeprefix(lead.portal.url)
    assert barriers(lead) == []

    for scripts in (True, False):
        speaker = window(worker=False, scripts=scripts)
        speaker.go(link)
        expect(speaker.page.get_by_text(WORDS)).to_be_visible()
        assert speaker.page.context.cookies() == []
    speaker.page.get_by_role("button", name="Take it back").focus()
    speaker.page.keyboard.press("Enter")
    expect(speaker.page.get_by_role("heading", level=1)).to_have_text("Nobody may use these words")
    assert speaker.page.context.cookies() == []

    lead.go(address)
    expect(page.get_by_text("by the link.")).to_be_visible()
    lead.tap("Take it away", role="link")
    assert barriers(lead) == []
    lead.tap("Take it away")
    expect(page.get_by_text("Taken away.")).to_be_visible()
    expect(page.get_by_text(WORDS)).to_have_count(0)
