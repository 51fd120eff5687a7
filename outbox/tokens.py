"""Secrets in the links of a letter: why it came, and how to stop the like of it.

Signed, not stored: they open as long as the key that signed them is known (`SECRET_KEY_FALLBACKS`).
"""

from uuid import UUID

from django.core.signing import BadSignature, Signer

from outbox.kinds import Standing

_WHY = Signer(salt="outbox.why")
_STOP = Signer(salt="outbox.stop")


def why_token(letter: UUID) -> str:
    """The secret with which anybody who holds a letter asks why it came."""
    return _WHY.sign(letter.hex)


def letter_of_why(token: str) -> UUID | None:
    """The letter whose holder asks; none for a forged or mutilated secret."""
    try:
        return UUID(_WHY.unsign(token))
    except (BadSignature, ValueError):
        return None


def stop_token(person: int, standing: Standing) -> str:
    """The secret with which a person, or their mail provider, stops letters of one sort."""
    return _STOP.sign(f"{person}-{standing}")


def asked_to_stop(token: str) -> tuple[int, Standing] | None:
    """Whose letters of which sort are to stop; none for a forged or mutilated secret."""
    try:
        person, _, standing = _STOP.unsign(token).partition("-")
        return int(person), Standing(standing)
    except (BadSignature, ValueError):
        return None
