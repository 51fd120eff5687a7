"""The learning library: what is found in all that a reader may read, and by what to narrow it.

Two statements. The first finds the newest rows of each kind of thing that match and may be read,
by the index of their words; these alone are ranked and counted. The second fetches what is shown.
A word that stands in half of all rows thus costs no more than one that stands in a thousand.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from front.queries.learning_asked import Asked, Name, Vocabulary
from front.queries.learning_shapes import Shape, finding, windows_from
from front.queries.learning_sources import SOURCES
from people.models import User
from towns.readers import Held, posts_in_shape

NEWEST = 500  # of each kind of thing are ranked and counted
A_PAGE = 20
MOST_TOWNS = 12  # by which is narrowed

_FOUND = """
found (what, key, day, town, tags, rank) AS MATERIALIZED ({found}),
page AS (
    SELECT what, key, coalesce(day, DATE '0001-01-01') AS day, tags,
        CASE WHEN %(by_day)s THEN 0 ELSE rank END::real AS rank
    FROM found
)
SELECT json_build_object(
    'says', numnode(websearch_to_tsquery('cohort', %(words)s)),
    'page', (
        SELECT json_agg(json_build_array(what, key, rank, day, tags)) FROM (
            SELECT * FROM page
            WHERE (rank, day, what, key)
                < (%(rank)s::real, %(day)s::date, %(what)s::text, %(key)s::bigint)
            ORDER BY rank DESC, day DESC, what DESC, key DESC LIMIT %(limit)s
        ) AS rows
    ),
    'kind', (
        SELECT json_object_agg(what, number)
        FROM (SELECT what, count(*) AS number FROM found GROUP BY what) AS kinds
    ),
    'town', (
        SELECT json_agg(json_build_array(slug, name, number)) FROM (
            SELECT t.slug, t.name, count(*) AS number
            FROM found JOIN towns_town t ON t.id = found.town
            GROUP BY t.id ORDER BY number DESC, t.name LIMIT %(towns)s
        ) AS towns
    ),
    'outcome', (
        SELECT json_object_agg(tag, number) FROM (
            SELECT tag, count(*) AS number FROM found, unnest(tags) AS tag GROUP BY tag
        ) AS outcomes
    ),
    'stage', (
        SELECT json_object_agg(id, number) FROM (
            SELECT s.id, count(*) AS number
            FROM found
            JOIN towns_stage s ON found.day >= date_trunc('month', s.starts_on)::date
                AND (s.ends_on IS NULL OR found.day <= s.ends_on)
            LEFT JOIN towns_town t ON t.id = found.town
            WHERE t.id IS NULL OR t.programme_id = s.programme_id
            GROUP BY s.id
        ) AS stages
    ),
    'quarter', (
        SELECT json_object_agg(quarter, number) FROM (
            SELECT date_trunc('quarter', day)::date AS quarter, count(*) AS number
            FROM found WHERE day IS NOT NULL GROUP BY quarter
        ) AS quarters
    )
)::text
"""
_VOCABULARY = """
SELECT json_build_object(
    'outcomes', (
        SELECT json_agg(json_build_array(id, slug, name, theme) ORDER BY position, name)
        FROM towns_outcome
    ),
    'stages', (
        SELECT json_agg(
            json_build_array(id, name, date_trunc('month', starts_on)::date,
                coalesce(ends_on, '9999-12-31'), programme_id)
            ORDER BY starts_on, name
        )
        FROM towns_stage
    ),
    'town', (SELECT json_build_array(id, slug, name) FROM towns_town WHERE slug = %s),
    'newest', (SELECT max(id) FROM reflections_item)
)::text
"""
FIRST = (math.inf, "9999-12-31", "zzz", 2**63 - 1)  # before all rows


@dataclass(frozen=True)
class Found:
    """What the first statement found: the page's rows in their order, and what all come to.

    A row is its kind of thing and its number, with its outcomes' numbers. `further` is where the
    next page begins. Numbers are of the newest `NEWEST` of each kind. `says_nothing`: the words
    are so common that none of them is looked for.
    """

    rows: Mapping[tuple[str, int], Sequence[int]] = field(default_factory=dict)
    further: str = ""
    kinds: Mapping[str, int] = field(default_factory=dict)
    towns: Sequence[tuple[str, str, int]] = ()
    outcomes: Mapping[int, int] = field(default_factory=dict)
    stages: Mapping[int, int] = field(default_factory=dict)
    quarters: Mapping[date, int] = field(default_factory=dict)
    says_nothing: bool = False

    @property
    def number(self) -> int:
        """How many were found."""
        return sum(self.kinds.values())

    @property
    def counted(self) -> int:
        """How many of a kind of thing are ranked and counted, if there are more; else 0."""
        are_more = any(
            sum(self.kinds.get(sort, 0) for sort in source.sorts) > NEWEST for source in SOURCES
        )
        return NEWEST if are_more else 0


def vocabulary_of(asked: Asked) -> Vocabulary:
    """Outcomes, stages, the town that was named if there is one: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_VOCABULARY, [asked.town])
        told = json.loads(cursor.fetchone()[0])
    stages = told["stages"] or ()
    return Vocabulary(
        outcomes=[Name(pk, slug, name, theme) for pk, slug, name, theme in told["outcomes"] or ()],
        stages=[Name(pk, str(pk), name) for pk, name, *_span in stages],
        spans={pk: tuple(span) for pk, _name, *span in stages},
        town=Name(*told["town"]) if told["town"] else None,
        newest=told["newest"] or 0,
    )


def find(asked: Asked, user: User, vocabulary: Vocabulary, *, on: date) -> Found:
    """What somebody may read of what they look for, one page of it: one statement, or none."""
    values = _values(asked, vocabulary)
    if values is None:
        return Found()
    posts = posts_in_shape(user, on=on)
    statement = finding(shape_of(asked, posts.held, on=on), _FOUND, NEWEST + 1)
    if statement is None:
        return Found()
    rank, day, what, key = asked.place or FIRST
    ((text,),) = statement(
        **values,
        **windows_from(vocabulary.newest),
        **posts.values,
        words=asked.words,
        by_day=bool(asked.order),
        rank=rank,
        day=day,
        what=what,
        key=key,
        limit=A_PAGE + 1,
        towns=MOST_TOWNS,
    )
    return _found(json.loads(text), asked)


def shape_of(asked: Asked, held: Held, *, on: date) -> Shape:
    """What the statements look like that look for it."""
    return Shape(
        held,
        on,
        has_words=bool(asked.words),
        kind=asked.kind,
        in_town=bool(asked.town),
        of_outcome=bool(asked.outcome),
        in_stage=bool(asked.stage),
        in_time=bool(asked.when),
    )


def _values(asked: Asked, vocabulary: Vocabulary) -> dict[str, object] | None:
    """What was chosen, by its number or its days; none if there is no such thing."""
    values: dict[str, object] = {}
    if asked.town:
        if vocabulary.town is None:
            return None
        values["town"] = vocabulary.town.pk
    if asked.outcome:
        chosen = next((one for one in vocabulary.outcomes if one.slug == asked.outcome), None)
        if chosen is None:
            return None
        values["outcome"] = chosen.pk
    if asked.stage:
        stage = vocabulary.spans.get(int(asked.stage))
        if stage is None:
            return None
        values["stage_since"], values["stage_until"], values["programme"] = stage
    if asked.span:
        values["time_since"], values["time_until"] = asked.span
    return values


def _found(told: Mapping[str, Any], asked: Asked) -> Found:
    rows = told["page"] or []
    return Found(
        rows={(what, key): tags for what, key, _rank, _day, tags in rows[:A_PAGE]},
        further="_".join(map(_in_address, _key_of(rows[A_PAGE - 1]))) if rows[A_PAGE:] else "",
        kinds=told["kind"] or {},
        towns=[(slug, name, number) for slug, name, number in told["town"] or ()],
        outcomes={int(pk): number for pk, number in (told["outcome"] or {}).items()},
        stages={int(pk): number for pk, number in (told["stage"] or {}).items()},
        quarters={
            date.fromisoformat(day): number for day, number in (told["quarter"] or {}).items()
        },
        says_nothing=bool(asked.words) and not told["says"],
    )


def _key_of(row: Sequence[Any]) -> tuple[Any, ...]:
    what, key, rank, day, _tags = row
    return rank, day, what, key


def _in_address(part: object) -> str:
    return repr(part) if isinstance(part, float) else str(part)
