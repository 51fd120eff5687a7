"""Where a quote was used: told by the rooms above, which register who knows. Pure wiring."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evidence.models import Quote


@dataclass(frozen=True, slots=True)
class Use:
    """One place in which a quote was published, in words, and the address of who received it."""

    words: str
    url: str = ""


type Knows = Callable[["Quote"], Sequence[Use]]
_KNOWING: list[Knows] = []


def told_by(knows: Knows) -> None:
    """Say who knows of uses. Called by a room's `AppConfig.ready`; may be repeated."""
    if knows not in _KNOWING:
        _KNOWING.append(knows)


def uses_of(quote: "Quote") -> list[Use]:
    """Every use of a quote that any room knows of."""
    return [use for knows in _KNOWING for use in knows(quote)]
