"""Secrets in addresses that can be revoked: drawn at random, handed out once, kept as a digest."""

import secrets
from hashlib import sha256

_BYTES = 32  # of a secret


def new_secret() -> str:
    """A secret that nobody has had."""
    return secrets.token_urlsafe(_BYTES)


def hash_of(secret: str) -> str:
    """How it is kept: its SHA-256, in hex."""
    return sha256(secret.encode()).hexdigest()
