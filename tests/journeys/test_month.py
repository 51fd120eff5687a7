"""A month as people live it: jots, a report, a question, an answer. By touch, keys, no scripts."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import OpenWindow, Watched
from tests.journeys.steps import Press, by_keyboard, by_pointer, sign_in_by_code
from tests.journeys.test_jots_offline import wait_for_the_worker

pytestmark = pytest.mark.journey

RUTHERGLEN, CLYDEBANK = "lead.rutherglen@example.org", "lead.clydebank@example.org"
FRASERBURGH, TEAM = "lead.fraserburgh@example.org", "team@example.org"
FIRST_LOAD, LATER_LOAD = 100_000, 30_000  # bytes over the line
KEEP = re.compile("^Keep$")
WHAT_IT_IS = re.compile(r"^What is it\?$|^None of these")  # likely names may be offered first


def jot(window: Watched, text: str, press: Press = by_pointer) -> int:
    """From any page: Jot, type, Keep. Returns the taps."""
    press(window.page.get_by_role("link", name=re.compile("^Jot( |$)")))
    box = window.page.get_by_label("What did you notice?")
    expect(box).to_be_focused()
    box.fill(text)
    press(window.page.get_by_role("button", name=KEEP))
    return 2


def entry_holding(window: Watched, text: str) -> Locator:
    """The report's entry in whose box that text stands."""
    keys = window.page.locator("textarea").evaluate_all(
        "(boxes, text) => boxes.filter(box => box.value.includes(text)).map(box => box.id)", text
    )
    assert len(keys) == 1, f"{text!r} stands in {len(keys)} entries"
    return window.page.locator(f"[data-entry='{keys[0].removesuffix('-text')}']")


def blank_entry(window: Watched, kind: str) -> Locator:
    return window.page.locator(f"[data-group='{kind}'] [data-blank]").last


def weigh(window: Watched) -> None:
    """No page over the budget: the first visit with everything, later ones alone."""
    pages = {page: weight for page, weight in window.bytes_by_page.items() if page}
    first = next(iter(pages))
    print("\n".join(f"{weight:>8} bytes  {page}" for page, weight in pages.items()))
    assert pages.pop(first) <= FIRST_LOAD
    assert {page: weight for page, weight in pages.items() if weight > LATER_LOAD} == {}


def write_and_submit(window: Watched, press: Press, *, noticed: list[str], met: str) -> None:
    """From home to the submitted page, by way of a new organisation and the guard's question."""
    window.go("/")
    press(window.page.locator(".cp-owed__actions a").first)
    window.page.wait_for_url(re.compile(r"/reflections/\d{4}-\d\d/$"))
    for text in noticed:
        entry_holding(window, text)

    new = blank_entry(window, "connection")
    new.locator("textarea").fill(
        "The allotment society wants a bench; its secretary is at 07700 900123."
    )
    new.locator("summary").focus()
    window.page.keyboard.press("Enter") if press is by_keyboard else new.locator("summary").click()
    new.get_by_label("Add an organisation").fill(met)
    with window.page.expect_navigation():
        press(window.page.get_by_role("button", name="Save draft"))
    window.page.get_by_label(WHAT_IT_IS).select_option("body")
    with window.page.expect_navigation():
        press(window.page.get_by_role("button", name="Save draft"))
    entry = entry_holding(window, "allotment society")
    expect(entry).to_contain_text(met)
    expect(entry).to_contain_text("Is this about a resident?")
    press(entry.get_by_role("button", name="Not a resident"))
    expect(window.page.get_by_text("Is this about a resident?")).to_have_count(0)

    press(window.page.get_by_role("button", name="Check your answers"))
    expect(window.page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    press(window.page.get_by_role("button", name="Submit report"))
    expect(window.page.get_by_role("heading", level=1)).to_contain_text("submitted")


def ask_and_answer(team: Watched, lead: Watched, town: str, press: Press) -> None:
    """The team finds the month in the grid and asks; the lead answers from home."""
    team.go("/reflections/")
    row = team.page.locator("tr", has=team.page.get_by_role("link", name=town, exact=True))
    cell = row.locator("td").last
    expect(cell).to_contain_text("On time")
    press(cell.get_by_role("link"))
    item = team.page.locator("article", has_text="allotment society")
    press(item.get_by_role("link", name="Ask in the margin"))
    team.page.locator("main textarea").fill("Who could pay for the bench?")
    press(team.page.locator("main form button[type=submit]").last)
    expect(team.page.get_by_text("Who could pay for the bench?")).to_be_visible()

    lead.go("/")
    press(lead.page.locator("main a", has_text="A question on “The allotment").first)
    lead.page.locator("main textarea").fill("The community council has offered.")
    press(lead.page.locator("main form button[type=submit]").last)
    expect(lead.page.get_by_text("The community council has offered.")).to_be_visible()


def test_a_month_on_a_phone(window: OpenWindow) -> None:
    lead, team = window(), window(width=1280)
    sign_in_by_code(lead, RUTHERGLEN)

    taps = jot(lead, "Met the new headteacher at the gate.")
    expect(lead.page.locator("[data-jots-waiting]")).to_contain_text("headteacher")
    wait_for_the_worker(lead)
    lead.page.context.set_offline(True)
    lead.page.get_by_label("What did you notice?").fill("Two buses in a row did not come.")
    lead.tap(KEEP)
    expect(lead.page.get_by_text("Kept on this phone, will send", exact=True).last).to_be_visible()
    lead.page.context.set_offline(False)
    expect(lead.page.locator("[data-jots-waiting]")).to_contain_text("Two buses")
    print(f"a jot: {taps} taps besides typing")

    write_and_submit(
        lead, by_pointer, noticed=["new headteacher", "Two buses"], met="Burnside Plots"
    )
    sign_in_by_code(team, TEAM)
    ask_and_answer(team, lead, "Rutherglen", by_pointer)

    assert taps <= 2
    assert [*lead.breaches(), *team.breaches(), *lead.troubles, *team.troubles] == []
    weigh(lead)
    weigh(team)


def test_a_month_by_keyboard(window: OpenWindow) -> None:
    lead, team = window(width=1280), window(width=1280)
    sign_in_by_code(lead, CLYDEBANK, by_keyboard)

    jot(lead, "The library asked for the town profile.", by_keyboard)
    expect(lead.page.locator("[data-jots-waiting]")).to_contain_text("library asked")
    lead.go("/")
    write_overdue(lead)
    write_and_submit(lead, by_keyboard, noticed=["library asked"], met="Dalmuir Plots")

    sign_in_by_code(team, TEAM, by_keyboard)
    ask_and_answer(team, lead, "Clydebank", by_keyboard)


def write_overdue(window: Watched) -> None:
    """Clydebank owes last month too: there was nothing, signed in two presses from home."""
    overdue = window.page.locator(".cp-owed__card--late")
    if overdue.count():
        by_keyboard(overdue.get_by_role("link", name="Nothing this month"))
        by_keyboard(window.page.get_by_role("button", name="Sign: nothing this month"))
        window.page.wait_for_url("**/submitted/")


def test_a_month_without_scripts(window: OpenWindow) -> None:
    lead, team = window(scripts=False), window(width=1280, scripts=False)
    sign_in_by_code(lead, FRASERBURGH)

    lead.page.get_by_role("link", name=re.compile("^Jot( |$)")).click()
    lead.page.get_by_label("What did you notice?").fill("The harbour office lent us a room.")
    lead.page.get_by_role("button", name=KEEP).click()
    expect(lead.page.locator("main")).to_contain_text("The harbour office lent us a room.")
    write_and_submit(lead, by_pointer, noticed=["harbour office"], met="Links Plots")

    sign_in_by_code(team, TEAM)
    ask_and_answer(team, lead, "Fraserburgh", by_pointer)


def test_nothing_this_month_is_two_taps_from_home(signed_in: OpenWindow) -> None:
    lead = signed_in("lead.dunoon@example.org")

    lead.tap(re.compile("^Nothing this month"), role="link")
    lead.tap(re.compile("^Sign: nothing this month"))

    expect(lead.page.get_by_role("heading", level=1)).to_contain_text("Nothing this month")
    print(f"nothing this month: {lead.taps} taps")
    assert lead.taps <= 2
