"""A mail server of the tests: takes letters by real SMTP, notes each, and misbehaves as it is told.

Its journal is a relay's: a line forced to disk before each answer, and from time to time one that
says that nothing is missing.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Condition, Thread
from typing import Any, AnyStr, Literal

from aiosmtpd.smtp import SMTP, Envelope, Session

from local.mailbox import Journal, message_id_of

logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd tells of every line

# The last two lie behind the final dot: before the letter is taken, and when it is taken already.
type Phase = Literal["connect", "MAIL", "RCPT", "DATA", "body", "dot", "taken"]
type Act = str | Callable[[int], None]  # an answer; or what is done to who sends from a port

CUT = "cut"  # break the line without a word
BODY_READ = 200  # octets of a letter's text that are read before the line is cut in it
BEAT_SECONDS = 0.2


@dataclass(frozen=True)
class Taken:
    """A letter that was accepted."""

    to: str
    sender: str
    message_id: str
    raw: bytes
    at: datetime


@dataclass
class Fault:
    """What is done in one phase, how often, and to whose letters: everybody's if none is named."""

    phase: Phase
    act: Act
    times: int = 1
    to: str = ""

    def fits(self, phase: Phase, to: str) -> bool:
        """Whether it is still to be done here."""
        return self.phase == phase and self.to in ("", to) and self.times > 0


@dataclass
class Relay:
    """A mail server in a thread of the test, and what it was told and has taken."""

    journal_path: Path
    idle_seconds: float = 60.0
    answer_seconds: float = 0.0  # how long it takes for each answer
    offers_8bit: bool = True
    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    heard: list[bytes] = field(default_factory=list)  # every letter that came whole, taken or not
    faults: list[Fault] = field(default_factory=list)
    met: list[Fault] = field(default_factory=list)
    lines: int = 0  # connections there were
    options: dict[str, Any] = field(default_factory=dict)  # of aiosmtpd, for lines to come
    changed: Condition = field(default_factory=Condition)

    def __post_init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.journal = Journal(self.journal_path)
        self.open: set[_Wire] = set()
        self.server: asyncio.Server | None = None
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()
        self.listen()

    def tell(self, phase: Phase, act: Act, *, times: int = 1, to: str = "") -> None:
        """From now on, and so many times, do so in this phase."""
        self.faults.append(Fault(phase, act, times, to))

    def fault_in(self, phase: Phase, *, to: str = "") -> Fault | None:
        """What to do in a phase, if anything is left to do; it counts as done."""
        for fault in self.faults:
            if fault.fits(phase, to):
                fault.times -= 1
                with self.changed:
                    self.met.append(fault)
                    self.changed.notify_all()
                return fault
        return None

    def has_fault(self, phase: Phase, *, to: str = "") -> bool:
        """Whether anything is left to do in a phase."""
        return any(fault.fits(phase, to) for fault in self.faults)

    def take(self, envelope: Envelope) -> None:
        """Write the journal's line, then note the letter."""
        content = envelope.original_content or b""
        found = message_id_of(content)
        self.journal.record(found)
        [to] = envelope.rcpt_tos
        sender = envelope.mail_from or ""
        with self.changed:
            self.taken.append(Taken(to, sender, found, content, datetime.now(UTC)))
            self.changed.notify_all()

    def copies(self) -> Counter[str]:
        """How many letters each address got."""
        return Counter(letter.to for letter in self.taken)

    def wait(self, is_so: Callable[[], bool], *, seconds: float) -> bool:
        """Until a condition holds, asked after each letter and each fault; whether it does."""
        with self.changed:
            return self.changed.wait_for(is_so, timeout=seconds)

    def listen(self) -> None:
        """Take connections, on the port of before if there was one."""
        asyncio.run_coroutine_threadsafe(self._listen(), self.loop).result(10)

    def go_away(self) -> None:
        """Take no connections any more, and break those that there are."""
        asyncio.run_coroutine_threadsafe(self._go_away(), self.loop).result(10)

    def stop(self) -> None:
        """End for good."""
        self.go_away()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()
        self.journal.close()

    async def _listen(self) -> None:
        self.server = await self.loop.create_server(lambda: _Wire(self), "127.0.0.1", self.port)
        self.port = self.server.sockets[0].getsockname()[1]

    async def _go_away(self) -> None:
        if self.server is not None:
            self.server.close()
        for wire in list(self.open):
            wire.abort()
        while self.open:
            await asyncio.sleep(0)
        await asyncio.sleep(0.01)  # sockets are closed just after they are lost

    async def _beat(self) -> None:
        while True:
            self.journal.beat()
            await asyncio.sleep(BEAT_SECONDS)

    def _run(self) -> None:
        beat = self.loop.create_task(self._beat())
        self.loop.run_forever()
        beat.cancel()
        self.loop.run_until_complete(asyncio.gather(beat, return_exceptions=True))


class _Handler:
    def __init__(self, relay: Relay) -> None:
        self.relay = relay

    async def handle_DATA(  # noqa: N802 -- aiosmtpd's name
        self, server: "_Wire", _session: Session, envelope: Envelope
    ) -> str:
        self.relay.heard.append(envelope.original_content or b"")
        to = envelope.rcpt_tos[0]
        if answer := await server.acted("dot", to=to):
            return answer
        self.relay.take(envelope)
        return await server.acted("taken", to=to) or "250 Taken"


class _Wire(SMTP):
    """One connection."""

    def __init__(self, relay: Relay) -> None:
        super().__init__(
            _Handler(relay),
            hostname="relay.example.org",
            timeout=relay.idle_seconds,
            **relay.options,
        )
        self.relay = relay

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.relay.lines += 1
        self.relay.open.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.relay.open.discard(self)
        super().connection_lost(error)

    def abort(self) -> None:
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()

    async def cut(self) -> None:
        """Break the line without a word; whoever handles it is cancelled while it waits."""
        self.abort()
        await asyncio.Event().wait()

    async def push(self, status: AnyStr) -> None:
        words = status if isinstance(status, str) else status.decode()
        if words == "250-8BITMIME" and not self.relay.offers_8bit:
            return
        if self.relay.answer_seconds and not words.startswith("250-"):
            await asyncio.sleep(self.relay.answer_seconds)
        await super().push(status)

    async def _handle_client(self) -> None:
        if answer := await self.acted("connect"):
            await self._refuse(answer)
            if self.transport is not None:
                self.transport.close()
        else:
            await super()._handle_client()

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802 -- aiosmtpd's name
        if answer := await self.acted("MAIL"):
            await self._refuse(answer)
        else:
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802 -- aiosmtpd's name
        to = (arg or "").removeprefix("TO:<").rstrip(">")
        if answer := await self.acted("RCPT", to=to):
            await self._refuse(answer)
        else:
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 -- aiosmtpd's name
        to = self.envelope.rcpt_tos[0] if self.envelope else ""
        if answer := await self.acted("DATA", to=to):
            await self._refuse(answer)
        elif self.relay.has_fault("body", to=to):
            await self._stop_in_the_text(to)
        else:
            await super().smtp_DATA(arg)

    async def acted(self, phase: Phase, *, to: str = "") -> str:
        """Whether anything is to be done in a phase: it is, or is the answer to give instead."""
        fault = self.relay.fault_in(phase, to=to)
        if fault is None:
            return ""
        if fault.act == CUT:
            await self.cut()
        if isinstance(fault.act, str):
            return fault.act
        assert self.session is not None
        peer: Any = self.session.peer  # host and port
        fault.act(peer[1])
        return ""

    async def _stop_in_the_text(self, to: str) -> None:
        """Read a little of the letter; then the line breaks, or all else is read in vain."""
        await self.push("354 Go on")
        await self._reader.read(BODY_READ)
        if answer := await self.acted("body", to=to):
            await self.push(answer)
        while await self._reader.read(BODY_READ):
            pass

    async def _refuse(self, answer: str) -> None:
        await self.push(answer)
        if answer.startswith("421") and self.transport is not None:
            self.transport.close()
