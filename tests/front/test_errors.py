"""What is damaged, too large or forged is answered by a page of the portal."""

import pytest
from django.test import Client

from tests import make

pytestmark = pytest.mark.django_db

ASK = "/account/login/"


def _is_ours(body: str) -> bool:
    return "Local Learning Cohort" in body and body.count("<h1") == 1


@pytest.mark.parametrize(
    "address",
    [
        "/privacy/?q=%00",
        "/privacy/?%00=q",
        "/towns/a%00b/",
        "/account/login/?next=%00",
        "/account/invitation/%00/",
    ],
)
def test_a_nul_in_an_address_is_refused_in_our_look(client: Client, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 400
    assert _is_ours(answer.content.decode())


@pytest.mark.parametrize(
    "address",
    [
        "/%FF%FE/",
        "/privacy/?q=%ED%A0%80",
        "/privacy/?q=%C0%AF",
        "/account/invitation/%F0%9F%98%80/",
    ],
)
def test_broken_and_strange_letters_in_an_address_are_no_fault(
    client: Client, address: str
) -> None:
    answer = client.get(address)

    assert answer.status_code in {200, 404, 410}
    assert _is_ours(answer.content.decode()) or answer.status_code == 200


def test_a_cookie_that_no_database_can_hold_is_ignored(client: Client) -> None:
    client.cookies["session"] = "a\x00b"

    assert client.get("/privacy/").status_code == 200
    assert client.get("/account/").status_code == 302


def test_a_body_of_more_than_a_million_characters_is_too_large(client: Client) -> None:
    answer = client.post(
        ASK,
        "email=" + "x" * 1_100_000,
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 413
    assert "Too much was sent at once" in answer.content.decode()


def test_a_body_of_too_many_fields_is_too_large(client: Client) -> None:
    body = "&".join(f"f{number}=1" for number in range(4_100))

    answer = client.post(ASK, body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 413


def test_a_damaged_multipart_body_is_refused_in_our_look(client: Client) -> None:
    answer = client.post(ASK, b"damaged", content_type="multipart/form-data; boundary=")

    assert answer.status_code == 400
    assert _is_ours(answer.content.decode())


@pytest.mark.parametrize(
    "text", ["\x00", "a\x00b@example.org", "x" * 10_000, "<script>", "مرحبا", "👩‍👩‍👧"]
)
def test_a_strange_address_is_a_sentence_by_the_field(client: Client, text: str) -> None:
    answer = client.post(ASK, {"email": text})

    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()


@pytest.mark.parametrize("code", ["", "\x00", "x" * 5_000, "مرحبا", "<b>", "' OR 1=1"])
def test_a_strange_code_is_a_sentence_by_the_field(client: Client, code: str) -> None:
    client.post(ASK, {"email": f"{make.user().email}"})

    answer = client.post("/account/login/code/", {"code": code})

    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()


def test_a_forged_form_is_refused_in_our_look() -> None:
    answer = Client(enforce_csrf_checks=True).post(ASK, {"email": "somebody@example.org"})

    assert answer.status_code == 403
    assert _is_ours(answer.content.decode())


def test_a_page_that_is_not_there_is_told_in_our_look(client: Client) -> None:
    client.force_login(make.lead().user)

    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert _is_ours(answer.content.decode())


def test_too_many_requests_are_told_in_our_look(client: Client) -> None:
    client.force_login(make.lead().user)
    for _ in range(12):
        answer = client.post("/account/address/", {"email": "x"})

    assert answer.status_code == 429
    assert _is_ours(answer.content.decode())


@pytest.mark.parametrize("path", ["/privacy/", "/healthz", "/account/sessions/", "/account/"])
def test_what_is_only_looked_at_or_pressed_refuses_other_verbs(client: Client, path: str) -> None:
    client.force_login(make.lead().user)

    assert client.delete(path).status_code == 405


def test_a_host_that_is_not_ours_is_refused(client: Client) -> None:
    assert client.get("/privacy/", headers={"host": "evil.example"}).status_code == 400
