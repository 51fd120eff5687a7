"""Organisations that were first brought together in a month: by a session, or by a connection."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any

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
    url: str
    bodies: set[int] = field(default_factory=set)

    @property
    def couples(self) -> Iterable[Couple]:
        return combinations(sorted(self.bodies), 2)


def pairs_of(user: User, month: date, *, sector: str = "", today: date) -> Pairs:
    """The pairs of a month as far as this reader knows of them: six statements at most.

    With `sector`, a slug: those of which one at least is of it, as what it is today.
    """
    merged = merged_today()
    came = Contribution.objects.visible_to(user, on=today).filter(
        dropped_at=None, session__on__lte=today
    )
    came = came.exclude(session__state=CohortSession.State.CANCELLED)
    told = ItemObservation.objects.filter(
        observation__in=known_ties(user, on=today),
        observation__source=TieObservation.Source.CONNECTION,
    )
    read = Item.objects.visible_to(user, on=today)
    meetings = [*_sessions(came, month, merged), *_items(told, month, merged, read)]
    first: dict[Couple, _Meeting] = {}
    for meeting in sorted(meetings, key=lambda one: (one.on, one.words)):
        for couple in meeting.couples:
            first.setdefault(couple, meeting)
    for couple in _met_before(came, told, month, merged, among=first):
        first.pop(couple, None)
    return _told(first, sector)


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
    told: QuerySet[ItemObservation],
    month: date,
    merged: Mapping[int, int],
    read: QuerySet[Item],
) -> list[_Meeting]:
    """Items that name several, with a link to those that are read: one statement."""
    others = ItemObservation.objects.filter(item=OuterRef("item")).exclude(pk=OuterRef("pk"))
    in_month = told.filter(Exists(others), observation__on__range=(month, last_day(month)))
    rows = in_month.annotate(is_read=Exists(read.filter(pk=OuterRef("item")))).values_list(
        "item",
        "item__key",
        "observation__on",
        "item__report__town__name",
        "observation__tie__organisation",
        "is_read",
    )
    found: dict[int, _Meeting] = {}
    for number, key, on, town, body, is_read in rows:
        url = reverse("learning:item", args=[key]) if is_read else ""
        words = f"A connection reported in {town}, {in_full(on)}"
        found.setdefault(number, _Meeting(on, words, url)).bodies.add(merged.get(body, body))
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
    """Which of these organisations were named together, each group once.

    Who may know is asked of those sessions and items alone that name two of them: few do.
    """
    named = {f"{body}__in": among}
    everything = rows.model._default_manager.filter(**named).order_by().values(of)  # noqa: SLF001 -- Django's own name
    several = everything.annotate(number=Count(body, distinct=True)).filter(number__gte=2)
    found = rows.filter(**named, **{f"{of}__in": several.values(of)}).order_by().values(of)
    groups = found.annotate(bodies=ArrayAgg(body, distinct=True))
    return list(groups.values_list("bodies", flat=True).distinct())


def _told(first: Mapping[Couple, _Meeting], sector: str) -> Pairs:
    """The pairs in words, all or those of a sector: one statement."""
    numbers = {number for couple in first for number in couple}
    rows = Organisation.objects.select_related("sector").filter(pk__in=numbers)
    found = rows.only("name", "slug", "sector__name", "sector__slug").in_bulk()
    if sector:
        among = {pk for pk, one in found.items() if one.sector and one.sector.slug == sector}
        first = {one: meeting for one, meeting in first.items() if not among.isdisjoint(one)}
    shown = [
        (sorted((organisation_node(found[number]) for number in couple), key=sorting), meeting)
        for couple, meeting in list(first.items())[:MOST_SHOWN]
    ]
    pairs = [Pair(one, other, meeting.words, meeting.url) for (one, other), meeting in shown]
    return Pairs(pairs, more=len(first) - len(pairs))
