"""The page on which a report is written, in words: entries under their kinds, and their tags."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from partners.models import Strength
from reflections.guard import Finding
from reflections.models import Audience, Kind
from reflections.queries.addresses import address_of
from reflections.queries.echoes import Asked
from reflections.queries.fading import Fading
from reflections.queries.group_questions import AskedOfTown
from reflections.queries.likely import Likely

GROUPS = (
    (
        Kind.CONNECTION,
        "New connections",
        "People, groups or places you met or brought together.",
        "Connection",
        "Add a connection",
    ),
    (
        Kind.CHALLENGE,
        "Challenges",
        "What was hard, or stood in the way.",
        "Challenge",
        "Add a challenge",
    ),
    (
        Kind.LEARNING,
        "Powerful learning moments",
        "What you now see differently, or would do again.",
        "Learning moment",
        "Add a learning moment",
    ),
)
AUDIENCE_WORDS: dict[str, str] = dict(Audience.choices)


@dataclass(frozen=True)
class Entry:
    """One entry as a window is shown it. Outcomes, organisations and readers are slugs and keys."""

    key: str
    kind: str = ""
    legend: str = ""
    text: str = ""
    version: int = 0
    was: str = ""
    audience: str = Audience.TEAM
    sensitive: bool = False
    asks_data: bool = False
    strength: int | None = None
    readers: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()
    organisations: tuple[tuple[str, str], ...] = ()
    organisation: str = ""
    asks_organisation_kind: bool = False
    likely: tuple[Likely, ...] = ()
    findings: tuple[Finding, ...] = ()
    note: str = ""
    is_mine: bool = True
    is_jot: bool = False
    is_unsaved: bool = False
    errors: tuple[tuple[str, str], ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing has been written yet."""
        return self.version == 0 and not self.is_jot and not self.text

    @property
    def summary(self) -> str:
        """Who may read it, and how much it touches, in a few words."""
        words = [AUDIENCE_WORDS[self.audience]] if self.audience in AUDIENCE_WORDS else []
        if self.sensitive:
            words.append("sensitive")
        if self.strength:
            words.append(Strength(self.strength).label.lower())
        for count, one, many in (
            (len(self.outcomes), "outcome", "outcomes"),
            (len(self.organisations), "organisation", "organisations"),
        ):
            if count:
                words.append(f"{count} {one if count == 1 else many}")
        return ", ".join(words)

    @property
    def ticked(self) -> Iterator[tuple[str, str]]:
        """The boxes that are ticked, by name and value."""
        yield "kind", self.kind
        yield "audience", self.audience
        yield "strength", str(self.strength or "")
        if self.sensitive:
            yield "sensitive", "on"
        if self.asks_data:
            yield "asks_data", "on"
        yield from (("readers", key) for key in self.readers)
        yield from (("outcomes", slug) for slug in self.outcomes)

    @property
    def has_open_details(self) -> bool:
        """Whether what is wrong stands within the part that is shut."""
        beside = {"text", "kind"} | ({"organisation"} if self.is_connection else set())
        return any(name not in beside for name, _ in self.errors)

    @property
    def is_connection(self) -> bool:
        """Whether its organisations, and how close they are, stand beside its words."""
        return self.kind == Kind.CONNECTION

    @property
    def neighbours_url(self) -> str:
        """Of a challenge, where stands what other towns learned about the same."""
        return address_of("neighbours", self.key) if self.kind == Kind.CHALLENGE else ""

    @property
    def text_error(self) -> str:
        """What is wrong with the text."""
        return self._error("text")

    @property
    def kind_error(self) -> str:
        """What is wrong with the kind."""
        return self._error("kind")

    @property
    def audience_error(self) -> str:
        """What is wrong with the audience."""
        return self._error("audience")

    @property
    def organisation_error(self) -> str:
        """What is wrong with an organisation's name."""
        return self._error("organisation")

    def _error(self, name: str) -> str:
        return " ".join(sentence for field_name, sentence in self.errors if field_name == name)


@dataclass(frozen=True)
class Group:
    """The entries of one kind, an empty one at the end."""

    kind: str
    title: str
    hint: str
    word: str
    add: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class LeftOut:
    """Something that waits beside the report, and can be put in."""

    key: str
    text: str
    note: str
    kind: str


@dataclass(frozen=True)
class Tags:
    """What entries can be tagged with, once for the page."""

    themes: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    people: tuple[tuple[str, str], ...]
    organisations: tuple[str, ...]


@dataclass(frozen=True)
class Editor:
    """The whole page."""

    town: str
    town_url: str
    month: str
    is_revising: bool
    due: str
    saved: str
    safeguarding_note: str
    groups: tuple[Group, ...]
    unsorted: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]
    tags: Tags
    asked: tuple[AskedOfTown, ...] = ()
    fading: Sequence[Fading] = ()
    echoes: tuple[Asked, ...] = ()
    errors: tuple[tuple[str, str], ...] = ()

    def entries(self) -> Iterable[Entry]:
        """Every entry of the page."""
        yield from self.unsorted
        for group in self.groups:
            yield from group.entries

    @property
    def has_items(self) -> bool:
        """Whether a draft was begun that could belong to another month."""
        return not self.is_revising and any(entry.version for entry in self.entries())

    @property
    def can_say_nothing(self) -> bool:
        """Whether nothing has been written so far, nor handed over."""
        return not self.is_revising and all(
            entry.is_blank for group in self.groups for entry in group.entries
        )
