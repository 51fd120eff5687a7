"""Organisations that were first brought together in a month: by a session, or by a connection."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse

from front.bonds import Node, sorting
from front.queries.relationships import merged_today, organisation_node
from kit.dates import in_full
from kit.periods import last_day
from partners.models import TieObservation
from people.models import Organisation, User
from reflections.models import Item, ItemObservation
from reflections.queries.ties import known_ties
from sessions.models import CohortSession, Contribution

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
    words: str
    url: str = ""
    item: UUID | None = None
    bodies: set[int] = field(default_factory=set)

    @property
    def couples(self) -> Iterable[Couple]:
        return combinations(sorted(self.bodies), 2)


def pairs_of(user: User, month: date, *, sector: str = "", today: date) -> Pairs:
    """The pairs of a month as far as this reader knows of them: eight statements at most.

    With `sector`, a slug: those of which one at least is of it, as what it is today.
    """
    merged = merged_today()
    came = Contribution.objects.visible_to(user, on=today).filter(
        dropped_at=None, session__on__lte=today
    )
    came = came.exclude(session__state=CohortSession.State.CANCELLED)
    another = ItemObservation.objects.filter(item=OuterRef("item")).exclude(pk=OuterRef("pk"))
    told = ItemObservation.objects.filter(
        Exists(another),  # most items name one organisation, and bring nobody together
        observation__in=known_ties(user, on=today),
        observation__source=TieObservation.Source.CONNECTION,
    )
    meetings = [*_sessions(came, month, merged), *_items(told, month, merged)]
    first: dict[Couple, _Meeting] = {}
    for meeting in sorted(meetings, key=lambda one: (one.on, one.words)):
        for couple in meeting.couples:
            first.setdefault(couple, meeting)
    if sector:
        of_sector = _of_sector(sector, {number for couple in first for number in couple})
        first = {one: meeting for one, meeting in first.items() if not of_sector.isdisjoint(one)}
    for couple in _met_before(came, told, month, merged, among=first):
        first.pop(couple, None)
    return _told(first, user, today=today)


def _of_sector(sector: str, among: Iterable[int]) -> set[int]:
    """Which of these organisations are of a sector: one statement."""
    rows = Organisation.objects.filter(pk__in=among, sector__slug=sector)
    return set(rows.values_list("pk", flat=True))


def _sessions(
    came: QuerySet[Contribution], month: date, merged: Mapping[int, int]
) -> list[_Meeting]:
    fields = ("session", "session__on", "session__title", "session__slug", "organisation")
    rows = came.filter(session__on__range=(month, last_day(month))).values_list(*fields)
    found: dict[int, _Meeting] = {}
    for number, on, title, slug, body in rows:
        url = reverse("sessions:session", args=[slug])
        meeting = found.setdefault(number, _Meeting(on, f"{title}, {in_full(on)}", url))
        meeting.bodies.add(merged.get(body, body))
    return list(found.values())


def _items(
    told: QuerySet[ItemObservation], month: date, merged: Mapping[int, int]
) -> list[_Meeting]:
    fields = ("item", "item__key", "observation__on", "item__report__town__name")
    rows = told.filter(observation__on__range=(month, last_day(month)))
    found: dict[int, _Meeting] = {}
    for number, key, on, town, body in rows.values_list(*fields, "observation__tie__organisation"):
        words = f"A connection reported in {town}, {in_full(on)}"
        meeting = found.setdefault(number, _Meeting(on, words, item=key))
        meeting.bodies.add(merged.get(body, body))
    return list(found.values())


def _met_before(
    came: QuerySet[Contribution],
    told: QuerySet[ItemObservation],
    month: date,
    merged: Mapping[int, int],
    *,
    among: Iterable[Couple],
) -> set[Couple]:
    """Those of these couples that had met before the month: two statements."""
    bodies = {number for couple in among for number in couple}
    same = [*bodies, *(number for number, living in merged.items() if living in bodies)]
    groups = [
        *_groups(came.filter(session__on__lt=month), "session", "organisation", same),
        *_groups(
            told.filter(observation__on__lt=month), "item", "observation__tie__organisation", same
        ),
    ]
    return {
        couple
        for group in groups
        for couple in combinations(sorted({merged.get(number, number) for number in group}), 2)
    }


def _groups(
    rows: QuerySet[Any, Any], of: str, body: str, among: Sequence[int]
) -> Iterable[Sequence[int]]:
    """Which of these organisations were named together, each group once."""
    found = rows.filter(**{f"{body}__in": among}).order_by().values(of)
    several = found.annotate(
        number=Count(body, distinct=True), bodies=ArrayAgg(body, distinct=True)
    ).filter(number__gte=2)
    return list(several.values_list("bodies", flat=True).distinct())


def _told(first: Mapping[Couple, _Meeting], user: User, *, today: date) -> Pairs:
    """The pairs in words, with links to what this reader may open: two statements."""
    shown = list(first.items())[:MOST_SHOWN]
    numbers = {number for couple, _ in shown for number in couple}
    found = Organisation.objects.select_related("sector").in_bulk(numbers)
    nodes = {number: organisation_node(one) for number, one in found.items()}
    keys = [meeting.item for _, meeting in shown if meeting.item]
    read = set(
        Item.objects.visible_to(user, on=today).filter(key__in=keys).values_list("key", flat=True)
    )
    rows = []
    for couple, meeting in shown:
        one, other = sorted((nodes[number] for number in couple), key=sorting)
        url = reverse("learning:item", args=[meeting.item]) if meeting.item in read else ""
        rows.append(Pair(one, other, meeting.words, url or meeting.url))
    return Pairs(rows, more=len(first) - len(shown))
