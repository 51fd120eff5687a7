"""The demonstration signs anybody in, so it answers on its own machine only."""

import os
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from demonstration.checks import demonstration_stays_home, is_loopback
from tests import make

HERE = {
    "BASE_URL": "http://localhost:8000",
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "PLAIN_HTTP": "true",
    "DEMO": "true",
}


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("LOCALHOST", True),
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("[::1]", True),
        ("0.0.0.0", False),
        ("192.168.1.5", False),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
        ("*", False),
        ("", False),
    ],
)
def test_loopback_is_the_machine_itself(host: str, *, expected: bool) -> None:
    assert is_loopback(host) == expected


@pytest.mark.usefixtures("demo")
def test_a_demonstration_at_home_passes() -> None:
    assert demonstration_stays_home(app_configs=None) == []


def test_without_demonstration_there_is_nothing_to_refuse(settings: Settings) -> None:
    settings.DEMO = False
    settings.BASE_URL = "https://portal.example.org"

    assert demonstration_stays_home(app_configs=None) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PLAIN_HTTP", False),
        ("BASE_URL", "https://localhost:8000"),
        ("BASE_URL", "http://portal.example.org"),
        ("BASE_URL", "http://192.168.1.5:8000"),
        ("BASE_URL", ""),
        ("ALLOWED_HOSTS", ["localhost", "portal.example.org"]),
        ("ALLOWED_HOSTS", ["*"]),
    ],
)
def test_a_demonstration_elsewhere_is_refused(demo: Settings, name: str, value: object) -> None:
    setattr(demo, name, value)

    assert demonstration_stays_home(app_configs=None)


@pytest.mark.parametrize(
    ("changed", "starts"),
    [
        ({}, True),
        ({"BASE_URL": "http://portal.example.org"}, False),
        ({"PLAIN_HTTP": "false"}, False),
        ({"ALLOWED_HOSTS": "portal.example.org"}, False),
    ],
)
def test_the_web_server_itself_refuses_to_start(changed: dict[str, str], *, starts: bool) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "import cohort_portal.wsgi"],
        env=os.environ | HERE | changed,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode == 0) == starts, ended.stderr
    assert starts or "DEMO=true needs" in ended.stderr


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/mailbox/", "/demonstration/sign-in/team@example.org/"])
def test_without_demonstration_its_pages_do_not_exist(path: str) -> None:
    client = Client()
    client.force_login(make.lead().user)

    assert [client.get(path).status_code, client.post(path).status_code] == [404, 404]


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    "sender",
    [{"REMOTE_ADDR": "192.168.1.7"}, {"HTTP_X_FORWARDED_FOR": "192.168.1.7"}],
)
def test_another_machine_sees_no_card_and_no_letter(client: Client, sender: dict[str, Any]) -> None:
    make.user(email="team@example.org")

    mailbox = client.get("/mailbox/", **sender)
    signed_in = client.post("/demonstration/sign-in/team@example.org/", **sender)
    page = client.get("/account/login/", **sender).content.decode()

    assert (mailbox.status_code, signed_in.status_code) == (404, 404)
    assert "team@example.org" not in page
