"""Signing in by a code that comes by e-mail."""

import re
import time
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from outbox.models import Letter, Notice
from outbox.work import deliver_now
from tests import make
from tests.people.letters import ASK, TYPE, code_for, is_signed_in, sign_in

pytestmark = pytest.mark.django_db


def test_a_known_person_signs_in_with_the_code_from_the_letter(client: Client) -> None:
    user = make.lead().user

    asked = client.post(ASK, {"email": user.email})
    typed = client.post(TYPE, {"code": code_for(user.email)})

    assert (asked.status_code, asked["Location"]) == (302, TYPE)
    assert (typed.status_code, typed["Location"]) == (302, "/")
    assert is_signed_in(client)


def test_capitals_of_the_address_and_spaces_in_the_code_make_no_difference(client: Client) -> None:
    user = make.lead().user

    client.post(ASK, {"email": user.email.upper()})
    code = code_for(user.email.upper()).lower().replace("-", " ")
    client.post(TYPE, {"code": f" {code} "})

    assert is_signed_in(client)


def test_looking_at_the_pages_signs_nobody_in_and_uses_up_no_code(client: Client) -> None:
    user = make.lead().user
    client.post(ASK, {"email": user.email})
    code = code_for(user.email)

    client.get(TYPE, {"code": code})
    client.head(TYPE, {"code": code})

    assert not is_signed_in(client)
    client.post(TYPE, {"code": code})
    assert is_signed_in(client)


def test_the_code_is_worth_nothing_in_another_browser(client: Client, other_client: Client) -> None:
    user = make.lead().user
    client.post(ASK, {"email": user.email})

    answer = other_client.post(TYPE, {"code": code_for(user.email)})

    assert (answer.status_code, answer["Location"]) == (302, ASK)
    assert not is_signed_in(other_client)


def test_a_code_signs_in_once(client: Client) -> None:
    user = make.lead().user
    client.post(ASK, {"email": user.email})
    code = code_for(user.email)
    client.post(TYPE, {"code": code})
    client.post("/account/logout/")

    client.post(TYPE, {"code": code})

    assert not is_signed_in(client)


def test_four_wrong_codes_are_forgiven_and_the_fifth_ends_the_code(client: Client) -> None:
    user = make.lead().user
    client.post(ASK, {"email": user.email})
    code = code_for(user.email)

    statuses = [client.post(TYPE, {"code": "BBBB-BBBB"}).status_code for _ in range(5)]
    client.post(TYPE, {"code": code})

    assert statuses == [200, 200, 200, 200, 302]
    assert not is_signed_in(client)


def test_the_fourth_wrong_code_still_leaves_the_right_one(client: Client) -> None:
    user = make.lead().user
    client.post(ASK, {"email": user.email})

    for _ in range(4):
        client.post(TYPE, {"code": "BBBB-BBBB"})
    client.post(TYPE, {"code": code_for(user.email)})

    assert is_signed_in(client)


@pytest.mark.parametrize(("minutes", "expected"), [(9.9, True), (10.1, False)])
def test_a_code_works_for_ten_minutes(client: Client, minutes: float, *, expected: bool) -> None:
    user = make.lead().user
    client.post(ASK, {"email": user.email})
    session = client.session
    session["account_login"]["state"]["stages"]["login_by_code"]["data"]["at"] = (
        time.time() - minutes * 60
    )
    session.save()

    client.post(TYPE, {"code": code_for(user.email)})

    assert is_signed_in(client) == expected


def test_a_new_code_takes_the_place_of_the_old_one(client: Client) -> None:
    user = make.lead().user
    client.post(ASK, {"email": user.email})
    old = code_for(user.email)

    client.post(TYPE, {"action": "resend"})
    client.post(TYPE, {"code": old})
    assert not is_signed_in(client)
    client.post(TYPE, {"code": code_for(user.email)})

    assert is_signed_in(client)


def _seen_by_a_stranger(address: str, client: Client) -> tuple[object, ...]:
    """Everything an asker gets to see, less what is random or was typed by themselves."""
    asked = client.post(ASK, {"email": address})
    page = client.get(TYPE)
    wrong = client.post(TYPE, {"code": "BBBB-BBBB"})
    bodies = [
        re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode()).replace(address, "…")
        for answer in (asked, page, wrong)
    ]
    headers = [sorted(answer.headers) for answer in (asked, page, wrong)]
    return asked.status_code, asked["Location"], page.status_code, bodies, headers


def test_the_answer_is_the_same_whether_or_not_an_address_is_known(
    client: Client, other_client: Client
) -> None:
    known = make.lead().user
    closed = make.lead().user
    closed.is_active = False
    closed.save()
    third_client = Client(REMOTE_ADDR="10.9.9.9")

    seen = _seen_by_a_stranger(known.email, client)

    assert _seen_by_a_stranger("nobody@example.org", other_client) == seen
    assert _seen_by_a_stranger(closed.email, third_client) == seen
    assert [letter.to for letter in Letter.objects.all()] == [known.email]


@pytest.mark.parametrize("asks", ["at first", "again"])
def test_an_address_that_nobody_has_takes_as_much_work_and_leaves_nothing(
    client: Client, other_client: Client, asks: str
) -> None:
    known, unknown = make.lead().user.email, f"{uuid.uuid4()}@example.org"
    work = []

    for browser, address in ((client, known), (other_client, unknown)):
        if asks == "again":
            browser.post(ASK, {"email": address})
        with CaptureQueriesContext(connection) as asked:
            if asks == "again":
                browser.post(TYPE, {"action": "resend"})
            else:
                browser.post(ASK, {"email": address})
        work.append([query["sql"] for query in asked])

    writes = [re.findall(r'INSERT INTO "(\w+)"', "; ".join(each)) for each in work]
    assert {"outbox_letter", "outbox_notice"} < {*writes[0]} | {"django_session"}
    assert writes[0] == writes[1]
    assert abs(len(work[0]) - len(work[1])) <= 3
    assert {letter.to for letter in Letter.objects.all()} == {known}
    assert Notice.objects.count() == Letter.objects.count()


def test_asking_again_and_again_is_refused_in_words_for_known_and_unknown_alike(
    client: Client, other_client: Client
) -> None:
    user = make.lead(name="Somebody").user
    pages = []

    for browser, address in ((client, user.email), (other_client, f"no-{user.email}")):
        for _ in range(4):
            browser.post("/account/logout/")
            answer = browser.post(ASK, {"email": address})
        pages.append((answer.status_code, "That was too often" in answer.content.decode()))

    assert pages == [(200, True), (200, True)]
    assert Letter.objects.count() == 3


def test_a_session_ends_with_the_browser_unless_the_person_asked_to_stay(
    client: Client, other_client: Client
) -> None:
    user = make.lead().user

    sign_in(client, user.email)
    sign_in(other_client, user.email, remember="on")

    assert client.cookies["session"]["max-age"] == ""
    assert other_client.cookies["session"]["max-age"] == 30 * 24 * 3600


def test_after_signing_in_the_page_is_the_one_that_was_asked_for(client: Client) -> None:
    user = make.lead().user

    client.post(f"{ASK}?next=/towns/", {"email": user.email})
    typed = client.post(f"{TYPE}?next=/towns/", {"code": code_for(user.email)})

    assert typed["Location"] == "/towns/"


def test_nobody_is_led_to_another_site(client: Client) -> None:
    user = make.lead().user

    client.post(f"{ASK}?next=//evil.example/", {"email": user.email})
    typed = client.post(f"{TYPE}?next=https://evil.example/", {"code": code_for(user.email)})

    assert typed["Location"] == "/"


def test_signing_out_takes_a_press_of_the_button(client: Client) -> None:
    client.force_login(make.lead().user)

    assert client.get("/account/logout/").status_code == 200
    assert is_signed_in(client)
    client.post("/account/logout/")
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "password/change/",
        "password/set/",
        "password/reset/",
        "email/",
        "confirm-email/x/",
        "reauthenticate/",
        "2fa/",
        "second-steps/recovery-codes/download/",
    ],
)
def test_what_the_portal_does_not_use_of_allauth_does_not_exist(client: Client, path: str) -> None:
    client.force_login(make.lead().user)

    assert client.get(f"/account/{path}").status_code == 404


def test_without_the_cache_that_counts_attempts_nobody_signs_in_but_pages_stay(
    client: Client, settings: Settings
) -> None:
    user = make.lead().user
    dead = settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": dead}

    asked = client.post(ASK, {"email": user.email})

    assert asked.status_code == 503
    assert "Signing in is not possible just now" in asked.content.decode()
    assert not Letter.objects.exists()
    assert client.get("/privacy/").status_code == 200
    client.force_login(user)
    assert is_signed_in(client)


def test_a_mail_server_that_is_down_tells_nobody_who_has_an_account(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    user = make.lead().user
    settings.MAIL_SERVER = settings.MAIL_SERVER | {"EMAIL_PORT": 1}

    asked = client.post(ASK, {"email": user.email})
    deliver_now()

    assert (asked.status_code, asked["Location"]) == (302, TYPE)
    assert "The mail server" in caplog.text
    assert user.email not in caplog.text
    assert [letter.state for letter in Letter.objects.all()] == [Letter.State.READY]
