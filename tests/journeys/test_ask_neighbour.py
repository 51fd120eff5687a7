"""A lead who tags a challenge is offered what another town learned, asks, and is answered."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import OpenWindow, Portal, Watched, text_of
from tests.journeys.steps import barriers, hurry, open_this_month, sign_in_by_code

pytestmark = pytest.mark.journey

CHALLENGE = (
    "The last bus leaves before the pupils are out of the club. Nobody from the far side of town "
    "takes the Friday bus home, and the driver has nobody aboard."
)
NEIGHBOUR = "Went home on the Friday bus with the pupils."
ANSWER = (
    "The operator came aboard with us one Friday. Ring me, and I will say how we got him there."
)
ALLOA, DUNOON = "lead.alloa@example.org", "lead.dunoon@example.org"


def letter_about(portal: Portal, address: str, words: str) -> str:
    """The text of the letter that holds these words, perhaps among the morning's others."""
    letter = portal.next_letter_to(
        address, "", known=(), about=words, meanwhile=lambda: hurry(portal, "reflections/")
    )
    return text_of(letter)


def write_a_challenge(lead: Watched) -> Locator:
    """Into this month's report, without pressing anything but what tags it."""
    open_this_month(lead, "alloa")
    entry = lead.page.locator("[data-group=challenge] [data-entry]").last
    entry.locator("textarea").fill(CHALLENGE)
    entry.locator("summary").click()
    for outcome in ("Public transport", "Play and recreation"):
        entry.get_by_text(outcome, exact=True).click()
    return entry


def test_a_neighbour_is_asked_and_answers(signed_in: OpenWindow, window: OpenWindow) -> None:
    alloa = window()
    sign_in_by_code(alloa, ALLOA)
    entry = write_a_challenge(alloa)

    offered = entry.locator("[data-neighbours] li").filter(has_text=NEIGHBOUR)
    expect(offered).to_be_visible()
    said = entry.locator("[data-neighbours-said]")
    expect(said).to_have_text(re.compile("of other towns (is|are) shown beneath this challenge"))
    assert entry.evaluate("(one) => one.contains(document.activeElement)")  # focus stayed
    assert barriers(alloa) == []

    offered.get_by_role("link", name="Ask them").click()
    draft = alloa.page.get_by_label("What you ask")
    expect(draft).to_have_value(re.compile("^Hello Ruaridh Tennant-Brae,\\s+In Alloa this is hard"))
    assert barriers(alloa) == []
    alloa.tap("Send")
    expect(alloa.page.get_by_text("It is on its way to Dunoon by letter.")).to_be_visible()
    assert barriers(alloa) == []

    path = alloa.page.url.removeprefix(alloa.portal.url)
    assert "Callum Bairdsley of Alloa asks" in letter_about(alloa.portal, DUNOON, path)
    dunoon = signed_in(DUNOON)
    line = dunoon.page.get_by_role("link", name="A question from Alloa about Dunoon")
    expect(line).to_have_attribute("href", path)
    assert barriers(dunoon) == []
    line.click()
    dunoon.page.get_by_label("Your answer").fill(ANSWER)
    assert barriers(dunoon) == []
    dunoon.tap("Answer")
    expect(dunoon.page.get_by_text("Your answer is on its way to Alloa.")).to_be_visible()

    assert path in letter_about(alloa.portal, ALLOA, "Ruaridh Tennant-Brae answers what you asked")
    alloa.go("/")
    alloa.page.get_by_role("link", name="Dunoon answered your question about").click()
    expect(alloa.page.get_by_text(ANSWER)).to_be_visible()
    alloa.page.get_by_role("link", name="In the library").click()
    expect(alloa.page.get_by_text("yours among them")).to_be_visible()
    assert barriers(alloa) == []


def test_without_scripts_a_button_keeps_what_was_typed_and_leads_there(
    window: OpenWindow,
) -> None:
    lead = window(scripts=False)
    sign_in_by_code(lead, ALLOA)
    open_this_month(lead, "alloa")
    group = lead.page.locator("[data-group=challenge]")
    group.locator("textarea").last.fill("Nobody rings before the bus is late.")
    lead.page.get_by_role("button", name="Save draft").last.click()

    entry = lead.page.locator("[data-entry]").filter(has_text="Nobody rings before").first
    entry.locator("textarea").fill("Nobody rings before the bus is late, and the pupils wait.")
    entry.locator("summary").click()
    entry.get_by_text("Public transport", exact=True).click()
    entry.get_by_role("button", name="Has another town been here?").click()

    expect(lead.page.get_by_text("late, and the pupils wait.")).to_be_visible()
    expect(lead.page.get_by_role("link", name="Ask them").first).to_be_visible()


def test_a_newcomer_opens_the_pack(window: OpenWindow) -> None:
    link = window()
    sign_in_by_code(link, "link.clydebank@example.org")

    link.tap("The newcomer pack", role="link")

    expect(link.page.get_by_role("heading", level=1)).to_have_text("Newcomer pack")
    expect(link.page.get_by_role("listitem").filter(has_text="Used by").first).to_be_visible()
    assert barriers(link) == []
