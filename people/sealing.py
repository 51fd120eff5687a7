"""Seals what must be read again but not by somebody who holds a copy of the database."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

PURPOSE = b"people.sealing"  # at most 16 bytes


def sealed(text: str) -> str:
    """The text, readable only with the portal's secret key."""
    return _box().encrypt(text.encode()).decode()


def unsealed(text: str) -> str:
    """The text again, also if it was sealed with a secret key that is kept as a fallback.

    Raises `cryptography.fernet.InvalidToken` for anything else: an empty text would pass for a key.
    """
    return _box().decrypt(text.encode()).decode()


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    digest = hashlib.blake2b(key.encode(), digest_size=32, person=PURPOSE).digest()
    return base64.urlsafe_b64encode(digest)
