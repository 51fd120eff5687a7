"""The letter with the code, through a real mail server."""

import email.policy
import mailbox
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as portal
from django.test import Client
from pytest_django import Settings

from local.folders import free_port
from local.mailbox import Keeper
from tests import make
from tests.people.letters import ASK, TYPE, is_signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail_server(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """A mail server on this machine that keeps what it takes; the folder it keeps it in."""
    port = free_port()
    controller = Controller(Keeper(tmp_path / "mail"), hostname="127.0.0.1", port=port)
    controller.start()
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port},
        }
    }
    yield tmp_path / "mail"
    controller.stop()


def _letters(folder: Path) -> list[EmailMessage]:
    read = [
        message_from_bytes(letter.as_bytes(), policy=email.policy.default)
        for letter in mailbox.Maildir(folder)
    ]
    return [letter for letter in read if isinstance(letter, EmailMessage)]


def _text(letter: EmailMessage, kind: str) -> str:
    body = letter.get_body(preferencelist=(kind,))
    assert body
    return str(body.get_content())


def test_the_code_goes_through_the_mail_server_and_signs_in(
    client: Client, mail_server: Path
) -> None:
    user = make.lead().user

    client.post(ASK, {"email": user.email})
    [letter] = _letters(mail_server)
    found = re.search(r"^[B-Z]{4}-[B-Z]{4}$", _text(letter, "plain"), re.MULTILINE)
    assert found
    client.post(TYPE, {"code": found.group()})

    assert letter["to"] == user.email
    assert letter["subject"] == "Your sign-in code"
    assert letter["auto-submitted"] == "auto-generated"
    assert is_signed_in(client)


def test_text_and_html_say_the_same_and_fetch_nothing(client: Client, mail_server: Path) -> None:
    client.post(ASK, {"email": make.lead().user.email})

    [letter] = _letters(mail_server)
    text, page = _text(letter, "plain"), _text(letter, "html")
    shown = unescape(re.sub(r"<[^>]+>", " ", page.split("<main>")[1]))

    assert shown.split() == text.split()
    assert not re.search(r"<img|src=|url\(|@import", page)
    assert "You get this because" in text


def test_a_letter_names_no_machine(client: Client, mail_server: Path) -> None:
    client.post(ASK, {"email": make.lead().user.email})

    [letter] = _letters(mail_server)

    host = urlsplit(portal.BASE_URL).hostname
    assert str(letter["message-id"]).endswith(f"@{host}>")
