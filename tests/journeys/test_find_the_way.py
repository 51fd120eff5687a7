"""The frame of every page: the phone's menu, the skip link, and the pages for what went wrong."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import OpenWindow

pytestmark = pytest.mark.journey

AYR = "lead.ayr@example.org"


def test_the_phones_menu_opens_and_closes_by_keyboard(signed_in: OpenWindow) -> None:
    phone = signed_in(AYR)
    menu = phone.page.get_by_role("navigation", name="Menu")

    phone.page.locator("summary", has_text="Menu").focus()
    phone.page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="Towns")).to_be_visible()
    assert phone.axe() == []
    phone.page.keyboard.press("Escape")

    expect(menu).to_be_hidden()
    expect(phone.page.locator("summary", has_text="Menu")).to_be_focused()


def test_the_phones_menu_opens_without_scripts(signed_in: OpenWindow) -> None:
    phone = signed_in(AYR, scripts=False)

    phone.page.locator("summary", has_text="Menu").click()
    phone.page.get_by_role("navigation", name="Menu").get_by_role("link", name="Towns").click()

    phone.page.wait_for_url("**/towns/")


def test_the_first_stop_of_the_keyboard_skips_to_the_content(window: OpenWindow) -> None:
    desk = window(width=1280)
    desk.go("/account/login/")

    desk.page.keyboard.press("Tab")
    expect(desk.page.get_by_role("link", name="Skip to main content")).to_be_focused()
    desk.page.keyboard.press("Enter")

    expect(desk.page.locator("main")).to_be_focused()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("path", ["/account/login/", "/no-such-page/"])
def test_a_page_for_everybody_reads_well_at_every_width(
    window: OpenWindow, width: int, path: str
) -> None:
    opened = window(width=width)
    opened.go(path)

    assert (opened.axe(), opened.overflow(), opened.breaches()) == ([], 0, [])


def test_a_form_with_an_error_says_so_first(window: OpenWindow) -> None:
    phone = window()
    phone.go("/account/login/")

    phone.tap("Send me a code")

    expect(phone.page.locator(".ds_error-summary")).to_be_focused()
    assert phone.page.title().startswith("Error: ")
    phone.page.locator(".ds_error-summary a").first.click()
    expect(phone.page.get_by_label("E-mail address")).to_be_focused()
    assert phone.axe() == []
