"""Steps that several journeys share: a press, signing in by a letter's code, time that goes by."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import psycopg
from playwright.sync_api import Locator

from local.postgres import cluster_in
from tests.journeys.conftest import Portal, Watched

SUBJECT = "Your sign-in code"
CODE = re.compile(r"\b[A-Z0-9]{4}-?[A-Z0-9]{4}\b|\b\d{6}\b")

NARROWEST = 320  # pixels, as wide as a page is at 400 %

type Press = Callable[[Locator], None]


def by_pointer(place: Locator) -> None:
    place.click()


def by_keyboard(place: Locator) -> None:
    """As one who has tabbed to it: focused, then Enter."""
    place.focus()
    place.page.keyboard.press("Enter")


def open_this_month(lead: Watched, town: str) -> None:
    """This month's report of a town, to write in; its revision if it was submitted."""
    lead.go(f"/towns/{town}/reflections/{datetime.now(UTC):%Y-%m}/")
    revise = lead.page.get_by_role("link", name="Revise this report")
    if revise.count():
        revise.click()
        lead.page.get_by_role("button", name="Revise the report").click()


def barriers(window: Watched) -> list[str]:
    """What the open page breaks, narrow as a page becomes at 400 %."""
    size = window.page.viewport_size
    window.page.set_viewport_size({"width": NARROWEST, "height": 780})
    wide = [f"{window.overflow()} pixels too wide"] if window.overflow() > 0 else []
    found = [*wide, *window.axe(), *window.breaches(), *window.troubles]
    assert size is not None
    window.page.set_viewport_size(size)
    return found


def sign_in_by_code(window: Watched, address: str, press: Press = by_pointer) -> None:
    """From the sign-in page, by the code in the letter."""
    portal = window.portal
    known = {str(letter["Message-ID"]) for letter in portal.letters_to(address, SUBJECT)}
    window.go("/account/login/")
    window.page.get_by_label("E-mail address").fill(address)
    press(window.page.get_by_role("button", name="Send me a code"))
    window.page.wait_for_url("**/login/code/**")
    plain = portal.next_letter_to(address, SUBJECT, known=known).get_body(("plain",))
    assert plain is not None
    body = plain.get_content()
    found = CODE.search(body)
    assert found is not None, body
    window.page.get_by_label("Code").fill(found.group())
    press(window.page.locator("main form button[type=submit]").first)
    window.page.wait_for_url(window.portal.url + "/")


def within(portal: Portal, statement: str) -> None:
    """One statement to the portal's own database."""
    with psycopg.connect(cluster_in(portal.folder / "postgres", kept=True).url) as line:
        line.execute(statement)


def time_goes_by(portal: Portal, *, months: int) -> None:
    """What is published moves into the past, so that the quarter that ended last has no digest."""
    within(
        portal,
        "UPDATE digests_digest SET quarter = (quarter - interval '100 years')::date;"
        " UPDATE digests_digest SET quarter ="
        f" (quarter + interval '100 years' - interval '{months} months')::date",
    )


def hurry(portal: Portal, kinds: str) -> None:
    """It is a working hour of a new day, whatever the clock says: letters that wait may leave.

    Of those kinds whose names begin so, also what is to wait for a later day.
    """
    within(portal, "UPDATE towns_programme SET quiet_until = '00:00', quiet_from = '23:59:59'")
    within(
        portal,
        "UPDATE outbox_letter SET day = day - 1000 - (id % 1000)::int"
        " WHERE is_routine AND day = current_date AND state = 'accepted'",
    )
    within(
        portal,
        f"UPDATE outbox_notice SET not_before = now() WHERE kind LIKE '{kinds}%'"
        " AND state = 'waiting' AND not_before < now() + interval '5 days'",
    )
