"""Who knows whom: the ties of towns and organisations on a day, beside those of an earlier day."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Func, IntegerField, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower
from django.urls import reverse

from front.bonds import Bond, Map, Node, Standing, sorting
from partners.models import Tie, TieObservation
from people.models import Living, Organisation, Sector, User
from reflections.queries.ties import ANSWERS, known_ties, with_answers
from towns.models import Outcome, Programme, Town

A_PAGE = 30  # organisations
AT_ONCE = 1_000  # organisations, where all of them are taken
TOWNS_DRAWN = 8  # beside the names of organisations on a phone
LEVELS = 8  # more than there are strengths
_DAYS = "(%(expressions)s - DATE '2000-01-01')"


@dataclass(frozen=True)
class Wanted:
    """Of which day, beside which, and to what the map is narrowed; `after` ends the page before."""

    on: date
    since: date | None = None
    outcome: str = ""
    kind: str = ""
    sector: str = ""
    after: str = ""


def map_of(
    user: User, wanted: Wanted, *, town: Town | None = None, today: date, most: int = A_PAGE
) -> Map:
    """The ties that a reader may know of: five statements at any number of towns.

    `most` organisations stand on a page.
    """
    merged, seen = merged_today(), _until(wanted.on, with_answers(user, on=today), town)
    found = _organisations(user, wanted, merged, town=town, today=today, most=most)
    page = found[:most]
    bonds = list(_bonds(seen, page, merged, wanted))
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
    merged, seen = merged_today(), _until(wanted.on, with_answers(user, on=today), town)
    while True:
        found = _organisations(user, wanted, merged, town=town, today=today, most=AT_ONCE)
        page = found[:AT_ONCE]
        bonds = _bonds(seen, page, merged, wanted)
        yield from sorted(bonds, key=lambda one: (sorting(one.organisation), sorting(one.town)))
        if len(found) <= AT_ONCE:
            return
        wanted = replace(wanted, after=page[-1].name)


def _until(on: date, told: QuerySet[TieObservation], town: Town | None) -> QuerySet[TieObservation]:
    """What had been seen by that day, of all ties or of a town's."""
    told = told.filter(on__lte=on)
    return told.filter(tie__town=town) if town else told


def merged_today() -> dict[int, int]:
    """What was merged, and which organisation stands for it today: a statement."""
    gone = Living.objects.filter(organisation__merged_into__isnull=False)
    return dict(gone.values_list("organisation", "living"))


def _organisations(
    user: User,
    wanted: Wanted,
    merged: Mapping[int, int],
    *,
    town: Town | None,
    today: date,
    most: int = A_PAGE,
) -> list[Organisation]:
    """A page of organisations with ties of that day, and one more: two statements."""
    telling = _until(wanted.on, known_ties(user, on=today, outcome=wanted.outcome), town)
    by_merger = telling.filter(tie__organisation__in=list(merged)).order_by()
    numbers = set(by_merger.values_list("tie__organisation", flat=True).distinct())
    ties = Tie.objects.filter(
        Exists(telling.filter(tie=OuterRef("pk"))), organisation=OuterRef("pk")
    )
    rows = (
        Organisation.objects.filter(merged_into=None)
        .select_related("sector")
        .filter(Q(Exists(ties)) | Q(pk__in={merged[number] for number in numbers}))
    )
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.sector:
        rows = rows.filter(sector__slug=wanted.sector)
    ordered = rows.annotate(sorting=Lower("name")).order_by("sorting", "pk")
    return list(ordered.filter(sorting__gt=Lower(Value(wanted.after)))[: most + 1])


def _bonds(
    seen: QuerySet[TieObservation],
    page: Sequence[Organisation],
    merged: Mapping[int, int],
    wanted: Wanted,
) -> Iterator[Bond]:
    """Each town's tie with each of these, what was merged into it included: two statements."""
    nodes = {one.pk: organisation_node(one) for one in page}
    same = [*nodes, *(number for number, living in merged.items() if living in nodes)]
    fades = timedelta(days=_fades_after())
    towns: dict[int, Node] = {}
    pairs: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for row in _rows(seen.filter(tie__organisation__in=same), wanted.since):
        town, organisation = row["tie__town"], row["tie__organisation"]
        towns[town] = _town_node(town, row["tie__town__name"], row["tie__town__slug"])
        pairs.setdefault((town, merged.get(organisation, organisation)), []).append(row)
    for (town, organisation), rows in pairs.items():
        before = _standing(rows, "_before", on=wanted.since, fades=fades) if wanted.since else None
        now = _standing(rows, "", on=wanted.on, fades=fades)
        yield Bond(towns[town], nodes[organisation], now, before)


def _rows(seen: QuerySet[TieObservation], since: date | None) -> QuerySet[Any, dict[str, Any]]:
    """What was seen of each tie, in a line: when it was last heard of, ended, and how close.

    How close is told with the day on which somebody said so, so that lines of organisations that
    are one by now can be taken together.
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
    if since is not None:
        then = Q(on__lte=since)
        facts |= {
            "touched_before": Max("on", filter=~is_over & then),
            "over_before": Max("on", filter=is_over & then),
            "said_before": Max(said, filter=then),
        }
    keys = ("tie__town", "tie__organisation", "tie__town__name", "tie__town__slug")
    rows: QuerySet[Any, dict[str, Any]] = seen.order_by().values(*keys).annotate(**facts)
    return rows.filter(known__gt=0).order_by("tie__town__name", "tie__town")


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
    address = reverse("partners:partner", args=[organisation.slug])
    sector = organisation.sector.name if organisation.sector else ""
    return Node(organisation.pk, organisation.name, address, sector)


def _town_node(number: int, name: str, slug: str) -> Node:
    return Node(number, name, reverse("towns:relationships", args=[slug]))
