"""The mailbox keeps what is sent to it by real SMTP."""

import mailbox
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.folders import free_port, is_taken

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    number = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "local", "mailbox", "--port", str(number), str(tmp_path / "mail")],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    while not is_taken(number):
        assert process.poll() is None
        time.sleep(0.05)
    yield number
    process.terminate()
    assert process.wait(10) == 0


def test_a_letter_is_kept_byte_for_byte_with_its_envelope(port: int, tmp_path: Path) -> None:
    letter = "Subject: Còd\r\n\r\nGàidhlig 🙂\r\n.a line that begins with a dot\r\n".encode()

    with smtplib.SMTP("127.0.0.1", port) as line:
        line.sendmail("portal@example.org", ["a@example.org", "b@example.org"], letter)

    box = mailbox.Maildir(tmp_path / "mail")
    kept = [box.get_bytes(key).replace(b"\r\n", b"\n") for key in box.iterkeys()]
    assert kept == [
        b"Return-Path: <portal@example.org>\n"
        b"Delivered-To: a@example.org\nDelivered-To: b@example.org\n"
        + letter.replace(b"\r\n", b"\n")
    ]


def test_letters_that_arrive_together_are_all_kept(port: int, tmp_path: Path) -> None:
    lines = [smtplib.SMTP("127.0.0.1", port) for _ in range(5)]
    for number, line in enumerate(lines):
        line.sendmail(
            "portal@example.org", ["a@example.org"], f"Subject: {number}\r\n\r\n".encode()
        )
    for line in lines:
        line.quit()

    subjects = sorted(str(letter["Subject"]) for letter in mailbox.Maildir(tmp_path / "mail"))
    assert subjects == ["0", "1", "2", "3", "4"]
