"""A map of relationships as values: nodes, the ties between them, and what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache, cached_property

from django.urls import reverse

from kit.dates import in_full
from partners.models import Strength


class Change(StrEnum):
    """What became of a tie between two days."""

    NONE = ""
    NEW = "new"
    AGAIN = "again"
    CLOSER = "closer"
    LOOSER = "looser"
    FADED = "faded"
    ENDED = "ended"


@dataclass(frozen=True)
class Standing:
    """How a tie stands on a day: how close, None if unsaid, and when it was last heard of."""

    last: date | None = None
    strength: int | None = None
    is_fading: bool = False
    is_over: bool = False

    @property
    def is_there(self) -> bool:
        """Whether the two have to do with each other then."""
        return self.last is not None and not self.is_over

    @property
    def strength_words(self) -> str:
        """How close the two are."""
        return words_of_strength(self.strength)

    @property
    def words(self) -> str:
        """When the other was last heard of, and whether the tie fades; nothing before it began."""
        if self.last is None:
            return ""
        if self.is_over:
            return "Not in touch any more"
        heard = in_full(self.last)
        return f"Fading, last heard of {heard}" if self.is_fading else f"Last heard of {heard}"

    @property
    def whole_words(self) -> str:
        """How close, and when last."""
        return f"{self.strength_words}. {self.words}" if self.words else "Not in touch yet"


@dataclass(frozen=True)
class Node:
    """A town or an organisation in the map; of this one also the sector, if that is said.

    `page` is the name of its page: of the thousands that are counted few are shown.
    """

    pk: int
    name: str
    slug: str
    page: str
    sector: str = ""

    @cached_property
    def url(self) -> str:
        """The address of its page."""
        return _address(self.page).replace(_SLUG, self.slug)


_SLUG = "-slug-"


@cache
def _address(page: str) -> str:
    """The address of a page that is known by a slug: the resolver is asked once for all."""
    return reverse(page, args=[_SLUG])


@dataclass(frozen=True)
class Bond:
    """One town's tie with one organisation, as it stands and as it stood."""

    town: Node
    organisation: Node
    now: Standing
    before: Standing | None

    @property
    def change(self) -> Change:
        """What became of it since the earlier day; nothing, if there is none."""
        before, now = self.before, self.now
        if before is None:
            return Change.NONE
        if now.is_there and not before.is_there:
            return Change.AGAIN if before.last else Change.NEW
        if before.is_there and not now.is_there:
            return Change.ENDED
        if now.is_fading and not before.is_fading:
            return Change.FADED
        if before.strength and now.strength and before.strength != now.strength:
            return Change.CLOSER if now.strength > before.strength else Change.LOOSER
        return Change.NONE

    @property
    def strength_words(self) -> str:
        """How close the two are."""
        return self.now.strength_words

    @property
    def words(self) -> str:
        """When it was last heard of, and whether it fades."""
        return self.now.words

    @property
    def change_words(self) -> str:
        """What became of it, in words."""
        if self.change in {Change.CLOSER, Change.LOOSER} and self.before and self.before.strength:
            way = "Closer" if self.change is Change.CLOSER else "Less close"
            return f"{way}: was {Strength(self.before.strength).label.lower()}"
        return CHANGES[self.change]


CHANGES: Mapping[Change, str] = {
    Change.NONE: "",
    Change.NEW: "New",
    Change.AGAIN: "In touch again",
    Change.FADED: "Fading now",
    Change.ENDED: "Ended",
}


TITLES: Mapping[Change, str] = {
    Change.NEW: "New",
    Change.AGAIN: "In touch again",
    Change.CLOSER: "Closer",
    Change.LOOSER: "Less close",
    Change.FADED: "Fading now",
    Change.ENDED: "Over",
}


@dataclass(frozen=True)
class Map:
    """A page of the map: organisations from A to Z, and the towns that know them.

    Where more towns know them than can be drawn, `beyond` counts the rest by organisation, and
    `beyond_before` those that did on the earlier day.
    """

    towns: Sequence[Node]
    organisations: Sequence[Node]
    bonds: Sequence[Bond]
    beyond: Mapping[int, int]
    after: str
    beyond_before: Mapping[int, int] = field(default_factory=dict)

    @property
    def rows(self) -> list[Bond]:
        """The ties by organisation and town, as a table tells them."""
        return sorted(self.bonds, key=lambda bond: (sorting(bond.organisation), sorting(bond.town)))

    @property
    def as_it_was(self) -> "Map":
        """The same towns and organisations, with their ties as they stood on the earlier day."""
        were = [(bond, bond.before) for bond in self.bonds if bond.before and bond.before.last]
        bonds = [replace(bond, now=standing, before=None) for bond, standing in were]
        return replace(self, bonds=bonds, beyond=self.beyond_before)

    @property
    def changes(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What became of ties between the two days: each with its organisations and their towns."""
        found: dict[Change, dict[Node, list[str]]] = {}
        for bond in self.rows:
            towns = found.setdefault(bond.change, {}).setdefault(bond.organisation, [])
            towns.append(bond.town.name)
        return [
            (title, [(node.name, ", ".join(towns)) for node, towns in found[change].items()])
            for change, title in TITLES.items()
            if change in found
        ]

    @property
    def beyond_rows(self) -> list[tuple[str, int]]:
        """How many more towns know an organisation, by its name."""
        return [
            (node.name, self.beyond[node.pk])
            for node in self.organisations
            if node.pk in self.beyond
        ]

    @property
    def beyond_both(self) -> list[tuple[str, int, int]]:
        """How many more towns knew an organisation on the earlier day, and know it now."""
        rows = [node for node in self.organisations if node.pk in self.beyond]
        return [(one.name, self.beyond_before.get(one.pk, 0), self.beyond[one.pk]) for one in rows]


def words_of_strength(strength: int | None) -> str:
    """How close two are, in a word."""
    return Strength(strength).label if strength else "Unsaid"


def sorting(node: Node) -> tuple[str, int]:
    """By what nodes stand in a list: the name, whatever its capitals."""
    return node.name.casefold(), node.pk
