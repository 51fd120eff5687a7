"""The page of letters that the demonstration sent."""

import mailbox
import time
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from demonstration.letters import SHOWN, newest_letters

pytestmark = pytest.mark.django_db

LETTER = """\
To: isla@example.org
From: portal@example.org
Subject: {subject}
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Dear M\u00f2rag, your code is BCDF-GHJK. See http://localhost/x/
--b
Content-Type: text/html; charset=utf-8

<p>Dear M\u00f2rag</p><script>alert(1)</script>
--b--
"""


@pytest.fixture
def folder(tmp_path: Path, demo: Settings) -> Path:
    """The folder of the mailbox."""
    demo.MAILBOX_DIR = tmp_path / "mail"
    return tmp_path / "mail"


def _receive(folder: Path, subject: str = "A letter") -> None:
    mailbox.Maildir(folder).add(LETTER.format(subject=subject).encode())


def test_before_the_first_letter_the_page_says_so(client: Client, folder: Path) -> None:
    assert "No letters yet" in client.get("/mailbox/").content.decode()
    assert not folder.exists()


def test_the_newest_letter_stands_first(client: Client, folder: Path) -> None:
    _receive(folder, "First")
    time.sleep(0.02)
    _receive(folder, "Second")

    page = client.get("/mailbox/").content.decode()

    assert page.index("Second") < page.index("First")
    assert "isla@example.org" in page


def test_the_page_does_not_grow_with_the_letters(folder: Path) -> None:
    for number in range(SHOWN + 3):
        _receive(folder, f"Letter {number}")

    assert len(newest_letters(folder)) == SHOWN


def test_a_letter_is_shown_as_text_and_its_html_as_source(client: Client, folder: Path) -> None:
    _receive(folder)
    key = newest_letters(folder)[0].key

    page = client.get(f"/mailbox/{key}/").content.decode()

    assert "Dear Mòrag, your code is BCDF-GHJK." in page
    assert 'href="http://localhost/x/"' in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("key", ["nothing", "..%2F..%2Fetc%2Fpasswd", "..", "%2e%2e"])
def test_nothing_but_a_letter_is_shown(client: Client, folder: Path, key: str) -> None:
    _receive(folder)

    assert client.get(f"/mailbox/{key}/").status_code == 404


def test_a_damaged_letter_hides_no_other(client: Client, folder: Path) -> None:
    _receive(folder, "Whole")
    (folder / "new" / "damaged").write_bytes(b"\xff\xfe\x00no letter\n\n\x00")

    page = client.get("/mailbox/")

    assert page.status_code == 200
    assert "Whole" in page.content.decode()
    assert client.get("/mailbox/damaged/").status_code == 200
