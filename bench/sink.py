"""A mail server that keeps nothing but its journal and, of each letter, to whom it went.

Its journal is what a relay's is to the portal: a line forced to disk before each answer, so that
letters in doubt are settled by it.
"""

import argparse
import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from local.folders import free_port, is_taken
from local.mailbox import Journal, message_id_of
from local.processes import Server

ROOT = Path(__file__).resolve().parent.parent
BEAT_SECONDS = 1.0
IDLE_SECONDS = 40.0  # a line that is silent for longer is ended


@dataclass(frozen=True)
class Sink:
    """A mail server that runs: where it listens, and what it notes."""

    port: int
    folder: Path

    @property
    def journal(self) -> Path:
        """A line of each letter with the moment, and from time to time that nothing is missing."""
        return self.folder / "journal"

    @property
    def taken(self) -> Path:
        """A line of each letter: its Message-ID, and to whom."""
        return self.folder / "taken"


class Noting:
    """Notes each letter, then forces its line of the journal to disk, then answers."""

    def __init__(self, sink: Sink) -> None:
        self.journal = Journal(sink.journal)
        self.taken = sink.taken.open("ab", buffering=0)

    async def handle_DATA(  # noqa: N802 -- aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Nothing is awaited here, so no line comes between the two."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        found = message_id_of(content)
        for reader in envelope.rcpt_tos:
            self.taken.write(f"{found} {reader}\n".encode())
        self.journal.record(found)
        return "250 Taken"


@contextmanager
def taking(folder: Path) -> Iterator[Sink]:
    """A mail server in a process of its own, while the block lasts."""
    folder.mkdir()
    sink, log = Sink(free_port(), folder), folder / "log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.sink", str(sink.port), str(folder)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    server = Server("The mail server", process, signal.SIGTERM, log)
    server.wait_until(lambda: is_taken(sink.port))
    try:
        yield sink
    finally:
        server.stop()


async def _take(sink: Sink) -> None:
    """Listen on the loopback address until told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    noting = Noting(sink)
    server = await loop.create_server(
        lambda: SMTP(noting, hostname="localhost", timeout=IDLE_SECONDS), "127.0.0.1", sink.port
    )
    async with server:
        while not stop.is_set():
            noting.journal.beat()
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), BEAT_SECONDS)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.sink", description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    asyncio.run(_take(Sink(asked.port, asked.folder)))
