"""The rows of a page of the learning library, as they are shown: one statement for all of them."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from digests.content import ACROSS, Depth
from front.queries.learning import Found, shape_of
from front.queries.learning_asked import Asked, Name, Vocabulary
from front.queries.learning_shapes import BEGINNING, showing
from front.queries.learning_sources import SORTS, SOURCES
from kit.dates import in_full, month_name
from kit.periods import quarter_months
from kit.search import Piece, pieces
from people.models import User
from reflections.queries.reuse import used_words
from sessions.models import CohortSession, Note, Resource
from towns.readers import posts_in_shape

_SHOWN = """
shown (what, key, title, text, day, town, facts) AS ({shown})
SELECT json_agg(shown)::text FROM shown
"""


@dataclass(frozen=True)
class Row:
    """One thing that was found: what it is, where it stands, and the words in it."""

    sort: str
    sort_words: str
    title: Sequence[Piece]
    extract: Sequence[Piece]
    url: str
    facts: Sequence[str]
    outcomes: Sequence[Name]


def rows_of(
    found: Found, asked: Asked, user: User, vocabulary: Vocabulary, *, on: date
) -> list[Row]:
    """What was found, in its order; less what can be read no more since a moment ago."""
    keys: dict[str, list[int]] = defaultdict(list)
    for what, key in found.rows:
        keys[what].append(key)
    numbers = {
        source.name: mine
        for source in SOURCES
        if (mine := [key for sort in source.sorts for key in keys[sort]])
    }
    posts = posts_in_shape(user, on=on)
    statement = showing(shape_of(asked, posts.held, on=on), _SHOWN, frozenset(numbers))
    if statement is None:
        return []
    ((text,),) = statement(**numbers, **posts.values, words=asked.words)
    told = json.loads(text) if text else ()
    shown = {(one["what"], one["key"]): one for one in told}
    return [
        _row(shown[row], [name for name in vocabulary.outcomes if name.pk in tags])
        for row, tags in found.rows.items()
        if row in shown
    ]


def _row(one: Mapping[str, Any], outcomes: Sequence[Name]) -> Row:
    what, facts = one["what"], one["facts"]
    day = date.fromisoformat(one["day"]) if one["day"] else None
    url, title, told = _TOLD.get(what, _of_item)(one, facts, day)
    return Row(
        sort=what,
        sort_words=SORTS[what],
        title=title,
        extract=pieces(_cut(one["text"] or "")),
        url=url,
        facts=[fact for fact in told if fact],
        outcomes=outcomes,
    )


def _cut(text: str) -> str:
    """With a sign where a text was cut: before small letters, after what ends no sentence."""
    begun = f"… {text}" if text[:1].islower() else text
    return f"{begun} …" if len(text) >= BEGINNING / 2 and text[-1].isalnum() else begun


type _Told = tuple[str, Sequence[Piece], Sequence[str]]
type _Facts = Mapping[str, Any]


def _of_item(one: _Facts, facts: _Facts, day: date | None) -> _Told:
    title = f"{one['town']}, {month_name(day)}" if day else one["town"]
    return (
        reverse("learning:item", args=[facts["key"]]),
        [Piece(title)],
        [used_words(facts["used"])],
    )


def _of_session(one: _Facts, facts: _Facts, day: date | None) -> _Told:
    return _at(facts), pieces(one["title"]), (_when(facts, day), one["town"])


def _of_note(one: _Facts, facts: _Facts, day: date | None) -> _Told:
    is_decision = facts["sort"] == Note.Sort.DECISION
    anchor = "#decisions" if is_decision else "#notes"
    told = ("Decided" if is_decision else "", _when(facts, day), one["town"])
    return f"{_at(facts)}{anchor}", pieces(one["title"]), told


def _of_resource(one: _Facts, facts: _Facts, day: date | None) -> _Told:
    anchor = "#materials" if facts["use"] == Resource.Use.MATERIAL else "#resources"
    told = (f"Of “{facts['session']}”", _when(facts, day), one["town"])
    return f"{_at(facts)}{anchor}", pieces(one["title"]), told


def _of_digest(one: _Facts, facts: _Facts, day: date | None) -> _Told:
    quarter, slug = day or date.min, facts["slug"]  # each part has one
    title = f"{quarter_months(quarter)}: {one['town'] or ACROSS}"
    page, place = ("digests:town", [quarter, slug]) if slug else ("digests:digest", [quarter])
    return f"{reverse(page, args=place)}?depth={Depth.FULL}", [Piece(title)], ()


def _of_partner(one: _Facts, facts: _Facts, _day: date | None) -> _Told:
    return reverse("partners:partner", args=[facts["slug"]]), pieces(one["title"]), ()


_TOLD: Mapping[str, Callable[[_Facts, _Facts, date | None], _Told]] = {
    "session": _of_session,
    "note": _of_note,
    "resource": _of_resource,
    "digest": _of_digest,
    "partner": _of_partner,
}


def _at(facts: _Facts) -> str:
    return reverse("sessions:session", args=[facts["slug"]])


def _when(facts: _Facts, day: date | None) -> str:
    """As exactly as the day of a session is known."""
    if day is None:
        return "No date yet"
    return in_full(day) if facts["precision"] == CohortSession.Precision.DAY else month_name(day)
