"""A passkey: made in the account, then enough to sign in; and the pages round it."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import OpenWindow, Watched

pytestmark = pytest.mark.journey

DUNOON = "lead.dunoon@example.org"
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


def test_a_passkey_is_made_once_and_signs_in_afterwards(signed_in: OpenWindow) -> None:
    window = signed_in(DUNOON)
    unlock_at_a_touch(window)
    window.go("/account/second-steps/passkeys/add/")
    window.page.locator('input[type="checkbox"][name="passwordless"]').check(force=True)

    window.tap("Make a passkey")
    expect(window.page.locator("h1")).to_have_text("Recovery codes")
    window.go("/account/logout/")
    window.page.locator("main").get_by_role("button", name="Sign out").click()
    window.page.wait_for_url(re.compile("/account/login/"))
    window.tap("Sign in with a passkey")

    window.page.wait_for_url(window.portal.url + "/")
    assert (window.troubles, window.breaches()) == ([], [])


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
