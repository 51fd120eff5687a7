"""What the report's page says and keeps while one types, in the order that people press things."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import OpenWindow, Watched

pytestmark = pytest.mark.journey

AYR = "lead.ayr@example.org"
TOO_LONG = 65_000
LINE = "[data-autosave-status]"


@pytest.fixture
def lead(signed_in: OpenWindow) -> Watched:
    """Ayr's lead, on this month's report."""
    opened = signed_in(AYR, worker=False)
    opened.page.locator(".cp-owed__actions a").first.click()
    opened.page.wait_for_selector("form#report")
    return opened


def new_entry(lead: Watched, kind: str) -> Locator:
    """An empty entry of that kind, found by its key from now on."""
    key = lead.page.locator(f"[data-group={kind}] [data-entry]").last.get_attribute("data-entry")
    return lead.page.locator(f"[data-entry='{key}']")


def save_draft(lead: Watched) -> None:
    with lead.page.expect_navigation():
        lead.page.locator(".cp-savebar").get_by_role("button", name="Save draft").click()


def test_saved_is_said_only_when_nothing_is_held_back(lead: Watched) -> None:
    long, short = new_entry(lead, "learning"), new_entry(lead, "challenge")
    with lead.page.expect_response(lambda answer: answer.request.method == "POST"):
        long.locator("textarea").fill("x" * TOO_LONG)
    expect(long.get_by_text("Shorten it to 60,000").first).to_be_visible()
    expect(long.locator("textarea")).to_have_attribute("aria-invalid", "true")

    with lead.page.expect_response(lambda answer: answer.request.method == "POST"):
        short.locator("textarea").fill("The other one is in order.")
    expect(lead.page.locator(LINE)).to_contain_text("is not saved as it stands")
    assert lead.axe() == []

    with lead.page.expect_response(lambda answer: answer.request.method == "POST"):
        long.locator("textarea").fill("Short enough.")
    expect(lead.page.locator(LINE)).to_contain_text("Draft saved at")
    expect(long.locator(".ds_question__error-message")).to_have_count(0)
    expect(long.locator("textarea")).not_to_have_attribute("aria-invalid", "true")
    assert lead.breaches() == []


def test_an_organisation_that_was_added_is_not_put_back_again(lead: Watched) -> None:
    entry = new_entry(lead, "connection")
    entry.locator("textarea").fill("Walked the route with them.")
    entry.locator("summary").click()
    entry.get_by_label("Add an organisation").fill("paths for all")
    save_draft(lead)

    entry.locator("summary").click()
    ticked = entry.get_by_role("checkbox", name="Paths for All")
    expect(ticked).to_be_checked()
    expect(entry.get_by_label("Add an organisation")).to_have_value("")
    expect(lead.page.get_by_text("has been put back")).to_have_count(0)

    ticked.uncheck(force=True)
    save_draft(lead)
    lead.page.reload()
    expect(entry).to_have_count(1)
    expect(entry.locator("[name$=-organisations]")).to_have_count(0)


def test_what_is_left_out_at_once_stays_out(lead: Watched) -> None:
    entry = new_entry(lead, "challenge")
    with lead.page.expect_response(lambda answer: answer.request.method == "POST"):
        entry.locator("textarea").fill("Not for this month.")
    expect(lead.page.locator(LINE)).to_have_attribute("data-state", "saved")

    entry.locator("textarea").fill("Not for this month, on second thoughts.")
    with lead.page.expect_navigation():
        entry.get_by_role("button", name=re.compile("^Leave out")).click()

    lead.page.wait_for_timeout(1_000)
    expect(entry).to_have_count(0)
    expect(lead.page.locator("main")).to_contain_text("Not for this month, on second thoughts.")
    lead.page.reload()
    expect(entry).to_have_count(0)


def test_a_jot_that_is_sorted_and_left_out_at_once_stays_out(signed_in: OpenWindow) -> None:
    lead = signed_in(AYR)
    lead.go("/jots/")
    lead.page.get_by_label("What did you notice?").fill("Of no kind, and for another month")
    lead.tap(re.compile("^Keep$"))
    lead.page.get_by_text("Sent.", exact=True).wait_for()
    lead.go("/")
    lead.page.locator(".cp-owed__actions a").first.click()
    key = lead.page.locator("textarea").evaluate_all(
        "boxes => boxes.find(box => box.value.startsWith('Of no kind')).id.replace(/-text$/, '')"
    )
    entry = lead.page.locator(f"[data-entry='{key}']")

    entry.get_by_label("Challenge").check(force=True)
    with lead.page.expect_navigation():
        entry.get_by_role("button", name=re.compile("^Leave out")).click()

    lead.page.wait_for_timeout(1_000)
    expect(entry).to_have_count(0)
    lead.page.reload()
    expect(entry).to_have_count(0)
    expect(lead.page.locator("main")).to_contain_text("Of no kind, and for another month")
