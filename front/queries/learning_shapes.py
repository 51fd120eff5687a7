"""Statements of the learning library, each written once for all readers of the same posts.

Django takes longer to write so wide a query than PostgreSQL to answer it. What it looks like
depends on the reader's posts and on the ways in which it is narrowed: that is a shape. Who reads,
the words and what is chosen are values, handed in when it runs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS
from django.db.models import (
    BigIntegerField,
    DateField,
    F,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, JSONObject, Left

from front.queries.learning_sources import NO_DAY, NO_TOWN, NOTHING, SOURCES, Source
from kit.prepared import IsOneOf, PreparedText, slot
from kit.search import asked as looked_for
from kit.search import extract, nearness
from towns.readers import Held, reader_of

BEGINNING = 280  # characters of a text in which no word was looked for
KEPT = 300  # statements of a process
WINDOWS = (8_000, 30_000, 140_000)  # rows of a large table, from the newest on


@dataclass(frozen=True, slots=True)
class Shape:
    """Of which posts the reader is, on which day, and by what the rows are narrowed."""

    held: Held
    on: date
    has_words: bool
    kind: str = ""
    in_town: bool = False
    of_outcome: bool = False
    in_stage: bool = False
    in_time: bool = False


@lru_cache(maxsize=KEPT)
def finding(shape: Shape, text: str, newest: int) -> PreparedText | None:
    """A statement over `found`, the newest rows of each kind; none if this reader finds none."""
    return _over("found", text, lambda source: _newest(source, shape, newest))


@lru_cache(maxsize=KEPT)
def showing(shape: Shape, text: str, names: frozenset[str]) -> PreparedText | None:
    """A statement over `shown`: rows of these sources, whose numbers are handed in by name."""
    return _over(
        "shown", text, lambda source: _shown(source, shape) if source.name in names else None
    )


def _over(
    name: str, text: str, table: Callable[[Source], QuerySet[Any, Any] | None]
) -> PreparedText | None:
    tables = {source.name: made for source in SOURCES if (made := table(source)) is not None}
    tables = {one: rows for one, rows in tables.items() if not _is_empty(rows)}
    if not tables:
        return None
    union = " UNION ALL ".join(f"SELECT * FROM {one}" for one in tables)  # noqa: S608 -- names of ours
    makers = {one: (lambda rows=rows: rows) for one, rows in tables.items()}
    return PreparedText(text.replace(f"{{{name}}}", union), **makers)


def _is_empty(rows: QuerySet[Any, Any]) -> bool:
    """Whether it is known without asking that a reader of such posts finds none of these rows."""
    try:
        rows.query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql()
    except EmptyResultSet:
        return True
    return False


def _readable(source: Source, shape: Shape) -> QuerySet[Any]:
    """What any reader of such posts may read of a source; who it is is handed in."""
    return source.rows(reader_of(shape.held, on=shape.on), on=shape.on)


def _newest(source: Source, shape: Shape, newest: int) -> QuerySet[Any, Any] | None:
    """The newest rows of one kind of thing, with what they are ranked and counted by."""
    narrowed = _narrowed(source, shape)
    if narrowed is None:
        return None
    rows = _readable(source, shape).filter(narrowed)
    words = looked_for(slot("words", TextField())) if shape.has_words else None
    if words is not None:
        rows = source.matching(rows, words)
    last = _last(rows, newest, by_window=source.is_large and shape.has_words)
    whole: QuerySet[Any] = rows.model._default_manager.filter(pk__in=last)  # noqa: SLF001 -- Django's own name
    return whole.order_by().values_list(
        source.what,
        Cast("pk", BigIntegerField()),
        source.day or NO_DAY,
        source.town or NO_TOWN,
        source.tags,
        Value(0.0) if words is None else nearness(words),
    )


def _last(rows: QuerySet[Any], newest: int, *, by_window: bool) -> QuerySet[Any, Any]:
    """The numbers of the newest of some rows.

    Of a large table one window after the other is looked through, the newest first and each wider
    than the one before, until there are enough. In each the index of words finds the rows: their
    order is written so that no other index has it, else PostgreSQL may walk through all rows of a
    table for a word that stands in few of them, or in none that this reader may read.
    """
    if not by_window:
        return rows.order_by("-pk").values("pk")[:newest]
    bounds = [slot(f"window_{number}", BigIntegerField()) for number in range(len(WINDOWS))]
    within = [
        Q(**{"pk__gt": older} if older is not None else {})
        & Q(**{"pk__lte": newer} if newer is not None else {})
        for newer, older in pairwise([None, *bounds, None])
    ]
    first, *others = (
        rows.filter(window).order_by((F("pk") + 0).desc()).values("pk")[:newest]
        for window in within
    )
    return first.union(*others, all=True)[:newest]


def windows_from(top: int) -> dict[str, int]:
    """Where the windows begin, by their slots; `top` is the number of the newest row."""
    return {f"window_{number}": top - width for number, width in enumerate(WINDOWS)}


def _narrowed(source: Source, shape: Shape) -> Q | None:
    """The condition of what was chosen; none where no row of this source can meet it."""
    if shape.kind and shape.kind not in source.sorts:
        return None
    found = Q()
    if shape.kind and source.sort is not None:
        found &= Q(**{source.sort.name: shape.kind})
    if shape.in_town:
        if not source.town:
            return None
        found &= Q(**{source.town: slot("town", BigIntegerField())})
    if shape.of_outcome:
        if source.tagged is None:
            return None
        found &= source.with_outcome(slot("outcome", BigIntegerField()))
    if (shape.in_stage or shape.in_time) and not source.day:
        return None
    return found & _in_time(source, shape)


def _in_time(source: Source, shape: Shape) -> Q:
    """Within a year or a quarter, and within a stage of the row's own programme."""
    found = Q()
    if shape.in_time:
        found &= _between(source, "time")
    if shape.in_stage:
        programme = slot("programme", BigIntegerField())
        found &= _between(source, "stage")
        found &= Q(**{f"{source.town}__programme": programme}) | Q(**{source.town: None})
    return found


def _between(source: Source, what: str) -> Q:
    since, until = (slot(f"{what}_{end}", DateField()) for end in ("since", "until"))
    return Q(**{f"{source.day}__gte": since, f"{source.day}__lte": until})


def _shown(source: Source, shape: Shape) -> QuerySet[Any, Any]:
    """The rows of one kind of thing that a page shows, with where the words stand in them."""
    words = looked_for(slot("words", TextField())) if shape.has_words else None
    title, text = Cast(source.title, TextField()), Cast(source.text, TextField())
    numbers = slot(source.name, ArrayField(BigIntegerField()))
    return (
        _readable(source, shape)
        .filter(IsOneOf(F("pk"), numbers))
        .order_by()
        .values_list(
            source.what,
            Cast("pk", BigIntegerField()),
            extract(title, words) if words and source.title is not NOTHING else title,
            extract(text, words) if words and source.text is not NOTHING else Left(text, BEGINNING),
            source.day or NO_DAY,
            f"{source.town}__name" if source.town else NOTHING,
            JSONObject(**source.facts),
        )
    )
