"""A lead reports a connection with a partner whose name is misspelt; the map shows what is new."""

from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from kit.periods import month_of, quarter_of
from tests.journeys.conftest import OpenWindow
from tests.journeys.steps import barriers, sign_in_by_code

pytestmark = pytest.mark.journey

WORDS = "Met them at the harbour, and they want to count who walks there."
MISSPELT = "Fraserburgh Harbor Comissioners"
RIGHT = "Fraserburgh Harbour Commissioners"
TIE = f"Alloa and {RIGHT}"
PATIENCE_MS = 90_000


def test_a_misspelt_partner_is_offered_and_the_map_shows_what_is_new(
    signed_in: OpenWindow, window: OpenWindow
) -> None:
    today = datetime.now(UTC).date()
    team = signed_in("team@example.org")
    team.go("/office/organisations/new/")
    team.page.get_by_label("Name", exact=True).fill(RIGHT)
    team.tap("Add")

    lead = window()
    sign_in_by_code(lead, "lead.alloa@example.org")
    page = lead.page
    lead.go(f"/towns/alloa/reflections/{month_of(today):%Y-%m}/")
    new = page.locator('[data-group="connection"] [data-entry]').last
    new.locator("[data-text]").fill(WORDS)
    new.locator("[data-organisation]").fill(MISSPELT)
    new.get_by_text("Coordinate: we plan together").click()
    lead.tap("Save draft")
    expect(page.get_by_text("Did you mean one of these?")).to_be_visible()
    assert barriers(lead) == []
    lead.tap(RIGHT)
    expect(page.get_by_role("checkbox", name=RIGHT)).to_be_checked()
    lead.tap("Check your answers")
    expect(page.get_by_text(f"With {RIGHT}. Coordinate")).to_be_visible()
    lead.tap("Submit report")

    quarter_before = quarter_of(today) - timedelta(days=1)
    address = f"/towns/alloa/relationships/?since={quarter_before}"
    line = page.locator("svg title", has_text=TIE).first
    until = datetime.now(UTC) + timedelta(milliseconds=PATIENCE_MS)
    lead.go(address)
    while not line.count() and datetime.now(UTC) < until:
        page.wait_for_timeout(500)
        lead.go(address)
    assert line.text_content() == f"{TIE}: Coordinate. Last heard of {_told(today)}. New."
    page.get_by_text("The same as a table").click()
    row = page.get_by_role("row", name=RIGHT)
    expect(row).to_contain_text("Coordinate")
    expect(row).to_contain_text("New")
    assert barriers(lead) == []
    lead.go(f"/towns/alloa/relationships/?on={quarter_before}")
    expect(page.get_by_text(RIGHT)).to_have_count(0)


def _told(day: date) -> str:
    """A day as the portal writes it."""
    return f"{day:%A} {day.day} {day:%B %Y}"
