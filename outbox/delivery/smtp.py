"""One line to the mail server, driven step by step, so that it is known how far each letter came.

No library tells whether the final dot had been sent when a line broke. Here every answer carries
the phase that gave it, and a broken line says whether the server can have taken the letter.
"""

import re
import select
import smtplib
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cache
from types import TracebackType
from typing import Any, Self

from django.conf import settings

from kit.links import own_host

LETTERS_A_LINE = 100  # then a new connection: relays count letters
OK_CLASS = 2
NEVER_CLASS = 5
READY_FOR_DATA = 354
NOT_AN_ADDRESS = 553
END = b".\r\n"
LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


class Phase(StrEnum):
    """How far a letter came."""

    LINE = auto()  # connecting, TLS, signing in
    MAIL = auto()  # the sender's address
    RCPT = auto()  # the reader's address
    DATA = auto()  # permission to send the text
    BODY = auto()  # the text, up to its final dot
    DOT = auto()  # after the final dot: only the answer tells


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said in a phase. A code of 0 stands for a line that broke."""

    phase: Phase
    code: int
    reply: str

    @property
    def is_yes(self) -> bool:
        """The step was taken."""
        if self.phase == Phase.DATA:
            return self.code == READY_FOR_DATA
        return self.code // 100 == OK_CLASS

    @property
    def is_never(self) -> bool:
        """Refused for good. What is neither this nor taken is refused for now."""
        return self.code // 100 == NEVER_CLASS

    @property
    def is_unknown(self) -> bool:
        """The server may have taken the letter: the line broke after the final dot."""
        return self.phase == Phase.DOT and self.code == 0

    @property
    def is_broken(self) -> bool:
        """The line is gone, or the server is about to close it."""
        return self.code in (0, 421)


class NoLine(Exception):
    """The mail server does not answer, or does not let us in. No letter is to blame."""


class Line:
    """A connection that is kept for many letters, each with one recipient."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None
        self._used = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        fault: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if fault is None:
            self.close()
        else:  # perhaps in the middle of a letter, where no server listens to a word
            self.drop()

    def open(self) -> None:
        """Connect, unless a line is open.

        Raises:
            NoLine: nobody answers, or our name and password are refused.
        """
        if self._smtp is not None and self._used < LETTERS_A_LINE:
            return
        self.close()
        try:
            self._smtp = _connected(settings.MAIL_SERVER)
        except (smtplib.SMTPException, OSError) as fault:
            raise NoLine(f"{type(fault).__name__}: {fault}") from fault
        self._used = 0

    def takes_8bit(self) -> bool:
        """Whether the server takes letters beyond ASCII as they are."""
        return self._smtp is not None and self._smtp.has_extn("8bitmime")

    def offer(self, *, sender: str, to: str) -> Answer:
        """Name sender and reader; the last answer, be it a refusal."""
        eight = " BODY=8BITMIME" if self.takes_8bit() else ""
        answer = self._say(Phase.MAIL, f"MAIL FROM:<{sender}>{eight}")
        return self._say(Phase.RCPT, f"RCPT TO:<{to}>") if answer.is_yes else answer

    def hand_over(self, raw: bytes, *, meanwhile: Callable[[], None]) -> Answer:
        """Send the text of the letter that was offered last; the answer says how far it came.

        `raw` is the whole letter, its lines ended by CR LF. `meanwhile` is done while the server
        makes the letter safe, which takes it longer than anything else.
        """
        self._used += 1
        answer = self._say(Phase.DATA, "DATA")
        if not answer.is_yes:
            return answer
        return self._send_body(LEADING_DOT.sub(b"..", raw), meanwhile)

    def _send_body(self, body: bytes, meanwhile: Callable[[], None]) -> Answer:
        """The text, and only if the server is still listening, the dot that ends it."""
        smtp = self._smtp
        if smtp is None or smtp.sock is None:
            return Answer(Phase.BODY, 0, "no line")
        try:
            smtp.send(body)
            has_spoken, _, _ = select.select([smtp.sock], [], [], 0)
        except (smtplib.SMTPException, OSError) as fault:
            return self._broken(Phase.BODY, fault)
        if has_spoken:  # before the dot: it has refused the letter, or is gone
            answer = self._hear(Phase.BODY)
            self.drop()  # it may take whatever we say now for the letter's text
            return answer if answer.is_never else Answer(Phase.BODY, 0, answer.reply)
        try:
            smtp.send(END)
        except (smtplib.SMTPException, OSError) as fault:
            return self._broken(Phase.DOT, fault)
        meanwhile()
        return self._hear(Phase.DOT)

    def forget(self) -> None:
        """Take back what was offered; the line stays open if it can."""
        self._say(Phase.MAIL, "RSET")

    def close(self) -> None:
        """End the line, politely if it still listens."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            smtp.quit()
        except (smtplib.SMTPException, OSError):
            smtp.close()

    def drop(self) -> None:
        """End the line at once: what is on it is not to be waited for."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    def _say(self, phase: Phase, words: str) -> Answer:
        if self._smtp is None:
            return Answer(phase, 0, "no line")
        try:
            self._smtp.putcmd(words)
        except ValueError:  # what no mail server could be told
            return Answer(phase, NOT_AN_ADDRESS, "not an address")
        except (smtplib.SMTPException, OSError) as fault:
            return self._broken(phase, fault)
        return self._hear(phase)

    def _hear(self, phase: Phase) -> Answer:
        if self._smtp is None:
            return Answer(phase, 0, "no line")
        try:
            code, reply = self._smtp.getreply()
        except (smtplib.SMTPException, OSError) as fault:
            return self._broken(phase, fault)
        if code <= 0:
            return self._broken(phase, ValueError("no code"))
        return Answer(phase, code, reply.decode("utf-8", errors="replace"))

    def _broken(self, phase: Phase, fault: Exception) -> Answer:
        self.drop()
        return Answer(phase, 0, type(fault).__name__)


@cache
def trusted() -> ssl.SSLContext:
    """Whose certificates are believed. Read once: it takes as long as many letters."""
    return ssl.create_default_context()


def _connected(server: Mapping[str, Any]) -> smtplib.SMTP:
    """A line to the mail server, ready for letters; over TLS, only if its certificate holds."""
    given: dict[str, Any] = {"context": trusted()} if server["EMAIL_USE_SSL"] else {}
    connect = smtplib.SMTP_SSL if server["EMAIL_USE_SSL"] else smtplib.SMTP
    smtp = connect(
        server["EMAIL_HOST"],
        server["EMAIL_PORT"],
        local_hostname=own_host(),
        timeout=settings.DELIVERY["answer_seconds"],
        **given,
    )
    try:
        if server["EMAIL_USE_TLS"]:
            smtp.starttls(context=trusted())
        if server["EMAIL_HOST_USER"]:
            smtp.login(server["EMAIL_HOST_USER"], server["EMAIL_HOST_PASSWORD"])
        smtp.ehlo_or_helo_if_needed()
        if smtp.sock is not None:  # no waiting for more before the dot is sent
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except (smtplib.SMTPException, OSError):
        smtp.close()
        raise
    return smtp
