"""Texts found by the words in them: English stems, whatever the accents, as people type it.

Each room stores the words of its rows beside them, in a column `words` that PostgreSQL keeps up
itself. No model names that column, so no page fetches it: it is reached by `StoredWords` alone.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from django.contrib.postgres.search import (
    SearchHeadline,
    SearchQuery,
    SearchRank,
    SearchVectorField,
)
from django.db.models import Case, F, Func, Model, QuerySet, TextField, Value, When
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

CONFIGURATION = "cohort"  # of PostgreSQL: made by a migration of `people`
WORDS = "stored_words"  # what a statement adds to a row
SHORT = 240  # characters of a text that is shown whole
BEGUN, ENDED = "\ue000", "\ue001"  # around a found word; letters of no writing
_FOUND = re.compile(f"{BEGUN}([^{BEGUN}{ENDED}]*){ENDED}")
_STRAY = re.compile(f"[{BEGUN}{ENDED}]")
_WORD = re.compile(r"[^\W\d_]+")


class StoredWords(Func):
    """The words that are stored beside a row."""

    def __init__(self) -> None:
        super().__init__(F("pk"), output_field=SearchVectorField())

    def as_sql(self, _compiler: Any, connection: Any, **_extra: Any) -> tuple[str, tuple[()]]:  # type: ignore[override]  # noqa: ANN401 -- as Django calls it
        """The column beside the row's key."""
        (key,) = self.source_expressions
        table = getattr(key, "alias")  # noqa: B009 -- a column has one, other expressions do not
        return f"{connection.ops.quote_name(table)}.words", ()


class Plain(Func):
    """A text without the letters that mark what is found: nobody's text can mark anything."""

    function = "translate"
    template = f"%(function)s(%(expressions)s, '{BEGUN}{ENDED}', '')"
    output_field = TextField()


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of an extract: words that were looked for, or what stands between them."""

    text: str
    is_found: bool = False


def asked(words: str) -> SearchQuery:
    """What is looked for, as people type it: "quoted", or, -without."""
    return SearchQuery(words, config=CONFIGURATION, search_type="websearch")


def with_words[Row: Model](rows: QuerySet[Row]) -> QuerySet[Row]:
    """The same rows with their stored words at hand as `WORDS`."""
    return cast("QuerySet[Row]", rows.alias(**{WORDS: StoredWords()}))


def nearness(words: SearchQuery) -> SearchRank:
    """How well a row matches; what is long matches no better for its length."""
    return SearchRank(StoredWords(), words, normalization=Value(1))


def extract(text: Any, words: SearchQuery) -> Case:  # noqa: ANN401 -- an expression
    """Where the words stand in a text, marked; all of a text that is short."""
    plain = Plain(text)
    headline = partial(
        SearchHeadline, plain, words, config=CONFIGURATION, start_sel=BEGUN, stop_sel=ENDED
    )
    whole = headline(highlight_all=True)
    parts = headline(
        min_words=12, max_words=28, short_word="0", max_fragments=2, fragment_delimiter=" … "
    )
    return Case(When(LessThanOrEqual(Length(plain), SHORT), then=whole), default=parts)


def pieces(marked: str) -> list[Piece]:
    """An extract in pieces, so that a page escapes each of them."""
    parts = _FOUND.split(marked)
    return [
        Piece(_STRAY.sub("", part), is_found=bool(number % 2))
        for number, part in enumerate(parts)
        if part
    ]


def folded(text: str) -> str:
    """A text as its words are compared: small letters, no accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def words_in(text: str) -> Sequence[str]:
    """The words of a text, folded; numbers are none."""
    return _WORD.findall(folded(text))
