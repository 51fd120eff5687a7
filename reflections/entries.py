"""What a window sends of one entry of a report, and what it was shown. Pure."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Self
from uuid import UUID

from reflections.models import Audience

NARROW = frozenset({Audience.ME, Audience.TOWN, Audience.TEAM})


@dataclass(frozen=True, kw_only=True)
class Content:
    """What an author says in one item. Numbers are keys of outcomes, organisations and people."""

    kind: str = ""
    text: str = ""
    audience: str = Audience.TEAM
    sensitive: bool = False
    asks_data: bool = False
    strength: int | None = None
    readers: frozenset[int] = field(default_factory=frozenset)
    outcomes: frozenset[int] = field(default_factory=frozenset)
    organisations: frozenset[int] = field(default_factory=frozenset)

    @property
    def digest(self) -> str:
        """A short name for exactly this content, by which a window says what it was shown."""
        parts = [self.kind, self.text, self.audience, self.sensitive, self.asks_data]
        if self.strength is not None:  # unsaid, an entry keeps the digest that windows know already
            parts.append(self.strength)
        groups = [_sorted(self.readers), _sorted(self.outcomes), _sorted(self.organisations)]
        return hashlib.sha256(json.dumps([parts, groups]).encode()).hexdigest()[:16]


@dataclass(frozen=True, kw_only=True)
class EntryDraft:
    """One entry as a window sends it.

    `version` is the one that the window was shown, 0 for what was no item yet; `was` is the digest
    of what it was shown, so that an entry which nobody touched in that window never counts as a
    change.
    """

    key: UUID
    content: Content
    version: int = 0
    was: str = ""

    @property
    def is_untouched(self) -> bool:
        """Whether the window sends back what it was shown."""
        return self.version > 0 and self.was == self.content.digest

    def with_content(self, content: Content) -> Self:
        """The same entry, saying something else."""
        return replace(self, content=content)


def _sorted(numbers: Iterable[int]) -> list[int]:
    return sorted(numbers)
