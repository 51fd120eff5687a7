"""A passkey: made in the account, then enough to sign in; and the pages round it."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import OpenWindow, Watched
from tests.journeys.steps import sign_in_by_code

pytestmark = pytest.mark.journey

ANALYST = "analyst.alloa@example.org"  # in no other journey: from then on a card is not enough
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def unlock_at_a_touch(window: Watched) -> None:
    """Gives the browser a device that agrees to everything."""
    devices = window.page.context.new_cdp_session(window.page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def test_a_passkey_is_made_once_and_signs_in_afterwards(window: OpenWindow) -> None:
    opened = window()
    sign_in_by_code(opened, ANALYST)
    unlock_at_a_touch(opened)
    opened.go("/account/second-steps/passkeys/add/")
    opened.page.locator('input[type="checkbox"][name="passwordless"]').check(force=True)

    opened.tap("Make a passkey")
    expect(opened.page.locator("h1")).to_have_text("Recovery codes")
    opened.go("/account/logout/")
    opened.page.locator("main").get_by_role("button", name="Sign out").click()
    opened.page.wait_for_url(re.compile("/account/login/"))
    opened.tap("Sign in with a passkey")

    opened.page.wait_for_url(opened.portal.url + "/")
    assert (opened.troubles, opened.breaches()) == ([], [])


def test_a_device_that_refuses_is_answered_with_a_sentence(window: OpenWindow) -> None:
    opened = window()
    devices = opened.page.context.new_cdp_session(opened.page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**DEVICE, "isUserVerified": False}},
    )
    opened.go("/account/login/")

    opened.tap("Sign in with a passkey")

    expect(opened.page.locator("[data-passkey-status]")).to_have_text(
        re.compile("Nothing was signed|Waiting for your device")
    )
    assert opened.breaches() == []
