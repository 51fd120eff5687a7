"""What was typed five seconds ago is there: after a second tab, a lost session, a kill, a crash."""

import os
import signal
import subprocess
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, expect

from tests.journeys.conftest import OpenWindow, Portal, Watched

pytestmark = pytest.mark.journey

AYR = "lead.ayr@example.org"
A_MOMENT = 5_000  # milliseconds: older words may not be lost
REPORT = "main form#report textarea"


def open_report(window: Watched) -> None:
    """This month's report of Ayr, from home."""
    window.go("/")
    window.page.locator(".cp-owed__actions a").first.click()
    window.page.wait_for_selector(REPORT)


def sign_in(page: Page, portal: Portal) -> None:
    """By the card: codes are limited to a few a minute."""
    page.goto(f"{portal.url}/account/login/")
    page.locator(f'form[action$="/sign-in/{AYR}/"] button').click()
    page.wait_for_url(f"{portal.url}/")


def first_box(page: Page) -> str:
    """The first box that holds a text; its id stays the same from visit to visit."""
    found = page.locator(REPORT).evaluate_all("boxes => boxes.find(box => box.value).id")
    return f'[id="{found}"]'


def texts(page: Page) -> str:
    return "\n".join(page.locator(REPORT).evaluate_all("boxes => boxes.map(box => box.value)"))


def test_two_tabs_never_overwrite_each_other(window: OpenWindow, portal: Portal) -> None:
    one = window(worker=False)
    sign_in(one.page, portal)
    open_report(one)
    two = window(within=one)
    open_report(two)
    box = first_box(one.page)

    with one.page.expect_response(lambda answer: answer.request.method == "POST"):
        one.page.fill(box, "As told in the first tab.")
    expect(one.page.locator("[data-autosave-status]")).to_contain_text("Draft saved at")
    two.page.fill(box, "As told in the second tab.")
    two.page.get_by_role("button", name="Save draft").click()

    shown = two.page.locator("main")
    expect(shown).to_contain_text("As told in the first tab.")
    assert "As told in the second tab." in shown.inner_text() + texts_anywhere(two.page)


def texts_anywhere(page: Page) -> str:
    return "\n".join(page.locator("textarea").evaluate_all("boxes => boxes.map(box => box.value)"))


def test_an_expired_session_returns_to_the_same_words(window: OpenWindow, portal: Portal) -> None:
    lead = window()
    sign_in(lead.page, portal)
    open_report(lead)
    address = lead.page.url
    box = first_box(lead.page)
    lead.page.context.clear_cookies()

    lead.page.fill(box, "Typed while nobody was signed in any more.")
    lead.page.wait_for_timeout(A_MOMENT)
    expect(lead.page.locator("[data-autosave-status]")).to_contain_text("signed out")
    sign_in(lead.page, portal)
    lead.page.goto(address)

    expect(lead.page.locator(box)).to_have_value("Typed while nobody was signed in any more.")


def test_choices_outlive_a_lost_signal_as_the_words_do(window: OpenWindow, portal: Portal) -> None:
    lead = window(worker=False)
    sign_in(lead.page, portal)
    open_report(lead)
    address, line = lead.page.url, "[data-autosave-status]"
    entry = lead.page.locator("[data-group=challenge] [data-entry]").last
    key = entry.get_attribute("data-entry")
    outcome, analyst, only_me = (
        f"[name='{key}-{name}'] >> nth=0" for name in ("outcomes", "asks_data", "audience")
    )
    lead.page.fill(f"[name='{key}-text']", "With an outcome, and soon with no signal.")
    lead.page.locator(f"[id='entry-{key}'] summary").click()
    lead.page.locator(outcome).check(force=True)
    expect(lead.page.locator(line)).to_contain_text("Draft saved at")

    lead.page.context.set_offline(True)
    lead.page.locator(outcome).uncheck(force=True)
    lead.page.locator(analyst).check(force=True)
    lead.page.locator(only_me).check(force=True)
    expect(lead.page.locator(line)).to_contain_text("Kept on this device")
    page = lead.page.context.new_page()
    lead.page.close()
    page.context.set_offline(False)
    page.goto(address)

    expect(page.get_by_text("has been put back")).to_be_visible()
    expect(page.locator(line)).to_contain_text("Draft saved at")
    page.wait_for_timeout(A_MOMENT)
    page.reload()
    expect(page.get_by_text("has been put back")).to_have_count(0)
    expect(page.locator(outcome)).not_to_be_checked()
    expect(page.locator(analyst)).to_be_checked()
    expect(page.locator(only_me)).to_be_checked()


def test_a_session_that_expired_without_scripts_shows_the_words_again(
    window: OpenWindow, portal: Portal
) -> None:
    lead = window(scripts=False)
    sign_in(lead.page, portal)
    open_report(lead)
    box = lead.page.locator(REPORT).first
    box.fill("Typed slowly, and sent too late.")
    cookies = lead.page.context.cookies()
    lead.page.context.clear_cookies(name="session")
    assert cookies

    address = lead.page.url
    lead.page.get_by_role("button", name="Save draft").click()
    sign_in(lead.page, portal)
    lead.page.goto(address)

    assert "Typed slowly, and sent too late." in lead.page.content()


def test_signing_out_warns_of_words_that_are_not_saved(window: OpenWindow, portal: Portal) -> None:
    lead = window(width=1280, worker=False)
    sign_in(lead.page, portal)
    open_report(lead)
    address = lead.page.url
    lead.page.route(
        address,
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    box = first_box(lead.page)
    typed = f"Not saved when signing out, {uuid4()}"
    lead.page.fill(box, typed)
    lead.page.wait_for_timeout(1_000)

    lead.tap("Sign out")
    warning = lead.page.locator("[data-leaving-typed]")
    expect(warning).to_be_visible()
    assert (lead.axe(), lead.breaches()) == ([], [])
    lead.page.unroute_all(behavior="wait")
    warning.get_by_role("link").click()
    expect(lead.page.locator(box)).to_have_value(typed)
    lead.page.wait_for_timeout(A_MOMENT)

    lead.page.goto(f"{portal.url}/account/logout/")
    expect(lead.page.locator("main").get_by_role("button", name="Sign out")).to_have_text(
        "Sign out"
    )
    expect(warning).to_be_hidden()


def test_a_page_made_before_the_last_save_shows_what_was_saved(
    window: OpenWindow, portal: Portal
) -> None:
    lead = window(worker=False)
    sign_in(lead.page, portal)
    open_report(lead)
    address = lead.page.url
    box = first_box(lead.page)

    def arrives_late(route: Route) -> None:
        made_before = route.fetch()
        lead.page.wait_for_timeout(A_MOMENT)
        route.fulfill(response=made_before)

    lead.page.route(address, arrives_late, times=1)
    lead.page.fill(box, "Saved while the next page was on its way.")
    with lead.page.expect_response(lambda answer: answer.request.method == "POST"):
        lead.page.goto(address)

    expect(lead.page.locator(box)).to_have_value("Saved while the next page was on its way.")


def test_a_killed_server_loses_nothing(window: OpenWindow, portal: Portal) -> None:
    lead = window()
    sign_in(lead.page, portal)
    open_report(lead)
    address = lead.page.url
    box = first_box(lead.page)
    lead.page.fill(box, "Typed before the server died.")
    lead.page.wait_for_timeout(A_MOMENT)

    assert portal.process is not None
    kill_everything(portal)
    lead.page.fill(box, "Typed before the server died, and after.")
    lead.page.wait_for_timeout(A_MOMENT)
    expect(lead.page.locator("[data-autosave-status]")).to_contain_text("Kept on this device")
    portal.start()
    lead.page.goto(address)

    expect(lead.page.locator(box)).to_have_value("Typed before the server died, and after.")


def kill_everything(portal: Portal) -> None:
    """kill -9 of every process of this portal, as a power cut would."""
    assert portal.process is not None
    mark = str(portal.folder)
    portal.process.kill()
    portal.process.wait(timeout=10)
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and mark in (entry / "environ").read_text(errors="replace"):
                os.kill(int(entry.name), signal.SIGKILL)
        except OSError:
            continue


def test_a_browser_that_crashes_brings_the_words_back(
    playwright: Playwright,
    portal: Portal,
    browser_type_launch_args: dict[str, Any],
    tmp_path: Path,
    browser: Browser,
) -> None:
    def opened() -> BrowserContext:
        return playwright.chromium.launch_persistent_context(
            tmp_path / "profile", **browser_type_launch_args, viewport={"width": 360, "height": 780}
        )

    before = opened()
    page = before.new_page()
    sign_in(page, portal)
    open_report(Watched(page, portal))
    address, box = page.url, first_box(page)
    before.set_offline(True)
    page.fill(box, "Typed with no signal, and then the browser died.")
    page.wait_for_timeout(A_MOMENT)
    subprocess.run(["pkill", "-9", "-f", str(tmp_path / "profile")], check=True)

    after = opened()
    page = after.new_page()
    page.goto(address)
    if "login" in page.url:
        sign_in(page, portal)
        page.goto(address)

    expect(page.locator(box)).to_have_value("Typed with no signal, and then the browser died.")
    after.close()
    assert browser.is_connected()
