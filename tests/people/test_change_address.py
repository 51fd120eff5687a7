"""Changing one's e-mail address: the person stays, the old address cannot sign in."""

import time
import uuid

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from outbox.models import Letter
from people.adapter import SIGNED_IN_AT
from tests import make
from tests.people.letters import ASK, code_for, is_signed_in, letters_to, sign_in

pytestmark = pytest.mark.django_db

ADDRESS = "/account/address/"
CODE = "/account/address/code/"


@pytest.fixture
def new() -> str:
    """An address that no other test asked for: one letter in ten seconds goes to each."""
    return f"{uuid.uuid4()}@example.org"


def _ask_for(client: Client, address: str) -> None:
    client.post(ADDRESS, {"email": address, "action_add": "1"})


def test_the_new_address_counts_once_its_code_is_typed(client: Client, new: str) -> None:
    user = make.lead().user
    old = user.email
    sign_in(client, old)

    _ask_for(client, new)
    user.refresh_from_db()
    before = user.email
    client.post(CODE, {"code": code_for(new)})
    user.refresh_from_db()

    assert (before, user.email) == (old, new)
    rows = EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")
    assert list(rows) == [(new, True, True)]


def test_the_old_address_is_told_and_can_no_longer_sign_in(
    client: Client, other_client: Client, new: str
) -> None:
    user = make.lead().user
    old = user.email
    sign_in(client, old)
    _ask_for(client, new)
    client.post(CODE, {"code": code_for(new)})

    told = letters_to(old)[-1]
    promised = Letter.objects.count()
    other_client.post(ASK, {"email": old})

    assert told.subject == "Your address on the portal has changed"
    assert new in told.text
    assert Letter.objects.count() == promised


def test_every_other_session_ends_with_the_old_address(
    client: Client, other_client: Client, new: str
) -> None:
    user = make.lead().user
    sign_in(client, user.email)
    sign_in(other_client, user.email)

    _ask_for(client, new)
    client.post(CODE, {"code": code_for(new)})

    assert (is_signed_in(client), is_signed_in(other_client)) == (True, False)


def test_an_address_of_somebody_else_is_not_taken_and_not_told_apart(
    client: Client, other_client: Client
) -> None:
    theirs = make.lead().user.email
    user, third = make.lead().user, make.lead().user
    sign_in(client, user.email)
    sign_in(other_client, third.email)

    taken = client.post(ADDRESS, {"email": theirs, "action_add": "1"})
    free = other_client.post(ADDRESS, {"email": "free@example.org", "action_add": "1"})

    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    user.refresh_from_db()
    assert user.email != theirs


def test_the_account_changes_only_after_showing_that_it_is_you(client: Client, new: str) -> None:
    user = make.lead().user
    sign_in(client, user.email)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() - 16 * 60
    session[SIGNED_IN_AT] = time.time() - 16 * 60
    session.save()

    answer = client.post(ADDRESS, {"email": new, "action_add": "1"})
    promised = Letter.objects.count()
    page = client.get(answer["Location"])
    looked = Letter.objects.count()
    client.post("/account/once-more/", {"next": ADDRESS})
    wrong = client.post("/account/once-more/", {"next": ADDRESS, "code": "BBBB-BBBB"})
    right = client.post(
        f"/account/once-more/?next={ADDRESS}", {"next": ADDRESS, "code": code_for(user.email)}
    )

    assert answer["Location"] == f"/account/once-more/?next={ADDRESS.replace('/', '%2F')}"
    assert (page.status_code, looked) == (200, promised)
    assert "This is not the code" in wrong.content.decode()
    assert right.status_code == 302
    assert code_for(new)


def test_five_wrong_codes_end_the_code_that_shows_that_it_is_you(client: Client) -> None:
    user = make.lead().user
    sign_in(client, user.email)
    client.post("/account/once-more/")
    code = code_for(user.email)

    for _ in range(5):
        client.post("/account/once-more/", {"code": "BBBB-BBBB"})
    client.post("/account/once-more/", {"code": code})

    assert code_for(user.email) != code
