"""What an edition says, as plain values: frozen as JSON, and read from there by all its readers.

Pages, the PDF and letters are made of it. Nothing here asks the database, so nothing that is not
published can slip in.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any

WORDS_A_MINUTE = 200  # a steady reader's, on a screen
ACROSS = "Across the Project Towns"  # what stands there is of no single town


class Depth(StrEnum):
    """How deep a reader goes. Each holds what the ones before it hold."""

    BRIEF = "brief"
    PAGE = "page"
    FULL = "full"


DEPTHS = tuple(Depth)
NAMES = {Depth.BRIEF: "In brief", Depth.PAGE: "On a page", Depth.FULL: "In full"}


class Sort(StrEnum):
    """What a passage tells of."""

    ANSWER = "answer"
    CONNECTION = "connection"
    CHALLENGE = "challenge"
    LEARNING = "learning"
    QUOTE = "quote"
    ACTION = "action"
    SESSION = "session"
    PARTNER = "partner"
    TOPIC = "topic"


HEADINGS: Mapping[Sort, str] = {
    Sort.ANSWER: "You asked",
    Sort.CONNECTION: "New connections",
    Sort.CHALLENGE: "Challenges",
    Sort.LEARNING: "What was learned",
    Sort.QUOTE: "In their words",
    Sort.ACTION: "Done",
    Sort.SESSION: "Sessions",
    Sort.PARTNER: "Partners",
    Sort.TOPIC: "Shared across towns",
}
SORTS = tuple(HEADINGS)  # in the order in which they are read


@dataclass(frozen=True, slots=True)
class Passage:
    """One thing that an edition says. `key` is the same in every edition of a digest.

    `text` is empty once words were taken out; `gone` then says why, in a sentence. `note` is what
    became of it, or who is quoted; `month` ("May 2026") marks what arrived late from before.
    """

    key: str
    sort: Sort
    depth: Depth
    text: str
    note: str = ""
    month: str = ""
    gone: str = ""

    @property
    def words(self) -> int:
        """How many words a reader reads."""
        return sum(len(part.split()) for part in (self.text, self.note, self.gone))


@dataclass(frozen=True, slots=True)
class Group:
    """The passages of one sort, under their heading."""

    sort: Sort
    heading: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What an edition says of one town, or across towns (`slug` is then empty).

    `progress` sums the quarter up in a sentence; `standing` says who has checked the part.
    """

    slug: str
    name: str
    progress: str
    standing: str
    passages: tuple[Passage, ...]

    def at(self, depth: Depth) -> "Part":
        """The same as deep as a reader goes."""
        shown = DEPTHS[: DEPTHS.index(depth) + 1]
        return replace(self, passages=tuple(one for one in self.passages if one.depth in shown))

    @property
    def groups(self) -> tuple[Group, ...]:
        """Its passages by sort, in the order in which they are read."""
        return tuple(
            Group(sort, HEADINGS[sort], found)
            for sort in SORTS
            if (found := tuple(one for one in self.passages if one.sort == sort))
        )

    @property
    def words(self) -> int:
        """How many words a reader reads in it."""
        said = len(self.progress.split()) + len(self.standing.split())
        return said + sum(one.words for one in self.passages)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart. `value` is none where nothing was recorded: a gap, not a zero."""

    label: str
    value: int | None


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars that count `unit` (as "towns"), under a title; `text` says what they show in words.

    `of` names what is counted, above the labels of a table (as "Outcome").
    """

    key: str
    title: str
    of: str
    unit: str
    text: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What an edition says above its parts.

    `quarter` is the first month as "2026-01", `title` names its months, `label` adds how public
    bodies count it. `completeness` is the honesty line's figure ("19 of 21 reports"), `gaps` what
    is missing and why. `minutes` are reading times by depth, `words` what they were computed from.
    """

    quarter: str
    title: str
    label: str
    opening: str
    completeness: str
    gaps: tuple[str, ...]
    charts: tuple[Chart, ...] = ()
    words: Mapping[Depth, int] = field(default_factory=dict)

    @property
    def minutes(self) -> dict[Depth, int]:
        """Reading times: whole minutes, one at least."""
        return {depth: minutes_for(self.words.get(depth, 0)) for depth in DEPTHS}


@dataclass(frozen=True, slots=True)
class Content:
    """A whole edition, or a page of its parts."""

    head: Head
    parts: tuple[Part, ...]

    def at(self, depth: Depth) -> "Content":
        """The same as deep as a reader goes."""
        return replace(self, parts=tuple(part.at(depth) for part in self.parts))


def minutes_for(words: int) -> int:
    """How long so many words take to read: whole minutes, one at least."""
    return max(1, math.ceil(words / WORDS_A_MINUTE))


def words_of(head: Head, parts: Iterable[Part]) -> dict[Depth, int]:
    """How many words each depth has; of many parts at once, without keeping them."""
    above = sum(len(text.split()) for text in (head.opening, head.completeness, *head.gaps))
    found = dict.fromkeys(DEPTHS, above)
    for part in parts:
        for depth in DEPTHS:
            found[depth] += part.at(depth).words
    return found


# --- Frozen ---------------------------------------------------------------------------------------
def head_as_json(head: Head) -> dict[str, Any]:
    """What is kept of a head."""
    return asdict(head)


def head_from_json(kept: Mapping[str, Any]) -> Head:
    """The head that was kept."""
    charts = tuple(
        Chart(**{**one, "bars": tuple(Bar(**bar) for bar in one["bars"])}) for one in kept["charts"]
    )
    words = {Depth(depth): number for depth, number in kept["words"].items()}
    return Head(**{**kept, "gaps": tuple(kept["gaps"]), "charts": charts, "words": words})


def part_as_json(part: Part) -> dict[str, Any]:
    """What is kept of a part."""
    return asdict(part)


def part_from_json(kept: Mapping[str, Any]) -> Part:
    """The part that was kept."""
    passages = tuple(
        Passage(**{**one, "sort": Sort(one["sort"]), "depth": Depth(one["depth"])})
        for one in kept["passages"]
    )
    return Part(**{**kept, "passages": passages})


def checksum(kept: Mapping[str, Any]) -> str:
    """The SHA-256 of what is kept, in hex: the same for the same words, however they are stored."""
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def checksum_of_all(head: str, parts: Sequence[str]) -> str:
    """The checksum of an edition, of those of its head and its parts in their order."""
    return sha256("\n".join((head, *parts)).encode()).hexdigest()
