"""What a window sends of one passage, and what it was shown. Pure."""

import hashlib
import json
from dataclasses import dataclass
from uuid import UUID

from digests.models import Passage


@dataclass(frozen=True, kw_only=True)
class Words:
    """What an editor says of a passage."""

    text: str
    note: str
    depth: str

    @property
    def digest(self) -> str:
        """A short name for exactly these words, by which a window says what it was shown."""
        return short_name(self.text, self.note, self.depth)


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One passage as a window sends it. `version` and `was` name what the window was shown.

    A passage that nobody touched in that window never counts as a change.
    """

    key: UUID
    words: Words
    version: int
    was: str = ""

    @property
    def is_untouched(self) -> bool:
        """Whether the window sends back what it was shown."""
        return self.was == self.words.digest


def words_of(passage: Passage) -> Words:
    """What a passage says now."""
    return Words(text=passage.text, note=passage.note, depth=passage.depth)


def short_name(*texts: str) -> str:
    """A short name for exactly these texts."""
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:16]
