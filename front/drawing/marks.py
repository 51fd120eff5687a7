"""What lines and dots share: colours, and a tie in words."""

from collections.abc import Mapping

from front.bonds import Bond, Change

BRAND = "#14565b"
FRESH = "#ad4208"
FAINT = "#7d8888"
INK = "#1a1a1a"
QUIET = "#545b5c"

GOOD: frozenset[Change] = frozenset({Change.NEW, Change.AGAIN, Change.CLOSER})
DASHES: Mapping[str, str] = {"fading": "7 5", "over": "1 6"}


def colour_of(bond: Bond) -> str:
    """Brighter what is there, brightest what is new."""
    if bond.change in GOOD:
        return FRESH
    return FAINT if bond.now.is_over or bond.now.is_fading else BRAND


def dashes_of(bond: Bond) -> str:
    """The dashes of a tie that fades or is over; none for others."""
    if bond.now.is_over:
        return DASHES["over"]
    return DASHES["fading"] if bond.now.is_fading else ""


def line_words(bond: Bond) -> str:
    """A tie in a sentence or three: who, how close, when last, what became of it."""
    parts = [f"{bond.town.name} and {bond.organisation.name}: {bond.strength_words}", bond.words]
    return ". ".join([*parts, bond.change_words] if bond.change_words else parts) + "."


def beyond_words(number: int) -> str:
    """How many more towns know an organisation."""
    return f"and {number:,} more town{'s' if number > 1 else ''}" if number else ""
