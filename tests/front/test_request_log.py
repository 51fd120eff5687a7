"""Each request leaves one line, which names it and holds nothing of what was sent."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from front import figures
from kit.logs import JsonLines, StderrLines
from people.models import Invitation
from tests import make
from tests.people.conftest import somewhere
from tests.people.letters import ASK, TYPE, code_for

pytestmark = pytest.mark.django_db

HEADER = "X-Request-ID"
JOT = "Ferry times again, said by somebody in the queue"


class Told:
    """What the portal logs during a test."""

    def __init__(self, stream: io.StringIO) -> None:
        self.stream = stream

    def text(self) -> str:
        return self.stream.getvalue()

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text().splitlines()]

    def requests(self) -> list[dict[str, Any]]:
        """The one line of each request."""
        return [line for line in self.lines() if line["event"] == "request"]


@pytest.fixture
def told() -> Iterator[Told]:
    stream = io.StringIO()
    handler = StderrLines(stream)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    yield Told(stream)
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def client() -> Client:
    """A browser at an address of its own, so that it may ask for a code."""
    return Client(REMOTE_ADDR=somewhere())


def test_a_line_says_who_asked_for_which_page_and_how_long_it_took(
    client: Client, told: Told
) -> None:
    lead = make.lead()
    client.force_login(lead.user)

    answer = client.get("/towns/?q=dock")

    (line,) = told.requests()
    assert line.pop("milliseconds") > 0
    assert line.pop("at")
    assert line == {
        "event": "request",
        "level": "info",
        "logger": "front.watching",
        "method": "GET",
        "request_id": answer[HEADER],
        "route": "towns:towns",
        "status": 200,
        "user_id": lead.user.pk,
    }


def test_nothing_that_was_typed_and_no_secret_is_logged(client: Client, told: Told) -> None:
    lead = make.lead(name="Morag Bain")
    client.post(ASK, {"email": lead.user.email})
    code = code_for(lead.user.email)
    client.post(TYPE, {"code": "BBBB-BBBB"})
    client.post(TYPE, {"code": code})
    client.get("/account/invitation/a-secret-of-an-invitation/")
    client.post("/jots/", {"text": JOT, "kind": "learning"})
    client.get("/nowhere/a-secret-of-a-page/", {"q": "a-secret-of-a-search"})
    client.get("/privacy/", HTTP_HOST="a-secret.example")

    statuses = [line["status"] for line in told.requests()]
    assert statuses[:4] == [302, 200, 302, 410]
    assert len(statuses) == 7
    for word in (code, lead.user.email, "Morag", "a-secret", JOT, "Ferry"):
        assert word not in told.text()


def test_a_page_that_breaks_is_told_with_its_number_and_without_what_it_held(
    client: Client, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False

    def refuse(**_: object) -> None:
        raise ValueError(JOT)

    monkeypatch.setattr(Invitation.objects, "filter", refuse)

    answer = client.get("/account/invitation/a-secret/")

    faults = [line for line in told.lines() if line["level"] == "error"]
    assert [answer.status_code, len(faults)] == [500, 1]
    assert faults[0]["event"] == "Internal Server Error"
    assert faults[0]["route"] == "people:invitation"
    assert faults[0]["request_id"] == answer[HEADER]
    assert faults[0]["exception"].splitlines()[-1] == "ValueError"
    assert "a-secret" not in told.text()
    assert JOT not in told.text()


def test_requests_of_machines_and_for_files_leave_no_line(client: Client, told: Told) -> None:
    for path in ("/healthz", "/readyz", "/metrics", "/static/css/tokens.css", "/static/none.css"):
        client.get(path)

    assert told.requests() == []


@pytest.mark.parametrize(
    ("given", "proxies", "is_taken"),
    [
        ("0f9a1c2e-55aa-4b1e-9f00-aa12bc34de56", 1, True),
        ("0f9a1c2e-55aa-4b1e-9f00-aa12bc34de56", 0, False),
        ("short", 1, False),
        ("x" * 65, 1, False),
        ('abcdefgh"}\n{"event": "forged', 1, False),
        ("abcdefgh\n", 1, False),
        ("", 1, False),
    ],
)
def test_the_number_of_our_own_proxy_is_kept_and_no_other(
    given: str, proxies: int, *, is_taken: bool, client: Client, told: Told, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = proxies

    answer = client.get("/privacy/", headers={HEADER: given})

    assert (answer[HEADER] == given) == is_taken
    assert [line["request_id"] for line in told.requests()] == [answer[HEADER]]


def test_two_requests_have_two_numbers(client: Client) -> None:
    numbers = {client.get("/privacy/")[HEADER] for _ in range(2)}

    assert len(numbers) == 2


def test_a_made_up_method_is_not_repeated(client: Client, told: Told) -> None:
    client.generic("SECRETWORD", "/privacy/")

    assert [line["method"] for line in told.requests()] == ["unknown"]
    assert "SECRETWORD" not in told.text()


def test_what_cannot_be_counted_is_answered_all_the_same(
    client: Client, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(figures, "count_request", refuse)

    answer = client.get("/privacy/")

    assert answer.status_code == 200
    assert [line["event"] for line in told.lines()] == [
        "A request could not be counted: OSError",
        "request",
    ]
