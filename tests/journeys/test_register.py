"""A register on a phone: one tap a person, a signal that is lost, and two people at one list."""

import re
import time

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import OpenWindow, Watched
from tests.journeys.steps import sign_in_by_code

pytestmark = pytest.mark.journey

TEAM, COLLEAGUE = "team@example.org", "dawud.osei@example.org"
PEOPLE = 24
PAST = "/sessions/?when=past&kind=all-project-towns-session"
SAVED = "Everything is saved"
LINES_SENT = 20_000  # milliseconds: a dozen lines go one after another


def register(window: Watched) -> str:
    """Opens the register of the last session for All Project Towns; returns its address."""
    window.go(PAST)
    window.page.locator("main .cp-rows__title a").first.click()
    window.page.get_by_role("link", name="Register").first.click()
    window.page.locator("[data-register-told]").wait_for()
    return window.page.url.removeprefix(window.portal.url)


def line(window: Watched, number: int) -> Locator:
    return window.page.locator("[data-line]").nth(number)


def press(window: Watched, number: int, what: str = "present") -> None:
    """One tap."""
    line(window, number).locator(f'[data-mark="{what}"]').click()
    window.taps += 1


def state(window: Watched) -> Locator:
    return window.page.locator("[data-register-state]")


def beside_the_pages(phone: Watched) -> None:
    """With so many that the register takes two pages, what waits goes along to the next page."""
    phone.page.get_by_label("Name").fill("\n".join(f"Walk-in {number}" for number in range(30)))
    phone.page.get_by_role("button", name="Add", exact=True).click()
    told = phone.page.locator("[data-register-told]")
    expect(told).to_contain_text(f"{PEOPLE + 30} present,")
    expect(state(phone)).to_have_text(SAVED, timeout=LINES_SENT)
    expect(told).to_contain_text(f"{PEOPLE + 30} present,")
    phone.page.reload()
    expect(phone.page.locator("[data-line]")).to_have_count(50)
    phone.page.context.set_offline(True)
    press(phone, PEOPLE + 2, "absent")
    expect(told).to_contain_text(f"{PEOPLE + 30} present, 1 with apologies, 2 absent,")
    name = line(phone, PEOPLE + 2).get_attribute("data-name") or ""
    open_before = told.inner_text()
    phone.page.context.set_offline(False)
    phone.page.route("**/register/lines/**", lambda route: route.abort())
    phone.page.get_by_role("link", name="Further people").click()
    waiting = phone.page.locator("[data-register-new] [data-line]")
    expect(waiting).to_have_count(1)
    expect(waiting).to_contain_text(name)
    expect(told).to_have_text(open_before)
    assert phone.axe() == []
    phone.page.unroute("**/register/lines/**")
    expect(state(phone)).to_have_text(SAVED, timeout=LINES_SENT)
    expect(told).to_have_text(open_before)
    phone.page.get_by_label("Name, town or organisation").fill(name)
    phone.page.get_by_role("button", name="Find").click()
    expect(phone.page.locator(".cp-register [data-line]")).to_have_attribute("data-state", "absent")
    expect(told).to_have_text(open_before)


def test_twenty_four_people_two_registrars_and_a_lost_signal(
    signed_in: OpenWindow, window: OpenWindow
) -> None:
    phone = signed_in(TEAM, worker=False)
    address = register(phone)
    other = window(worker=False)
    sign_in_by_code(other, COLLEAGUE)
    other.go(address)
    assert phone.page.locator("[data-line]").count() > PEOPLE + 3
    assert phone.overflow() == 0
    assert phone.axe() == []
    phone.taps, began_at = 0, time.monotonic()

    for number in range(PEOPLE // 2):
        press(phone, number, "absent" if number == 5 else "present")
    phone.page.context.set_offline(True)
    for number in range(PEOPLE // 2, PEOPLE):
        press(phone, number)
    pressed_after = time.monotonic() - began_at
    expect(state(phone)).to_contain_text("lines wait on this device. Sent when the signal is back.")
    expect(line(phone, PEOPLE - 1)).to_have_attribute("data-state", "present")
    press(other, PEOPLE - 1, "absent")  # while the phone has no signal
    press(other, PEOPLE)
    press(other, PEOPLE + 1, "apology")
    expect(state(other)).to_have_text(SAVED)

    phone.page.context.set_offline(False)

    asked = line(phone, PEOPLE - 1).locator(".cp-register__asked")
    expect(asked).to_contain_text("was set to “absent” by", timeout=LINES_SENT)
    asked.get_by_role("button", name="Set to “present”").click()
    expect(state(phone)).to_have_text(SAVED)
    took = time.monotonic() - began_at
    print(
        f"{PEOPLE} people: {phone.taps} taps, pressed in {pressed_after:.1f} s, all in {took:.1f} s"
    )
    assert phone.taps <= 2 * PEOPLE
    for here in (phone, other):  # what one set appears for the other by itself
        expect(line(here, PEOPLE)).to_have_attribute("data-state", "present")
        expect(line(here, PEOPLE + 1)).to_have_attribute("data-state", "apology")
        expect(line(here, PEOPLE - 1)).to_have_attribute("data-state", "present")
        expect(line(here, 0)).to_have_attribute("data-state", "present")
    phone.page.reload()
    told = phone.page.locator("[data-register-told]")
    expect(told).to_contain_text(re.compile(rf"^{PEOPLE} present, 1 with apologies, 1 absent,"))
    beside_the_pages(phone)
    beside_the_conflict = [trouble for trouble in phone.troubles if "409" not in trouble]
    assert (beside_the_conflict, phone.breaches(), other.troubles) == ([], [], [])
