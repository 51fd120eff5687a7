"""A mail server for one machine: takes every letter by real SMTP and keeps it in a maildir.

Beside the maildir it keeps a journal, as a relay would: who lost its answer reads there whether a
letter was taken. A line is `2026-11-06T09:00:01.250000+00:00 <message-id>`, written and forced to
disk before the answer; every few seconds the same with a hyphen, which says that nothing is missing
up to then.
"""

import asyncio
import mailbox
import os
import re
import signal
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST_LETTER_BYTES = 20 * 1024 * 1024
HEARTBEAT_SECONDS = 5.0
# A sender that was frozen must not go on with its letter after somebody else has been sent to it.
IDLE_SECONDS = 60.0
NO_LETTER = "-"
HEAD_END = re.compile(rb"\r?\n\r?\n")
# Its value may go on in lines that begin with space.
MESSAGE_ID = re.compile(rb"^message-id:((?:[^\r\n]|\r?\n[ \t])*)", re.IGNORECASE | re.MULTILINE)


class Journal:
    """What was taken and when, a line each."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file = path.open("a+b", buffering=0)
        self.last_written_ns = os.fstat(self.file.fileno()).st_mtime_ns
        self._end_line()

    def record(self, message_id: str) -> None:
        """Write that a letter was taken; it is on disk when this returns."""
        self._write(message_id)
        os.fsync(self.file.fileno())

    def beat(self) -> None:
        """Write that every letter taken until now has its line."""
        self._write(NO_LETTER)

    def close(self) -> None:
        """Leave the file to the next."""
        self.file.close()

    def _write(self, word: str) -> None:
        moment = datetime.now(UTC).isoformat(timespec="microseconds")
        self.file.write(f"{moment} {word}\n".encode())

    def _end_line(self) -> None:
        """A line that was cut off when we were killed is not continued by the next."""
        end = self.file.seek(0, os.SEEK_END)
        if end and os.pread(self.file.fileno(), 1, end - 1) != b"\n":
            self.file.write(b"\n")


class Keeper:
    """Keeps letters byte for byte, under two lines that tell from and to whom they were sent."""

    def __init__(self, folder: Path, *, journal: Path | None = None) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        self.letters = mailbox.Maildir(folder, create=True)
        self.journal = Journal(journal or folder.with_name("journal"))
        self._record_latest(folder / "new")

    async def handle_DATA(  # noqa: N802 -- aiosmtpd's name
        self,
        server: SMTP,  # noqa: ARG002 -- aiosmtpd's way of calling
        session: Session,  # noqa: ARG002 -- aiosmtpd's way of calling
        envelope: Envelope,
    ) -> str:
        """Answer only when the letter and its line are on disk."""
        content = envelope.content
        if not isinstance(content, bytes):
            return "554 No letter"
        head = f"Return-Path: <{envelope.mail_from}>\r\n"
        head += "".join(f"Delivered-To: {person}\r\n" for person in envelope.rcpt_tos)
        # Nothing is awaited between the two, so that no heartbeat comes before the letter's line.
        self.letters.add(head.encode() + content)
        self.journal.record(message_id_of(content))
        return "250 Kept"

    def _record_latest(self, folder: Path) -> None:
        """Write the line of a letter that was kept when we were killed, just before its line."""
        for path in folder.iterdir():
            if path.stat().st_mtime_ns > self.journal.last_written_ns:
                self.journal.record(message_id_of(path.read_bytes()))


def message_id_of(letter: bytes) -> str:
    """The letter's Message-ID, with its angle brackets; a hyphen if it has none."""
    head = HEAD_END.split(letter, maxsplit=1)[0]
    found = MESSAGE_ID.search(head)
    name = b"".join(found.group(1).split()) if found else b""
    return name.decode(errors="replace") or NO_LETTER


async def keep_letters(
    folder: Path,
    *,
    port: int,
    journal: Path | None = None,
    idle_seconds: float = IDLE_SECONDS,
    heartbeat_seconds: float = HEARTBEAT_SECONDS,
) -> None:
    """Listen on the loopback address until told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signal_number, stop.set)
    keeper = Keeper(folder, journal=journal)
    server = await loop.create_server(
        lambda: SMTP(
            keeper,
            enable_SMTPUTF8=True,
            data_size_limit=LARGEST_LETTER_BYTES,
            hostname="localhost",
            timeout=idle_seconds,
        ),
        "127.0.0.1",
        port,
    )
    async with server:
        print(f"Mailbox listens on 127.0.0.1:{port}, keeps letters in {folder}", flush=True)
        while not stop.is_set():
            keeper.journal.beat()
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), heartbeat_seconds)
    keeper.journal.close()
