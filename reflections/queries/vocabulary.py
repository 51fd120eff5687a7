"""What the entries of a report can be tagged with: outcomes, organisations, people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Expression, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from people.models import Organisation, Person
from reflections.models import Item, Report
from reflections.queries.items import Loaded
from towns.models import Outcome, Role, Tenure

MOST_NAMES = 200  # organisations offered while typing; the others by their whole name


@dataclass(frozen=True, slots=True)
class Word:
    """An outcome, an organisation or a person: the row's number, and the key that forms send."""

    pk: int
    key: str
    name: str
    theme: str
    place: int

    @property
    def is_living(self) -> bool:
        """Whether an organisation stands by itself: a merged one has the place of its successor."""
        return self.place == 0


@dataclass(frozen=True)
class Vocabulary:
    """All that a page offers, each by its number; outcomes in their order, the others by name."""

    outcomes: dict[int, Word]
    organisations: dict[int, Word]
    people: dict[int, Word]


@dataclass(frozen=True)
class Words:
    """What the names that forms send stand for: keys of rows, by slug, and of people, by key."""

    outcomes: dict[str, int]
    organisations: dict[str, int]
    people: dict[str, int]


def vocabulary_of(report: Report, items: Iterable[Loaded], *, on: date) -> Vocabulary:
    """What the report's page offers that day, and what is in use in these items: one statement."""
    items = list(items)
    parts: dict[str, dict[int, Word]] = {"outcome": {}, "organisation": {}, "person": {}}
    rows = _outcomes(items, on=on).union(
        _organisations(items), _people(nameable(report, items, on=on)), all=True
    )
    for part, *word in sorted(rows, key=lambda row: (row[5], row[3].casefold())):
        parts[part][word[0]] = Word(*word)
    return Vocabulary(parts["outcome"], parts["organisation"], parts["person"])


def words_of(
    report: Report,
    *,
    outcomes: set[str],
    organisations: set[str],
    people: set[str],
    on: date,
) -> Words:
    """What these names stand for; a statement for each sort that is named at all.

    People are found only among those who may be named as readers, or are already.
    """
    named = Item.readers.through.objects.filter(item__report=report).values("person")
    readers = nameable(report, on=on) | Person.objects.filter(pk__in=named)
    return Words(
        outcomes=dict(Outcome.objects.filter(slug__in=outcomes).values_list("slug", "pk")),
        organisations=dict(
            Organisation.objects.filter(slug__in=organisations).values_list("slug", "pk")
        ),
        people={str(key): pk for key, pk in readers.values_list("key", "pk") if str(key) in people}
        if people
        else {},
    )


def nameable(report: Report, items: Iterable[Loaded] = (), *, on: date) -> QuerySet[Person]:
    """Whom an author may name as a reader: the town's people, the team, who was named before."""
    named = {number for one in items for number in one.content.readers}
    posts = Tenure.objects.active(on=on).filter(
        Q(town=report.town_id, role__in=[Role.PROJECT_LEAD, Role.LINK_LEAD])
        | Q(role=Role.PROGRAMME_TEAM)
    )
    return Person.objects.filter(Q(pk__in=posts.values("person")) | Q(pk__in=named))


def _outcomes(items: list[Loaded], *, on: date) -> QuerySet[Any, Any]:
    """The vocabulary of the day, and older words that are in use."""
    used = {number for one in items for number in one.content.outcomes}
    found = Outcome.objects.filter(pk__in=used) | Outcome.objects.valid(on=on)
    return _rows(found, "outcome", key=F("slug"), theme=F("theme"), place=F("position"))


def _organisations(items: list[Loaded]) -> QuerySet[Any, Any]:
    """Those that are offered, in the order of their names, and those in use."""
    used = {number for one in items for number in one.content.organisations}
    living = Organisation.objects.filter(merged_into=None).order_by("name")[:MOST_NAMES]
    found = Organisation.objects.filter(Q(pk__in=used) | Q(pk__in=living.values("pk")))
    return _rows(found, "organisation", key=F("slug"), place=Coalesce("merged_into", 0))


def _people(people: QuerySet[Person]) -> QuerySet[Any, Any]:
    return _rows(people, "person", key=Cast("key", CharField()))


def _rows(
    found: QuerySet[Any, Any],
    part: str,
    *,
    key: Expression | F,
    theme: Expression | F | None = None,
    place: Expression | F | None = None,
) -> QuerySet[Any, Any]:
    """The same columns from each table: part, number, key, name, theme, place."""
    rows: QuerySet[Any, Any] = (
        found.order_by()
        .annotate(
            part=Value(part, CharField()),
            word=key,
            of_theme=theme or Value("", CharField()),
            place=Cast(place or Value(0), IntegerField()),
        )
        .values_list("part", "pk", "word", "name", "of_theme", "place")
    )
    return rows
