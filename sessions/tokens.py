"""Secrets in the links of a letter, by which its reader replies without signing in.

They are signed and not stored, and open until the session that the letter told of is over. Those of
calendars and partners can be revoked: see `kit.secrets`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.core.signing import BadSignature, Signer

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
