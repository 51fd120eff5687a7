"""`library`: fills a library of so many items, and measures searches as each role; prints JSON."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from bench.inside.million import COMMON, FREQUENT, MISSPELT, RARE, SELDOM, TOWN, fill
from bench.searched import Searched
from front.actions.words import gather_words
from front.queries.learning import find, vocabulary_of
from front.queries.learning_asked import Asked
from front.queries.learning_rows import rows_of
from people.models import User
from reflections.models import Item, Kind
from reflections.queries.neighbours import challenge_to_compare, neighbours_of
from towns.access import remember
from towns.models import Role
from towns.posts import posts_of
from towns.queries.words import put_right

INDEX = "reflections_item_words"
OUTCOME = "active-travel"
ROLES = (
    Role.PROJECT_LEAD,
    Role.LINK_LEAD,
    Role.PROGRAMME_TEAM,
    Role.ANALYST,
    Role.STEERING,
    Role.NATIONAL,
    Role.EVALUATOR,
)
ONE_WORD = {
    "a common word": Asked(words=COMMON),
    "a frequent word": Asked(words=FREQUENT),
    "a seldom word": Asked(words=SELDOM),
    "a rare word": Asked(words=RARE),
    "a misspelt word": Asked(words=MISSPELT),
}
NARROWED = {
    "two words": Asked(words=f"{COMMON} {SELDOM}"),
    "the newest": Asked(words=COMMON, order="newest"),
    "a common word, of an outcome": Asked(words=COMMON, outcome=OUTCOME),
    "a rare word, of an outcome": Asked(words=RARE, outcome=OUTCOME),
    "a common word, of a town": Asked(words=COMMON, town=TOWN),
    "a common word, of a kind": Asked(words=COMMON, kind="challenge"),
    "a common word, of last year": Asked(words=COMMON, when=str(timezone.localdate().year - 1)),
    "an outcome": Asked(outcome=OUTCOME),
}


class Command(BaseCommand):
    help = "Measure searches in a library: an empty database, filled first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("items", type=int)
        parser.add_argument("--towns", type=int, required=True)
        parser.add_argument("--times", type=int, default=20)
        parser.add_argument("--filled", action="store_true", help="it was filled before")

    def handle(self, *_args: object, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        since = time.perf_counter()
        if not options["filled"]:
            fill(items=options["items"], towns=options["towns"], at=timezone.now())
            gather_words()
            with connection.cursor() as cursor:
                cursor.execute("SET statement_timeout = 0")
                cursor.execute("VACUUM ANALYZE")
                cursor.execute("RESET statement_timeout")
        seconds = time.perf_counter() - since
        found = [
            _measured(role, name, asked, options["times"])
            for role in ROLES
            for name, asked in (ONE_WORD | NARROWED).items()
        ]
        found.append(_neighbours(Role.PROJECT_LEAD, options["times"]))
        figures = {"fill": seconds, "searches": [asdict(one) for one in found]}
        self.stdout.write(json.dumps(figures))


def _measured(role: str, name: str, asked: Asked, times: int) -> Searched:
    """How long the statements of a page take in the database, again and again."""
    on = timezone.localdate()
    user = User.objects.get(email=f"{role}@example.org")
    remember(user, posts_of(user, on=on).held, on=on)
    spent: list[float] = []
    for _ in range(times + 1):
        with _timed() as statements:
            _search(user, asked)
        spent.append(sum(seconds for seconds, _sql, _values in statements) * 1_000)
    _seconds, sql, values = max(statements, key=lambda one: "MATERIALIZED" in one[1])
    return Searched(role, name, spent[1:], _plan(sql, values), name in ONE_WORD)


def _neighbours(role: str, times: int) -> Searched:
    """How long it takes to find what other towns learned about the newest challenge."""
    on = timezone.localdate()
    user = User.objects.get(email=f"{role}@example.org")
    remember(user, posts_of(user, on=on).held, on=on)
    rows = Item.objects.visible_to(user, on=on).filter(kind=Kind.CHALLENGE, sensitive=False)
    newest = rows.exclude(outcomes=None).order_by("-pk").values_list("key", flat=True)[0]
    spent: list[float] = []
    for _ in range(times + 1):
        with _timed() as statements:
            challenge = challenge_to_compare(newest, user, on=on)
            offered = neighbours_of(challenge, user, on=on) if challenge else []
        spent.append(sum(seconds for seconds, _sql, _values in statements) * 1_000)
    name = f"a challenge's neighbours ({len(offered)})"
    return Searched(role, name, spent[1:], "newest", is_one_word=False)


def _search(user: User, asked: Asked) -> None:
    """What the page asks for."""
    on = timezone.localdate()
    vocabulary = vocabulary_of(asked)
    found = find(asked, user, vocabulary, on=on)
    rows_of(found, asked, user, vocabulary, on=on)
    if not found.number:
        right = put_right(asked.words, user, on=on)
        if right:
            find(asked.with_words(right), user, vocabulary, on=on)


def _plan(sql: str, values: Any) -> str:  # noqa: ANN401 -- as it was asked
    """By which index the items are found: that of their words, or the newest first."""
    if "MATERIALIZED" not in sql:
        return "no items"
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", values)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    if INDEX in plan:
        return "words"
    return "others" if "reflections_item" in plan else "no items"


@contextmanager
def _timed() -> Iterator[list[tuple[float, str, Any]]]:
    """The seconds, the text and the values of each statement within."""
    kept: list[tuple[float, str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Any) -> Any:  # noqa: ANN401 -- Django's signature
        since = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            kept.append((time.perf_counter() - since, sql, params))

    with connection.execute_wrapper(note):
        yield kept
