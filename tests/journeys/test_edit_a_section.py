"""A section is edited: a note and a depth are as safe as a text, from crashes and colleagues."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect

from tests.journeys.conftest import OpenWindow, Portal, Watched
from tests.journeys.steps import time_goes_by, within

pytestmark = pytest.mark.journey

TEAM = "team@example.org"
A_MOMENT = 5_000  # milliseconds: older words may not be lost
LINE = "[data-autosave-status]"
KEPT_HERE = re.compile("Kept on this device")
YEARS = 36  # months, after which the quarter that ended last has no digest
KEEP_OLD = """
([key, kept]) => {
  const { owner } = document.querySelector("form[data-autosave]").dataset;
  localStorage.setItem(`typed:${owner}:${location.pathname}:${key}`, JSON.stringify(kept));
}
"""
OF_SECTION = " WHERE digest_id = digests_digest.id AND state = 'drafting'"
OF_DRAFT = f"{OF_SECTION} AND section_id = digests_section.id"


@pytest.fixture
def section(portal: Portal, signed_in: OpenWindow) -> Iterator[str]:
    """The address of Ayr's section in a draft, which is gone after the test."""
    time_goes_by(portal, months=YEARS)
    team = signed_in(TEAM, width=1280)
    team.go("/digests/")
    team.tap(re.compile("^Begin "))
    within(
        portal,
        "UPDATE digests_passage SET depth = 'page' FROM digests_section, digests_digest" + OF_DRAFT,
    )
    team.tap("Ayr", role="link")
    yield team.page.url.removeprefix(portal.url)
    within(portal, "DELETE FROM digests_passage USING digests_section, digests_digest" + OF_DRAFT)
    within(portal, "DELETE FROM digests_section USING digests_digest" + OF_SECTION)
    within(portal, "DELETE FROM digests_digest WHERE state = 'drafting'")
    time_goes_by(portal, months=-YEARS)


class Passage:
    """The first passage of a section that is no quote, as a window shows it."""

    def __init__(self, page: Page) -> None:
        found = page.locator("fieldset[data-entry]:has(textarea[name$='-note'])").first
        self.key = str(found.get_attribute("data-entry"))
        self.place = page.locator(f"[data-entry='{self.key}']")
        self.text = self.place.locator("[data-text]")
        self.note = self.place.get_by_label("What became of it")

    def depth(self, name: str) -> Locator:
        return self.place.get_by_role("radio", name=name)


def saved(page: Page, deed: Callable[[], object]) -> None:
    """Do something, and wait until the page says that it is saved."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        deed()
    expect(page.locator(LINE)).to_contain_text("Saved at")


def opened(window: Watched, section: str) -> Passage:
    window.go(section)
    window.page.wait_for_load_state("networkidle")
    return Passage(window.page)


def test_a_note_and_a_depth_outlive_a_lost_signal(section: str, signed_in: OpenWindow) -> None:
    team = signed_in(TEAM, worker=False)
    passage = opened(team, section)
    saved(team.page, lambda: passage.note.fill("Noted with a signal."))
    was = passage.text.input_value()

    team.page.context.set_offline(True)
    passage.depth("Left out").check()
    passage.note.fill("The harbour office took it on.")
    team.page.locator("#progress-text").fill("A good summer, typed with no signal.")
    expect(team.page.locator(LINE)).to_contain_text(KEPT_HERE)
    again = Watched(team.page.context.new_page(), team.portal)
    team.page.close()
    team.page.context.set_offline(False)
    passage = opened(again, section)

    expect(again.page.get_by_text("has been put back")).to_be_visible()
    expect(passage.note).to_have_value("The harbour office took it on.")
    expect(passage.depth("Left out")).to_be_checked()
    expect(again.page.locator(LINE)).to_contain_text("Saved at")
    assert (again.axe(), again.breaches()) == ([], [])
    other = signed_in(TEAM, worker=False)
    theirs = opened(other, section)
    expect(theirs.note).to_have_value("The harbour office took it on.")
    expect(theirs.depth("Left out")).to_be_checked()
    expect(theirs.text).to_have_value(was)
    expect(other.page.locator("#progress-text")).to_have_value(
        "A good summer, typed with no signal."
    )


def test_a_note_and_a_depth_outlive_a_browser_that_crashes(
    section: str,
    playwright: Playwright,
    portal: Portal,
    browser_type_launch_args: dict[str, Any],
    tmp_path: Path,
) -> None:
    def begun() -> BrowserContext:
        return playwright.chromium.launch_persistent_context(
            tmp_path / "profile", **browser_type_launch_args, viewport={"width": 360, "height": 780}
        )

    before = begun()
    page = before.new_page()
    sign_in(page, portal)
    passage = opened(Watched(page, portal), section)
    saved(page, lambda: passage.note.fill("Noted with a signal."))
    before.set_offline(True)
    passage.depth("In full").check()
    passage.note.fill("Noted with no signal, and then the browser died.")
    page.wait_for_timeout(A_MOMENT)
    kill_those_of(tmp_path / "profile")

    after = begun()
    page = after.new_page()
    page.goto(f"{portal.url}{section}")
    if "login" in page.url:
        sign_in(page, portal)
    passage = opened(Watched(page, portal), section)

    expect(page.locator(LINE)).to_contain_text("Saved at")
    page.reload()
    expect(passage.note).to_have_value("Noted with no signal, and then the browser died.")
    expect(passage.depth("In full")).to_be_checked()
    after.close()


def sign_in(page: Page, portal: Portal) -> None:
    page.goto(f"{portal.url}/account/login/")
    page.locator(f'form[action$="/sign-in/{TEAM}/"] button').click()
    page.wait_for_url(f"{portal.url}/")


def kill_those_of(profile: Path) -> None:
    """kill -9 of the browser that has this profile."""
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and str(profile) in (entry / "cmdline").read_text():
                os.kill(int(entry.name), signal.SIGKILL)
        except OSError:
            continue


def test_two_windows_never_overwrite_each_other_s_depth_unseen(
    section: str, signed_in: OpenWindow
) -> None:
    one, two = signed_in(TEAM, worker=False), signed_in(TEAM, worker=False)
    first, second = opened(one, section), opened(two, section)
    saved(one.page, lambda: first.depth("In full").check())
    saved(one.page, lambda: first.note.fill("Noted in the first window."))

    second.depth("Left out").check()
    expect(two.page.locator(LINE)).to_contain_text("Not saved: This was changed")
    two.tap("Compare both texts")
    theirs = second.place.locator(".cp-compare")
    expect(theirs).to_contain_text("Noted in the first window. (In full)")
    expect(second.depth("Left out")).to_be_checked()
    assert (two.axe(), two.breaches()) == ([], [])

    two.page.wait_for_timeout(A_MOMENT)
    opened(two, section)  # not by a press: the words of both still stand apart
    expect(two.page.locator(LINE)).to_contain_text("Not saved: This was changed")
    opened(one, section)
    expect(first.depth("In full")).to_be_checked()

    two.tap("Compare both texts")
    expect(theirs).to_contain_text("(In full)")
    two.page.locator(".cp-savebar").get_by_role("button", name="Save").click()
    expect(theirs).to_have_count(0)
    opened(one, section)
    expect(first.depth("Left out")).to_be_checked()


def test_what_comes_back_after_a_colleague_s_change_waits_beside_it(
    section: str, signed_in: OpenWindow
) -> None:
    mine, theirs = signed_in(TEAM, worker=False), signed_in(TEAM, worker=False)
    passage = opened(mine, section)
    mine.page.context.set_offline(True)
    passage.note.fill("Noted with no signal.")
    expect(mine.page.locator(LINE)).to_contain_text(KEPT_HERE)
    again = Watched(mine.page.context.new_page(), mine.portal)
    mine.page.close()
    colleague = opened(theirs, section)
    was = colleague.note.input_value()
    saved(theirs.page, lambda: colleague.depth("Left out").check())
    mine.page.context.set_offline(False)

    passage = opened(again, section)

    expect(again.page.locator(LINE)).to_contain_text("Not saved: This was changed")
    expect(passage.note).to_have_value("Noted with no signal.")
    expect(passage.depth("Left out")).to_be_checked()  # what was not touched is as it stands now
    again.tap("Compare both texts")
    expect(passage.place.locator(".cp-compare")).to_contain_text("(Left out)")
    opened(theirs, section)
    expect(colleague.note).to_have_value(was)


def test_words_that_an_earlier_script_kept_are_put_back(
    section: str, signed_in: OpenWindow
) -> None:
    team = signed_in(TEAM, worker=False)
    passage = opened(team, section)
    version = passage.place.locator("[name$='-version']").input_value()
    old = {"text": "Kept by an earlier script.", "organisation": "", "version": version, "was": ""}
    team.page.evaluate(KEEP_OLD, [passage.key, old | {"isDirty": True, "at": 1}])

    opened(team, section)

    expect(passage.text).to_have_value("Kept by an earlier script.")
    expect(team.page.locator(LINE)).to_contain_text("Saved at")
