"""Who knows whom: the ties of towns and organisations on a day, beside those of an earlier day."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import DateField, QuerySet, Value

from front.bonds import Bond, Map, Node, Standing, sorting
from front.queries.relationship_shapes import LEVELS, Shape, merged_with_ties, organisations, seen
from kit.prepared import Prepared, slot
from people.models import Living, Organisation, Sector, User
from towns.models import Outcome, Programme, Town
from towns.readers import posts_in_shape

A_PAGE = 30  # organisations
AT_ONCE = 1_000  # organisations, where all of them are taken
TOWNS_DRAWN = 8  # beside the names of organisations on a phone


@dataclass(frozen=True)
class Wanted:
    """Of which day, beside which, and to what the map is narrowed; `after` ends the page before."""

    on: date
    since: date | None = None
    outcome: str = ""
    kind: str = ""
    sector: str = ""
    after: str = ""


@dataclass(frozen=True)
class _Asked:
    """What is wanted, as statements take it: their shape, and the values of their slots."""

    wanted: Wanted
    shape: Shape
    values: Mapping[str, object]


def map_of(
    user: User, wanted: Wanted, *, town: Town | None = None, today: date, most: int = A_PAGE
) -> Map:
    """The ties that a reader may know of: five statements at any number of towns.

    `most` organisations stand on a page.
    """
    merged, asked = merged_today(), _asked(user, wanted, town=town, today=today)
    found = _organisations(asked, wanted.after, merged, most)
    page = found[:most]
    nodes = [organisation_node(one) for one in page]
    seen = _seen_of(asked, nodes, merged)
    drawn = _towns_drawn(seen)
    numbers = {town.pk for town in drawn}
    others = [(pair, rows) for pair, rows in seen.pairs.items() if pair.town not in numbers]
    return Map(
        towns=drawn,
        organisations=nodes,
        bonds=list(_bonds(asked, seen, nodes, towns=drawn)),
        beyond=Counter(pair.organisation for pair, _ in others),
        after=page[-1].name if len(found) > most else "",
        beyond_before=Counter(
            pair.organisation
            for pair, rows in others
            if wanted.since and _latest(rows, "touched_before")
        ),
    )


def ties_of(user: User, wanted: Wanted, *, town: Town | None = None, today: date) -> Iterator[Bond]:
    """All the ties, by organisation: four statements for each thousand of these."""
    merged, asked = merged_today(), _asked(user, wanted, town=town, today=today)
    after = wanted.after
    while True:
        found = _organisations(asked, after, merged, AT_ONCE)
        page = found[:AT_ONCE]
        nodes = [organisation_node(one) for one in page]
        seen = _seen_of(asked, nodes, merged)
        bonds = _bonds(asked, seen, nodes, towns=seen.towns.values())
        yield from sorted(bonds, key=lambda one: (sorting(one.organisation), sorting(one.town)))
        if len(found) <= AT_ONCE:
            return
        after = page[-1].name


def _asked(user: User, wanted: Wanted, *, town: Town | None, today: date) -> _Asked:
    posts = posts_in_shape(user, on=today)
    shape = Shape(
        posts.held,
        today,
        in_town=town is not None,
        of_outcome=bool(wanted.outcome),
        of_kind=bool(wanted.kind),
        of_sector=bool(wanted.sector),
        is_compared=wanted.since is not None,
    )
    values: dict[str, object] = {
        **posts.values,
        "until": wanted.on,
        "since": wanted.since,
        "town": town.pk if town else None,
        "outcome": wanted.outcome,
        "kind": wanted.kind,
        "sector": wanted.sector,
    }
    return _Asked(wanted, shape, values)


def merged_today() -> dict[int, int]:
    """What was merged, and which organisation stands for it today: a statement."""
    return dict(_MERGED())


_MERGED = Prepared(
    lambda: Living.objects.filter(organisation__merged_into__isnull=False).values_list(
        "organisation", "living"
    )
)


def _organisations(
    asked: _Asked, after: str, merged: Mapping[int, int], most: int
) -> list[Organisation]:
    """A page of organisations with ties of that day, and one more: two statements."""
    numbers = merged_with_ties(asked.shape)(**asked.values, merged=list(merged))
    living = sorted({merged[number] for number in numbers})
    return organisations(asked.shape, most + 1)(**asked.values, living=living, after=after)


class _Pair(NamedTuple):
    """The numbers of a town and an organisation."""

    town: int
    organisation: int


@dataclass(frozen=True)
class _Seen:
    """What was seen of ties: of each pair one row, or more where organisations were merged."""

    towns: Mapping[int, Node]
    pairs: Mapping[_Pair, Sequence[Mapping[str, Any]]]


def _seen_of(asked: _Asked, organisations: Iterable[Node], merged: Mapping[int, int]) -> _Seen:
    """What was seen of ties with these, what was merged into them included: one statement."""
    shown = {one.pk for one in organisations}
    same = [*shown, *(number for number, living in merged.items() if living in shown)]
    towns: dict[int, Node] = {}
    pairs: dict[_Pair, list[Mapping[str, Any]]] = {}
    for row in seen(asked.shape)(**asked.values, bodies=same):
        town, organisation = row["tie__town"], row["tie__organisation"]
        if town not in towns:
            slug = row["tie__town__slug"]
            towns[town] = Node(town, row["tie__town__name"], slug, "towns:relationships")
        pairs.setdefault(_Pair(town, merged.get(organisation, organisation)), []).append(row)
    return _Seen(towns, pairs)


def _bonds(
    asked: _Asked, found: _Seen, organisations: Iterable[Node], *, towns: Iterable[Node]
) -> Iterator[Bond]:
    """The ties of these towns with these organisations: one statement."""
    nodes, places = {one.pk: one for one in organisations}, {one.pk: one for one in towns}
    fades, since = timedelta(days=_fades_after()), asked.wanted.since
    for pair, rows in found.pairs.items():
        if pair.town not in places:
            continue
        before = _standing(rows, "_before", on=since, fades=fades) if since else None
        now = _standing(rows, "", on=asked.wanted.on, fades=fades)
        yield Bond(places[pair.town], nodes[pair.organisation], now, before)


def _standing(
    rows: Sequence[Mapping[str, Any]], when: str, *, on: date, fades: timedelta
) -> Standing:
    """How a tie stood on a day, from what was seen until then."""
    touched, over, said = (_latest(rows, name + when) for name in ("touched", "over", "said"))
    if touched is None:
        return Standing()
    return Standing(
        last=touched,
        strength=said % LEVELS if said is not None else None,
        is_fading=touched < on - fades,
        is_over=over is not None and over >= touched,
    )


def _latest(rows: Sequence[Mapping[str, Any]], name: str) -> Any:  # noqa: ANN401 -- a day or a number
    return max((row[name] for row in rows if row[name] is not None), default=None)


def _towns_drawn(found: _Seen) -> list[Node]:
    """The towns with most of these ties, by their names."""
    often = Counter(pair.town for pair in found.pairs)
    ranked = sorted(found.towns.values(), key=lambda one: (-often[one.pk], *sorting(one)))
    return sorted(ranked[:TOWNS_DRAWN], key=sorting)


def programme_start() -> date:
    """The first day of the programme."""
    return _PROGRAMME()[0][0]


def _fades_after() -> int:
    """After how many days of silence a tie fades."""
    return _PROGRAMME()[0][1]


_PROGRAMME = Prepared(
    lambda: Programme.objects.order_by("pk").values_list("starts_on", "tie_fades_after_days")[:1]
)


@dataclass(frozen=True)
class Words:
    """By what the map is narrowed: slugs and names, in their order."""

    outcomes: Sequence[tuple[str, str]]
    sectors: Sequence[tuple[str, str]]


def words_on(on: date) -> Words:
    """The outcomes of a day, and the sectors: one statement."""
    rows = sorted(_WORDS(on=on))
    return Words(
        outcomes=[(slug, name) for of, _, slug, name in rows if of == 0],
        sectors=[(slug, name) for of, _, slug, name in rows if of == 1],
    )


def _rows_of_words() -> QuerySet[Any, Any]:
    facts = ("position", "slug", "name")
    outcomes = Outcome.objects.valid(on=slot("on", DateField())).order_by()
    sectors = Sector.objects.order_by().values_list(Value(1), *facts)
    return outcomes.values_list(Value(0), *facts).union(sectors, all=True)


_WORDS = Prepared(_rows_of_words)


def organisation_node(organisation: Organisation) -> Node:
    """An organisation as a node, with the address of its page."""
    sector = organisation.sector.name if organisation.sector else ""
    return Node(organisation.pk, organisation.name, organisation.slug, "partners:partner", sector)
