"""Secrets in addresses.

Those in the links of a letter, by which its reader replies without signing in, are signed and not
stored: they open until the session that the letter told of is over. Those of calendars and partners
can be revoked: each is drawn at random, handed out once, and kept as a digest alone.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from django.core.signing import BadSignature, Signer

_BYTES = 32  # of a secret drawn at random
_REPLY = Signer(salt="sessions.reply")


@dataclass(frozen=True, slots=True)
class Pass:
    """Whose reply a link is for, by the key of the invitation, and until when it opens."""

    invitation: UUID
    until: datetime


def reply_token(invitation: UUID, *, until: datetime) -> str:
    """The secret by which whoever holds it replies to one invitation: the same at each attempt."""
    return _REPLY.sign(f"{invitation.hex}-{int(until.timestamp()):x}")


def reply_of(token: str) -> Pass | None:
    """What a secret opens, or opened; none if it is forged or mutilated."""
    try:
        invitation, _, until = _REPLY.unsign(token).partition("-")
        return Pass(UUID(invitation), datetime.fromtimestamp(int(until, 16), UTC))
    except (BadSignature, ValueError, OverflowError):
        return None


def new_secret() -> str:
    """A secret that nobody has had."""
    return secrets.token_urlsafe(_BYTES)


def hash_of(secret: str) -> str:
    """How it is kept: its SHA-256, in hex."""
    return sha256(secret.encode()).hexdigest()
