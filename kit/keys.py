"""Keys of rows as addresses and forms carry them."""

from uuid import UUID


def key_in(text: str) -> UUID | None:
    """The key that a text spells, or none if it spells no key."""
    try:
        return UUID(text)
    except ValueError:
        return None
