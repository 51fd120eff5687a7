"""Organisations that were first brought together in a month: by a session, or by a connection."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Value,
)
from django.urls import reverse

from front.bonds import Node, sorting
from front.queries.relationships import merged_today
from kit.dates import in_full
from kit.periods import last_day
from kit.prepared import IsOneOf, Prepared, slot
from partners.models import TieObservation
from people.models import Organisation, User
from reflections.models import Item, ItemObservation
from reflections.queries.ties import known_ties
from sessions.models import CohortSession, Contribution
from towns.readers import ForReader

MOST_SHOWN = 200

type Couple = tuple[int, int]  # numbers of organisations, the smaller first


@dataclass(frozen=True)
class Pair:
    """Two organisations, and what first brought them together. `url` is empty if it is not read."""

    first: Node
    second: Node
    words: str
    url: str


@dataclass(frozen=True)
class Pairs:
    """Those of a month, in the order of their days; `more` were left out."""

    rows: Sequence[Pair]
    more: int

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.rows) + self.more


@dataclass
class _Meeting:
    """A session, or an item of a report, that names several organisations."""

    on: date
    name: str
    page: str  # the name of its page, if that is read
    key: str
    bodies: set[int] = field(default_factory=set)

    @property
    def url(self) -> str:
        """The address of its page, empty if that is not read."""
        return reverse(self.page, args=[self.key]) if self.page else ""

    @property
    def words(self) -> str:
        """What it was, and when."""
        return f"{self.name}, {in_full(self.on)}"

    @property
    def couples(self) -> Iterable[Couple]:
        return combinations(sorted(self.bodies), 2)


def pairs_of(user: User, month: date, *, sector: str = "", today: date) -> Pairs:
    """The pairs of a month as far as this reader knows of them: six statements at most.

    With `sector`, a slug: those of which one at least is of it, as what it is today.
    """
    merged = merged_today()
    within = {"first": month, "last": min(last_day(month), today)}
    meetings = [
        *_meetings(_SESSIONS(user, on=today, **within), merged),
        *_meetings(_ITEMS(user, on=today, **within), merged),
    ]
    first: dict[Couple, _Meeting] = {}
    for meeting in sorted(meetings, key=lambda one: (one.on, one.name)):
        for couple in meeting.couples:
            first.setdefault(couple, meeting)
    bodies = {number for couple in first for number in couple}
    same = [*bodies, *(number for number, living in merged.items() if living in bodies)]
    asked = {"first": month, "bodies": same}
    for group in (
        *_CAME_BEFORE(user, on=today, **asked),
        *_TOLD_BEFORE(user, on=today, **asked),
    ):
        for couple in combinations(sorted({merged.get(number, number) for number in group}), 2):
            first.pop(couple, None)
    return _told(first, sector)


def _came(user: User, on: date) -> QuerySet[Contribution]:
    """What this reader sees that was brought to sessions until now."""
    came = Contribution.objects.visible_to(user, on=on).filter(dropped_at=None)
    return came.filter(session__on__lte=on).exclude(session__state=CohortSession.State.CANCELLED)


def _reported(user: User, on: date) -> QuerySet[ItemObservation]:
    """What this reader knows of reported connections."""
    return ItemObservation.objects.filter(
        observation__in=known_ties(user, on=on),
        observation__source=TieObservation.Source.CONNECTION,
    )


def _sessions(user: User, on: date) -> QuerySet[Any, tuple[Any, ...]]:
    rows = _came(user, on).filter(session__on__range=(_day("first"), _day("last")))
    shown = F("session__slug"), Value("session", output_field=CharField())
    facts = ("session", "session__on", "session__title", "organisation")
    return rows.values_list(*facts, *shown, Value(value=True))


def _items(user: User, on: date) -> QuerySet[Any, tuple[Any, ...]]:
    """Items that name several, and whether they are read."""
    others = ItemObservation.objects.filter(item=OuterRef("item")).exclude(pk=OuterRef("pk"))
    rows = _reported(user, on).filter(Exists(others))
    read = Exists(Item.objects.visible_to(user, on=on).filter(pk=OuterRef("item")))
    shown = F("item__key"), Value("item", output_field=CharField())
    facts = (
        "item",
        "observation__on",
        "item__report__town__name",
        "observation__tie__organisation",
    )
    in_month = rows.filter(observation__on__range=(_day("first"), _day("last")))
    return in_month.values_list(*facts, *shown, read)


def _meetings(rows: Iterable[tuple[Any, ...]], merged: Mapping[int, int]) -> Iterable[_Meeting]:
    """Who was named together, by what; with a link to what is read."""
    found: dict[int, _Meeting] = {}
    for number, on, name, body, key, sort, is_read in rows:
        meeting = found.get(number)
        if meeting is None:
            page = _PAGES[sort] if is_read else ""
            meeting = found[number] = _Meeting(on, _named(sort, name), page, key)
        meeting.bodies.add(merged.get(body, body))
    return found.values()


_PAGES = {"session": "sessions:session", "item": "learning:item"}


def _named(sort: str, name: str) -> str:
    return name if sort == "session" else f"A connection reported in {name}"


def _groups(rows: QuerySet[Any, Any], of: str, body: str) -> QuerySet[Any, Any]:
    """Which of some organisations were named together, each group once.

    Who may know is asked of those sessions and items alone that name two of them: few do.
    """
    bodies = IsOneOf(F(body), slot("bodies", ArrayField(BigIntegerField())))
    everything = rows.model._default_manager.filter(bodies).order_by().values(of)  # noqa: SLF001 -- Django's own name
    several = everything.annotate(number=Count(body, distinct=True)).filter(number__gte=2)
    found = rows.filter(bodies, **{f"{of}__in": several.values(of)}).order_by().values(of)
    groups: QuerySet[Any, Any] = found.annotate(bodies=ArrayAgg(body, distinct=True))
    return groups.values_list("bodies", flat=True).distinct()


def _day(name: str) -> Any:  # noqa: ANN401 -- a slot
    return slot(name, DateField())


_SESSIONS = ForReader(_sessions)
_ITEMS = ForReader(_items)
_CAME_BEFORE = ForReader(
    lambda reader, on: _groups(
        _came(reader, on).filter(session__on__lt=_day("first")), "session", "organisation"
    )
)
_TOLD_BEFORE = ForReader(
    lambda reader, on: _groups(
        _reported(reader, on).filter(observation__on__lt=_day("first")),
        "item",
        "observation__tie__organisation",
    )
)


def _told(first: Mapping[Couple, _Meeting], sector: str) -> Pairs:
    """The pairs in words, all or those of a sector: one statement."""
    numbers = {number for couple in first for number in couple}
    nodes: dict[int, Node] = {}
    among: set[int] = set()
    for pk, name, slug, of, sector_slug in _NAMES(numbers=list(numbers)):
        nodes[pk] = Node(pk, name, slug, "partners:partner", of or "")
        if sector and sector_slug == sector:
            among.add(pk)
    if sector:
        first = {one: meeting for one, meeting in first.items() if not among.isdisjoint(one)}
    shown = [
        (sorted((nodes[number] for number in couple), key=sorting), meeting)
        for couple, meeting in list(first.items())[:MOST_SHOWN]
    ]
    pairs = [Pair(one, other, meeting.words, meeting.url) for (one, other), meeting in shown]
    return Pairs(pairs, more=len(first) - len(pairs))


_NAMES = Prepared(
    lambda: Organisation.objects.filter(
        IsOneOf(F("pk"), slot("numbers", ArrayField(BigIntegerField())))
    ).values_list("pk", "name", "slug", "sector__name", "sector__slug")
)
