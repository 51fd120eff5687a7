"""One's own account page, and the pages that anybody may read."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from tests import make

pytestmark = pytest.mark.django_db


def test_the_account_page_tells_what_somebody_holds_and_how_they_sign_in(client: Client) -> None:
    lead = make.lead(make.town("Ayr"), since=date(2025, 3, 3), name="Isla Fraser")
    client.force_login(lead.user)

    page = client.get("/account/").content.decode()

    for words in ("Isla Fraser", "Project Lead, Ayr", "Monday 3 March 2025", lead.user.email):
        assert words in page
    assert "You may add a passkey or an authenticator app." in page


def test_the_account_page_is_kept_by_no_cache(client: Client) -> None:
    client.force_login(make.lead().user)

    assert client.get("/account/")["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    "path", ["/account/", "/account/second-step/", "/account/sessions/", "/account/second-steps/"]
)
def test_a_stranger_is_asked_to_sign_in(client: Client, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?next=")


@pytest.mark.parametrize("path", ["/accessibility/", "/privacy/", "/contact/"])
def test_anybody_may_read_what_the_portal_says_of_itself(
    client: Client, settings: Settings, path: str
) -> None:
    settings.CONTACT_EMAIL = "portal@example.org"

    page = client.get(path).content.decode()

    assert page.count("<h1") == 1
    assert "mailto:portal@example.org" in page
