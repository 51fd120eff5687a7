"""By what the learning library can be narrowed: plain links, each with how much would be left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from front.queries.learning import NEWEST, Found
from front.queries.learning_asked import Asked, Name, Vocabulary
from front.queries.learning_sources import SORTS
from kit.periods import quarter_months

MOST_TIMES = 12  # quarters, or years


@dataclass(frozen=True)
class Option:
    """One way to narrow."""

    label: str
    number: str
    url: str


@dataclass(frozen=True)
class Facet:
    """Ways to narrow by one thing."""

    key: str
    title: str
    options: Sequence[Option]


@dataclass(frozen=True)
class Chosen:
    """To what it is narrowed already; the address is without it."""

    label: str
    url: str


def capped(number: int) -> str:
    """A number as far as it is counted."""
    return f"more than {NEWEST:,}" if number > NEWEST else f"{number:,}"


def facets_of(found: Found, asked: Asked, vocabulary: Vocabulary) -> list[Facet]:
    """Ways to narrow what was found further; none that would leave all of it, or nothing."""
    kinds = [(sort, word, found.kinds[sort]) for sort, word in SORTS.items() if sort in found.kinds]
    offered = (
        Facet("kind", "Kind", _options("kind", kinds, asked)),
        Facet("town", "Town", _options("town", found.towns, asked)),
        Facet("outcome", "Outcome", _options("outcome", _outcomes(found, vocabulary), asked)),
        Facet("stage", "Stage", _options("stage", _stages(found, vocabulary), asked)),
        Facet("when", "Time", _options("when", _times(found, asked), asked)),
    )
    narrowed = asked.narrowed
    return [
        facet
        for facet in offered
        if facet.options
        and (facet.key not in narrowed or (facet.key == "when" and asked.when.isdecimal()))
    ]


def chosen_of(asked: Asked, vocabulary: Vocabulary) -> list[Chosen]:
    """What was chosen, each with the way to take it back."""
    labels = {
        "kind": SORTS.get(asked.kind, ""),
        "town": vocabulary.town.name if vocabulary.town else asked.town,
        "outcome": _name_of(asked.outcome, vocabulary.outcomes),
        "stage": _name_of(asked.stage, vocabulary.stages),
        "when": asked.when_in_words,
    }
    return [Chosen(labels[name], asked.address(**{name: ""})) for name in asked.narrowed]


def _name_of(slug: str, names: Sequence[Name]) -> str:
    return next((one.name for one in names if one.slug == slug), slug)


def _options(key: str, counted: Iterable[tuple[str, str, int]], asked: Asked) -> list[Option]:
    return [
        Option(label, capped(number), asked.address(**{key: value}))
        for value, label, number in counted
    ]


def _outcomes(found: Found, vocabulary: Vocabulary) -> list[tuple[str, str, int]]:
    return [
        (one.slug, one.name, found.outcomes[one.pk])
        for one in vocabulary.outcomes
        if one.pk in found.outcomes
    ]


def _stages(found: Found, vocabulary: Vocabulary) -> list[tuple[str, str, int]]:
    return [
        (str(one.pk), one.name, found.stages[one.pk])
        for one in vocabulary.stages
        if one.pk in found.stages
    ]


def _times(found: Found, asked: Asked) -> list[tuple[str, str, int]]:
    """Years; the quarters of one, once it is chosen or if there is no other."""
    years: dict[int, int] = {}
    for quarter, number in found.quarters.items():
        years[quarter.year] = years.get(quarter.year, 0) + number
    if len(years) > 1 and not asked.when:
        newest = sorted(years.items(), reverse=True)[:MOST_TIMES]
        return [(str(year), str(year), number) for year, number in newest]
    return [_of_quarter(one, found.quarters[one]) for one in sorted(found.quarters, reverse=True)]


def _of_quarter(quarter: date, number: int) -> tuple[str, str, int]:
    return f"{quarter:%Y-%m}", quarter_months(quarter), number
