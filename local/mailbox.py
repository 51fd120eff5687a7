"""A mail server for one machine: takes every letter by real SMTP and keeps it in a maildir."""

import asyncio
import mailbox
import signal
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST_LETTER_BYTES = 20 * 1024 * 1024


class Keeper:
    """Keeps letters byte for byte, under two lines that tell from and to whom they were sent."""

    def __init__(self, folder: Path) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        self.letters = mailbox.Maildir(folder, create=True)

    async def handle_DATA(  # noqa: N802 -- aiosmtpd's name
        self,
        server: SMTP,  # noqa: ARG002 -- aiosmtpd's way of calling
        session: Session,  # noqa: ARG002 -- aiosmtpd's way of calling
        envelope: Envelope,
    ) -> str:
        """Answer only when the letter is on disk."""
        content = envelope.content
        if not isinstance(content, bytes):
            return "554 No letter"
        head = f"Return-Path: <{envelope.mail_from}>\r\n"
        head += "".join(f"Delivered-To: {person}\r\n" for person in envelope.rcpt_tos)
        self.letters.add(head.encode() + content)
        return "250 Kept"


async def keep_letters(folder: Path, *, port: int) -> None:
    """Listen on the loopback address until told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signal_number, stop.set)
    keeper = Keeper(folder)
    server = await loop.create_server(
        lambda: SMTP(
            keeper, enable_SMTPUTF8=True, data_size_limit=LARGEST_LETTER_BYTES, hostname="localhost"
        ),
        "127.0.0.1",
        port,
    )
    async with server:
        print(f"Mailbox listens on 127.0.0.1:{port}, keeps letters in {folder}", flush=True)
        await stop.wait()
