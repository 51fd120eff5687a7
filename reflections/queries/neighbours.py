"""Somebody has been here: what other towns learned about what is hard in this one.

One statement finds them. Near is what touches one of the same outcomes and has words in common;
looked at are the newest items alone, so that it costs the same however many there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery, TrigramSimilarity
from django.db.models import (
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Left
from django.utils.text import Truncator

from kit.dates import month_name
from kit.search import CONFIGURATION, WORDS, StoredWords, nearness, words_in
from people.models import User
from reflections.models import Item, Kind
from reflections.queries.addresses import address_of
from reflections.queries.echoes import Said, echoes_of_row, said_later
from reflections.queries.found import items_to_find, learning_to_find
from reflections.queries.reuse import times_used, used_words

MOST = 3
EXCERPT = 280  # characters of a learning moment
BEGINNING = 2_000  # characters of a text by whose words others are found
LIKENED = 1_000  # characters that are compared letter by letter
LONGEST_WORDS = 40  # looked for; long words are the rarer ones
WORDS_IN_COMMON = 2  # one may be chance
COMPARED = 60  # items at most
WINDOWS = (12_000, 100_000)  # the newest items, looked through one window after the other


@dataclass(frozen=True)
class Neighbour:
    """What another town learned, as it is offered beside a challenge."""

    key: UUID
    title: str
    town: str
    text: str
    touches: Sequence[str]
    said: Sequence[Said]
    used: str
    url: str


def challenge_to_compare(key: UUID, user: User, *, on: date) -> Item | None:
    """A challenge that this person may find, with its report and town: one statement.

    Its outcomes and the number of the newest item stand in `vars`.
    """
    links = Item.outcomes.through.objects.filter(item=OuterRef("pk"))
    newest = Item.objects.order_by("-pk").values("pk")[:1]
    rows = items_to_find(user, on=on).filter(kind=Kind.CHALLENGE).select_related("report__town")
    found = rows.annotate(tags=ArraySubquery(links.values("outcome")), newest=Subquery(newest))
    return found.filter(key=key).first()


def neighbours_of(challenge: Item, user: User, *, on: date) -> list[Neighbour]:
    """Up to three earlier learning moments of other towns, nearest first: one statement, or none.

    Only what this person may find in the library. First those that touch the most of the same
    outcomes, of these the ones with the nearest words. Needs the challenge found by
    `challenge_to_compare`.
    """
    words, tags = _words_of(challenge.text), vars(challenge)["tags"]
    if not words or not tags:
        return []
    shared = Item.outcomes.through.objects.filter(item=OuterRef("pk"), outcome__in=tags)
    rows = learning_to_find(user, on=on).filter(Exists(shared), **{WORDS: words})
    rows = rows.filter(report__month__lte=challenge.report.month)
    rows = rows.exclude(report__town=challenge.report.town_id)
    touches = ArraySubquery(shared.order_by("outcome__position").values("outcome__name"))
    near = nearness(words) + TrigramSimilarity(Left("text", LIKENED), challenge.text[:LIKENED])
    compared = Item.objects.filter(pk__in=_newest(rows, vars(challenge)["newest"])).annotate(
        touches=touches,
        number=Func("touches", function="cardinality", output_field=IntegerField()),
        near=near,
        common=_InCommon(StoredWords(), Value(challenge.text[:BEGINNING])),
        used=times_used(),
        said=echoes_of_row(),
    )
    found = compared.filter(common__gte=WORDS_IN_COMMON).order_by("-number", "-near", "-pk")
    return [_neighbour(item) for item in found.select_related("report__town")[:MOST]]


def _words_of(text: str) -> SearchQuery | None:
    """Any of the words of a text; none where it has no letters."""
    words = sorted(set(words_in(text[:BEGINNING])), key=lambda word: (-len(word), word))
    if not words:
        return None
    either = " | ".join(f"'{word}'" for word in words[:LONGEST_WORDS])
    return SearchQuery(either, config=CONFIGURATION, search_type="raw")


def _newest(rows: QuerySet[Item], top: int) -> QuerySet[Any, Any]:
    """The numbers of the newest of some items, of one window after the other until it is enough.

    Their order is written so that no index has it: see the library's own windows.
    """
    bounds = [top, *(top - width for width in WINDOWS)]
    first, *others = (
        rows.filter(Q(pk__lte=newer, pk__gt=older)).order_by((F("pk") + 0).desc())
        for newer, older in pairwise(bounds)
    )
    return first.values("pk")[:COMPARED].union(
        *(one.values("pk")[:COMPARED] for one in others), all=True
    )[:COMPARED]


class _InCommon(Func):
    """How many words, by their stems, stored words and a text have in common."""

    template = "cardinality(ARRAY(SELECT unnest(tsvector_to_array(%(expressions)s)))))"
    arg_joiner = (
        f")) INTERSECT SELECT unnest(tsvector_to_array(to_tsvector('{CONFIGURATION}'::regconfig, "
    )
    output_field = IntegerField()


def _neighbour(item: Item) -> Neighbour:
    found, town = vars(item), item.report.town.name
    return Neighbour(
        item.key,
        f"{town}, {month_name(item.report.month)}",
        town,
        Truncator(item.text).chars(EXCERPT),
        found["touches"],
        said_later(found["said"]),
        used_words(found["used"]),
        address_of("introduce", item.key),
    )
