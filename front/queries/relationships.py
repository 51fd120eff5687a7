"""Who knows whom: the ties of towns and organisations on a day, beside those of an earlier day."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Value

from front.bonds import Bond, Map, Node, Standing, sorting
from front.queries.relationship_shapes import LEVELS, Shape, merged_with_ties, organisations, seen
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
    bonds = list(_bonds(asked, page, merged))
    drawn = _towns_drawn(bonds)
    others = [bond for bond in bonds if bond.town not in drawn]
    return Map(
        towns=drawn,
        organisations=[organisation_node(one) for one in page],
        bonds=[bond for bond in bonds if bond.town in drawn],
        beyond=Counter(bond.organisation.pk for bond in others),
        after=page[-1].name if len(found) > most else "",
        beyond_before=Counter(
            bond.organisation.pk for bond in others if bond.before and bond.before.last
        ),
    )


def ties_of(user: User, wanted: Wanted, *, town: Town | None = None, today: date) -> Iterator[Bond]:
    """All the ties, by organisation: four statements for each thousand of these."""
    merged, asked = merged_today(), _asked(user, wanted, town=town, today=today)
    after = wanted.after
    while True:
        found = _organisations(asked, after, merged, AT_ONCE)
        page = found[:AT_ONCE]
        bonds = _bonds(asked, page, merged)
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
    gone = Living.objects.filter(organisation__merged_into__isnull=False)
    return dict(gone.values_list("organisation", "living"))


def _organisations(
    asked: _Asked, after: str, merged: Mapping[int, int], most: int
) -> list[Organisation]:
    """A page of organisations with ties of that day, and one more: two statements."""
    numbers = merged_with_ties(asked.shape)(**asked.values, merged=list(merged))
    living = sorted({merged[number] for number in numbers})
    return organisations(asked.shape, most + 1)(**asked.values, living=living, after=after)


def _bonds(
    asked: _Asked, page: Sequence[Organisation], merged: Mapping[int, int]
) -> Iterator[Bond]:
    """Each town's tie with each of these, what was merged into it included: two statements."""
    nodes = {one.pk: organisation_node(one) for one in page}
    same = [*nodes, *(number for number, living in merged.items() if living in nodes)]
    fades, since = timedelta(days=_fades_after()), asked.wanted.since
    towns: dict[int, Node] = {}
    pairs: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for row in seen(asked.shape)(**asked.values, bodies=same):
        town, organisation = row["tie__town"], row["tie__organisation"]
        towns[town] = _town_node(town, row["tie__town__name"], row["tie__town__slug"])
        pairs.setdefault((town, merged.get(organisation, organisation)), []).append(row)
    for (town, organisation), rows in pairs.items():
        before = _standing(rows, "_before", on=since, fades=fades) if since else None
        now = _standing(rows, "", on=asked.wanted.on, fades=fades)
        yield Bond(towns[town], nodes[organisation], now, before)


def _standing(
    rows: Iterable[Mapping[str, Any]], when: str, *, on: date, fades: timedelta
) -> Standing:
    """How a tie stood on a day, from what was seen until then."""

    def latest(name: str) -> Any:  # noqa: ANN401 -- a day or a number
        return max((row[name + when] for row in rows if row[name + when] is not None), default=None)

    touched, over, said = latest("touched"), latest("over"), latest("said")
    if touched is None:
        return Standing()
    return Standing(
        last=touched,
        strength=said % LEVELS if said is not None else None,
        is_fading=touched < on - fades,
        is_over=over is not None and over >= touched,
    )


def _towns_drawn(bonds: Sequence[Bond]) -> list[Node]:
    """The towns with most of these ties, by their names."""
    often = Counter(bond.town for bond in bonds)
    most = sorted(often, key=lambda node: (-often[node], node.name.casefold(), node.pk))
    return sorted(most[:TOWNS_DRAWN], key=sorting)


def programme_start() -> date:
    """The first day of the programme."""
    return Programme.objects.values_list("starts_on", flat=True).earliest("pk")


@dataclass(frozen=True)
class Words:
    """By what the map is narrowed: slugs and names, in their order."""

    outcomes: Sequence[tuple[str, str]]
    sectors: Sequence[tuple[str, str]]


def words_on(on: date) -> Words:
    """The outcomes of a day, and the sectors: one statement."""
    facts = ("position", "slug", "name")
    outcomes = Outcome.objects.valid(on=on).order_by().values_list(Value(0), *facts)
    sectors = Sector.objects.order_by().values_list(Value(1), *facts)
    rows = sorted(outcomes.union(sectors, all=True))
    return Words(
        outcomes=[(slug, name) for of, _, slug, name in rows if of == 0],
        sectors=[(slug, name) for of, _, slug, name in rows if of == 1],
    )


def _fades_after() -> int:
    """After how many days of silence a tie fades."""
    return Programme.objects.values_list("tie_fades_after_days", flat=True).earliest("pk")


def organisation_node(organisation: Organisation) -> Node:
    """An organisation as a node, with the address of its page."""
    sector = organisation.sector.name if organisation.sector else ""
    return Node(organisation.pk, organisation.name, organisation.slug, "partners:partner", sector)


def _town_node(number: int, name: str, slug: str) -> Node:
    return Node(number, name, slug, "towns:relationships")
