"""What the entries of a report can be tagged with: outcomes, organisations, people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    Expression,
    ExpressionWrapper,
    F,
    IntegerField,
    Model,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from kit.prepared import Prepared, slot
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
    contents = [one.content for one in items]
    used = {
        "outcome": frozenset[int]().union(*(content.outcomes for content in contents)),
        "organisation": frozenset[int]().union(*(content.organisations for content in contents)),
        "person": frozenset[int]().union(*(content.readers for content in contents)),
    }
    parts: dict[str, dict[int, Word]] = {part: {} for part in used}
    rows = _WORDS(report=report.pk, town=report.town_id, on=on)
    for part, *word, is_offered in sorted(rows, key=lambda row: (row[5], row[3].casefold())):
        if is_offered or word[0] in used[part]:
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


def nameable(report: Report, *, on: date) -> QuerySet[Person]:
    """Whom an author may name as a reader: the town's people, and the team."""
    return Person.objects.filter(_in_post(report.town_id, on=on))


def _in_post(town_id: int, *, on: date) -> Q:
    posts = Tenure.objects.active(on=on).filter(
        Q(town=town_id, role__in=[Role.PROJECT_LEAD, Role.LINK_LEAD]) | Q(role=Role.PROGRAMME_TEAM)
    )
    return Q(pk__in=posts.values("person"))


def _words(report_id: int, town_id: int, *, on: date) -> QuerySet[Any, Any]:
    """The vocabulary of the day, and all that is in use anywhere in the report."""
    valid = Q(pk__in=Outcome.objects.valid(on=on).order_by().values("pk"))
    living = Organisation.objects.filter(merged_into=None).order_by("name")[:MOST_NAMES]
    outcomes = _rows(
        Outcome.objects.filter(valid | _in_use(Item.outcomes.through, "outcome", report_id)),
        "outcome",
        offered=valid,
        key=F("slug"),
        theme=F("theme"),
        place=F("position"),
    )
    organisations = _rows(
        Organisation.objects.filter(
            Q(pk__in=living.values("pk"))
            | _in_use(Item.organisations.through, "organisation", report_id)
        ),
        "organisation",
        offered=Q(merged_into=None),
        key=F("slug"),
        place=Coalesce("merged_into", 0),
    )
    people = _rows(
        Person.objects.filter(
            _in_post(town_id, on=on) | _in_use(Item.readers.through, "person", report_id)
        ),
        "person",
        offered=_in_post(town_id, on=on),
        key=Cast("key", CharField()),
    )
    return outcomes.union(organisations, people, all=True)


def _in_use(through: type[Model], column: str, report_id: int) -> Q:
    """Rows that an item of the report is tagged with."""
    tags = through._default_manager.filter(item__report=report_id)  # noqa: SLF001 -- the only name every model has
    return Q(pk__in=tags.values(column))


def _rows(
    found: QuerySet[Any, Any],
    part: str,
    *,
    offered: Q,
    key: Expression | F,
    theme: Expression | F | None = None,
    place: Expression | F | None = None,
) -> QuerySet[Any, Any]:
    """The same columns from each table: part, number, key, name, theme, place, and if offered."""
    rows: QuerySet[Any, Any] = (
        found.order_by()
        .annotate(
            part=Value(part, CharField()),
            word=key,
            of_theme=theme or Value("", CharField()),
            place=Cast(place or Value(0), IntegerField()),
            is_offered=ExpressionWrapper(offered, BooleanField()),
        )
        .values_list("part", "pk", "word", "name", "of_theme", "place", "is_offered")
    )
    return rows


_WORDS = Prepared(
    lambda: _words(
        slot("report", IntegerField()), slot("town", IntegerField()), on=slot("on", DateField())
    )
)
