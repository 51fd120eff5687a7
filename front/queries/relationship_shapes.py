"""Statements of the map of relationships, each written once for all readers of the same posts."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    Count,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    TextField,
)
from django.db.models.functions import Lower

from kit.prepared import IsOneOf, Prepared, slot
from partners.models import Tie, TieObservation
from people.models import Organisation, User
from reflections.queries.ties import ANSWERS, known_ties, with_answers
from towns.readers import Held, reader_of

KEPT = 300  # statements of a process
LEVELS = 8  # more than there are strengths
_DAYS = "(%(expressions)s - DATE '2000-01-01')"


@dataclass(frozen=True, slots=True)
class Shape:
    """Of which posts the reader is, on which day, and by what the map is narrowed."""

    held: Held
    today: date
    in_town: bool
    of_outcome: bool
    of_kind: bool
    of_sector: bool
    is_compared: bool


@lru_cache(maxsize=KEPT)
def organisations(shape: Shape, most: int) -> Prepared[Organisation]:
    """So many organisations with ties, from `after` on by name, with their sectors.

    Of `living` there are ties too: those of what was merged into them.
    """
    return Prepared(lambda: _organisations(shape, most))


@lru_cache(maxsize=KEPT)
def merged_with_ties(shape: Shape) -> Prepared[int]:
    """Which of `merged` have ties: numbers of organisations."""
    rows = IsOneOf(F("tie__organisation"), _numbers("merged"))
    return Prepared(
        lambda: (
            _telling(shape)
            .filter(rows)
            .order_by()
            .values_list("tie__organisation", flat=True)
            .distinct()
        )
    )


@lru_cache(maxsize=KEPT)
def seen(shape: Shape) -> Prepared[dict[str, Any]]:
    """What was seen of each tie of `bodies`, in a line: when last heard of, ended, how close."""
    return Prepared(lambda: _seen(shape))


def _organisations(shape: Shape, most: int) -> QuerySet[Organisation]:
    ties = Tie.objects.filter(
        Exists(_telling(shape).filter(tie=OuterRef("pk"))), organisation=OuterRef("pk")
    )
    rows = (
        Organisation.objects.filter(merged_into=None)
        .select_related("sector")
        .filter(Q(Exists(ties)) | Q(IsOneOf(F("pk"), _numbers("living"))))
    )
    if shape.of_kind:
        rows = rows.filter(kind=slot("kind", TextField()))
    if shape.of_sector:
        rows = rows.filter(sector__slug=slot("sector", TextField()))
    ordered = rows.annotate(sorting=Lower("name")).order_by("sorting", "pk")
    return ordered.filter(sorting__gt=Lower(slot("after", TextField())))[:most]


def _seen(shape: Shape) -> QuerySet[Any, dict[str, Any]]:
    """How close is told with the day on which somebody said so.

    Lines of organisations that are one by now can so be taken together.
    """
    is_over = Q(source=TieObservation.Source.OVER)
    tells_of_it = ~Q(source__in=ANSWERS)
    said = Func(F("on"), template=_DAYS, output_field=IntegerField()) * LEVELS + F("strength")
    facts: dict[str, Any] = {
        "touched": Max("on", filter=~is_over),
        "over": Max("on", filter=is_over),
        "said": Max(said),
        "known": Count("pk", filter=tells_of_it),
    }
    if shape.is_compared:
        then = Q(on__lte=slot("since", DateField()))
        facts |= {
            "touched_before": Max("on", filter=~is_over & then),
            "over_before": Max("on", filter=is_over & then),
            "said_before": Max(said, filter=then),
        }
    keys = ("tie__town", "tie__organisation", "tie__town__name", "tie__town__slug")
    told = _until(with_answers(_reader(shape), on=shape.today), shape)
    told = told.filter(IsOneOf(F("tie__organisation"), _numbers("bodies")))
    rows: QuerySet[Any, dict[str, Any]] = told.order_by().values(*keys).annotate(**facts)
    return rows.filter(known__gt=0).order_by("tie__town__name", "tie__town")


def _telling(shape: Shape) -> QuerySet[TieObservation]:
    """What tells this reader, by that day, that there is a tie of this kind."""
    outcome = slot("outcome", TextField()) if shape.of_outcome else ""
    return _until(known_ties(_reader(shape), on=shape.today, outcome=outcome), shape)


def _until(told: QuerySet[TieObservation], shape: Shape) -> QuerySet[TieObservation]:
    """What had been seen by that day, of all ties or of a town's."""
    told = told.filter(on__lte=slot("until", DateField()))
    return told.filter(tie__town=slot("town", BigIntegerField())) if shape.in_town else told


def _reader(shape: Shape) -> User:
    return reader_of(shape.held, on=shape.today)


def _numbers(name: str) -> Any:  # noqa: ANN401 -- a slot
    return slot(name, ArrayField(BigIntegerField()))
