"""The directory of partners: a page from A to Z, or those whose name is like what was typed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from string import ascii_uppercase
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Left, Lower, Upper
from django.urls import reverse

from front.queries.partners import NAMES, other_names, partners_visible_to
from kit.prepared import slot
from kit.words import listed
from people.likeness import Unaccented, like
from people.mergers import living_of
from people.models import Organisation, User
from people.queries import sectors_in_order
from sessions.models import CohortSession, Contribution
from towns.readers import ForReader

A_PAGE = 30
FOUND = 20  # by a name, the likest first
WHOLE = "name_of_parent"  # what a statement adds to an organisation
LETTERS = frozenset(ascii_uppercase)
KEPT = 32  # all shapes

_SORTING = Unaccented(Lower("name"))


@dataclass(frozen=True)
class Wanted:
    """To what the directory is narrowed.

    A page begins with a letter, or after the last name of the page before; else it is the first.
    """

    name: str = ""
    kind: str = ""
    sector: str = ""
    has_come: bool = False
    letter: str = ""
    after: str = ""

    @property
    def is_later(self) -> bool:
        """Whether a page other than the first is asked for."""
        return bool(self.letter or self.after)

    @property
    def given(self) -> frozenset[str]:
        """In which ways anything is wanted."""
        return frozenset(name for name, value in asdict(self).items() if value)

    @property
    def address(self) -> dict[str, str]:
        """The same as it stands in an address, but for the page."""
        came = "yes" if self.has_come else ""
        told = {"name": self.name, "kind": self.kind, "sector": self.sector, "came": came}
        return {key: value for key, value in told.items() if value}


@dataclass(frozen=True)
class Row:
    """One partner in the directory; `kind` only where it is not simply an organisation."""

    name: str
    url: str
    kind: str
    note: str
    sector: str


def directory(user: User, wanted: Wanted, *, on: date) -> tuple[list[Row], str]:
    """Partners from A to Z, or the likest to a name; and the name after which the next page begins.

    One statement.
    """
    if wanted.name:
        register = partners_visible_to(user, on=on)
        rows = _with_facts(_narrowed(user, wanted, on=on))
        return [_row(one) for one in like(rows, wanted.name, register=register, most=FOUND)], ""
    found = _page(wanted.given)(user, on=on, **asdict(wanted))
    return [_row(one) for one in found[:A_PAGE]], found[A_PAGE - 1].name if found[A_PAGE:] else ""


@dataclass(frozen=True)
class Ways:
    """With which letters, whatever their accents, the partners' names begin; and all sectors.

    Of a sector the slug and the name.
    """

    letters: Sequence[str]
    sectors: Sequence[tuple[str, str]]


def ways_of(user: User, wanted: Wanted, *, on: date) -> Ways:
    """How to go on in the directory, of a list from A to Z also by letter: one statement."""
    rows = sorted(_ways(wanted.given)(user, on=on, **asdict(wanted)))
    sectors = [(slug, name) for _, name, slug in rows if slug]
    return Ways([name for _, name, slug in rows if not slug and name in LETTERS], sectors)


@lru_cache(maxsize=KEPT)
def _page(given: frozenset[str]) -> ForReader[Organisation]:
    """A page from A to Z, written once for all that is wanted in the same ways."""
    wanted = _in_slots(given)
    return ForReader(
        lambda reader, on: _from_start(_with_facts(_narrowed(reader, wanted, on=on)), wanted)[
            : A_PAGE + 1
        ]
    )


@lru_cache(maxsize=KEPT)
def _ways(given: frozenset[str]) -> ForReader[tuple[int, str, str]]:
    wanted = _in_slots(given)

    def build(reader: User, on: date) -> QuerySet[Any, tuple[int, str, str]]:
        sectors = sectors_in_order().order_by().values_list("position", "name", "slug")
        if wanted.name:
            return sectors
        first = Upper(Left(_SORTING, 1))
        begun = _narrowed(reader, wanted, on=on).values_list(Value(0), first, Value(""))
        return sectors.union(begun.distinct(), all=True)

    return ForReader(build)


def _in_slots(given: frozenset[str]) -> Wanted:
    """What is wanted in these ways, whatever it is each time."""
    texts: dict[str, Any] = {name: slot(name, TextField()) for name in given - {"has_come"}}
    return Wanted(has_come="has_come" in given, **texts)


def _narrowed(user: User, wanted: Wanted, *, on: date) -> QuerySet[Organisation]:
    """Those of the kind and the sector that are wanted which have come, if that is wanted."""
    rows = partners_visible_to(user, on=on).filter(merged_into=None)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.sector:
        rows = rows.filter(sector__slug=wanted.sector)
    if wanted.has_come:
        came = Contribution.objects.visible_to(user, on=on).filter(dropped_at=None)
        began = came.filter(session__on__lte=on).exclude(
            session__state=CohortSession.State.CANCELLED
        )
        rows = rows.filter(pk__in=living_of(began.values("organisation")))
    return rows


def _with_facts(partners: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """With all that a row tells of them."""
    parents = Organisation.objects.filter(pk=OuterRef("parent")).values("name")
    return partners.select_related("sector").annotate(
        **{NAMES: other_names(), WHOLE: Subquery(parents)}
    )


def _from_start(partners: QuerySet[Organisation], wanted: Wanted) -> QuerySet[Organisation]:
    """From A to Z, from where the page begins."""
    ordered = partners.annotate(sorting=_SORTING, small=Lower("name")).order_by("sorting", "small")
    if wanted.after:
        small = Lower(wanted.after)
        sorting = Unaccented(small)
        onward = {"sorting__gt": sorting}, {"sorting": sorting, "small__gt": small}
        return ordered.filter(Q(**onward[0]) | Q(**onward[1]))
    return ordered.filter(sorting__gte=Lower(wanted.letter)) if wanted.letter else ordered


def _row(organisation: Organisation) -> Row:
    others, whole = vars(organisation)[NAMES], vars(organisation)[WHOLE]
    former = [one["name"] for one in others if not one["is_alias"]]
    aliases = [one["name"] for one in others if one["is_alias"]]
    parts = [
        f"Of {whole}" if whole else "",
        f"Formerly {listed(former)}" if former else "",
        f"Also called {listed(aliases)}" if aliases else "",
    ]
    return Row(
        organisation.name,
        reverse("partners:partner", args=[organisation.slug]),
        "" if organisation.kind == Organisation.Kind.BODY else organisation.get_kind_display(),
        ". ".join(part for part in parts if part),
        organisation.sector.name if organisation.sector else "",
    )
