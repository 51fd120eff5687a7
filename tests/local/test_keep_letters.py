"""The mailbox keeps what is sent to it by real SMTP."""

import mailbox
import os
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from local.folders import free_port, is_taken
from local.mailbox import message_id_of

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def mailbox_in(folder: Path, *options: str) -> Iterator[int]:
    """A mailbox that keeps its letters in `mail`; its port."""
    number = free_port()
    words = [*options, "--port", str(number), str(folder / "mail")]
    process = subprocess.Popen(
        [sys.executable, "-m", "local", "mailbox", *words], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        until(lambda: is_taken(number) or process.poll() is not None)
        assert process.poll() is None
        yield number
    finally:
        process.terminate()
        assert process.wait(10) == 0


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The port of a mailbox as the demonstration has it."""
    with mailbox_in(tmp_path) as number:
        yield number


def until(is_so: Callable[[], bool], *, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def letter(message_id: str) -> bytes:
    return f"Subject: One\r\nMessage-ID: {message_id}\r\n\r\nText\r\n".encode()


def send(port: int, *letters: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", port) as line:
        for sent in letters:
            line.sendmail("portal@example.org", ["a@example.org"], sent)


def journal(file: Path) -> list[tuple[datetime, str]]:
    """The moments and words of a journal, line by line."""
    lines = [line.split(" ") for line in file.read_text().splitlines()]
    return [(datetime.fromisoformat(moment), word) for moment, word in lines]


def taken(file: Path) -> list[str]:
    return [word for _, word in journal(file) if word != "-"]


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


def test_a_letter_stands_in_the_journal_when_it_is_answered(port: int, tmp_path: Path) -> None:
    before = datetime.now(UTC)

    send(port, letter("<1@portal.example>"), letter("<2@portal.example>"))

    after = datetime.now(UTC)
    lines = [line for line in journal(tmp_path / "journal") if line[1] != "-"]
    assert [word for _, word in lines] == ["<1@portal.example>", "<2@portal.example>"]
    assert before < lines[0][0] < lines[1][0] < after


def test_the_journal_is_kept_where_it_is_wanted(tmp_path: Path) -> None:
    wanted = tmp_path / "relay" / "log"

    with mailbox_in(tmp_path, "--journal", str(wanted)) as port:
        send(port, letter("<1@portal.example>"))

    assert taken(wanted) == ["<1@portal.example>"]
    assert not (tmp_path / "journal").exists()


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"Message-ID: <1@a>\r\nSubject: One", "<1@a>"),
        (b"Subject: One\r\nMESSAGE-id:\r\n <a-long-name\r\n\t@a>\r\nTo: b@a", "<a-long-name@a>"),
        (b"Subject: One\nMessage-ID: <1@a>", "<1@a>"),
        (b"X-Message-ID: <1@a>", "-"),
        (b"Subject: Message-ID: <1@a>", "-"),
        (b"Message-ID:", "-"),
        (b"", "-"),
    ],
)
@pytest.mark.parametrize("end", [b"\r\n\r\n", b"\n\n"])
def test_a_letter_is_known_by_its_own_head(head: bytes, name: str, end: bytes) -> None:
    assert message_id_of(head + end + b"Message-ID: <of-the-text@a>\r\n") == name


def test_silence_is_told_from_absence_by_a_heartbeat(tmp_path: Path) -> None:
    file = tmp_path / "journal"

    with mailbox_in(tmp_path, "--heartbeat", "0.1"):
        until(lambda: file.read_text().count("\n") > 3)

    moments = [moment for moment, _ in journal(file)]
    assert {word for _, word in journal(file)} == {"-"}
    assert moments == sorted(moments)
    assert (moments[3] - moments[0]).total_seconds() > 0.25


def test_whoever_falls_silent_is_hung_up_on(tmp_path: Path) -> None:
    with (
        mailbox_in(tmp_path, "--idle", "0.3") as port,
        socket.create_connection(("127.0.0.1", port), timeout=20) as line,
    ):
        heard = b"".join(iter(lambda: line.recv(1024), b""))

    assert heard.startswith(b"220 ")


def test_half_a_letter_is_not_taken_however_slowly_it_goes_on(tmp_path: Path) -> None:
    with (
        mailbox_in(tmp_path, "--idle", "0.5") as port,
        smtplib.SMTP("127.0.0.1", port, timeout=20) as line,
    ):
        line.ehlo()
        line.mail("portal@example.org")
        line.rcpt("a@example.org")
        line.putcmd("data")
        line.getreply()
        line.send(b"Message-ID: <1@portal.example>\r\n\r\n")

        def is_done() -> bool:
            line.send(b"Text\r\n")
            return False

        with pytest.raises(smtplib.SMTPServerDisconnected):
            until(is_done)

    assert taken(tmp_path / "journal") == []
    assert list(mailbox.Maildir(tmp_path / "mail")) == []


def test_a_mailbox_killed_before_its_line_writes_it_when_it_starts(tmp_path: Path) -> None:
    file = tmp_path / "journal"
    with mailbox_in(tmp_path) as port:
        send(port, letter("<1@portal.example>"))
    complete = file.read_text()
    file.write_text(f"{complete}2026-11-06T09:00")
    os.utime(file, (time.time() - 1, time.time() - 1))
    for kept in (tmp_path / "mail" / "new").iterdir():
        os.utime(kept, (time.time() - 2, time.time() - 2))
    mailbox.Maildir(tmp_path / "mail").add(letter("<2@portal.example>"))

    with mailbox_in(tmp_path):
        pass

    lines = file.read_text().splitlines()
    assert lines[: len(complete.splitlines())] == complete.splitlines()
    words = [line.partition(" ")[2] for line in lines]
    told = [word for word in words if word != "-"]
    assert told == ["<1@portal.example>", "", "<2@portal.example>"]
