"""Keys of rows as addresses and forms carry them."""

from uuid import UUID

MOST_DIGITS = 9


def key_in(text: str) -> UUID | None:
    """The key that a text spells, or none if it spells no key."""
    try:
        return UUID(text)
    except ValueError:
        return None


def number_in(text: str, *, otherwise: int) -> int:
    """The whole number that an address or a hidden field holds; `otherwise` for anything else."""
    is_number = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if is_number else otherwise
