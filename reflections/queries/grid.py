"""Who owes what: towns by months, for those who see every town."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from kit.dates import month_name
from kit.periods import month_of, shift
from people.models import User
from reflections.models import Obligation, Report
from reflections.queries.states import NOT_OPEN, standing
from towns.access import Thing, within
from towns.models import Town
from towns.posts import Posts

MONTHS_SHOWN = 6
TOWNS_SHOWN = 50
FIELDS = (
    "town_id",
    "month",
    "state",
    "reason",
    "due_at",
    "grace_until",
    "met_with",
    "met_at",
    "was_late",
)


class Filter(StrEnum):
    """What the grid can be narrowed to: towns with such a month among those shown."""

    OWED = "owed"
    OVERDUE = "overdue"
    LATE = "late"
    NOTHING = "nothing"
    EXCUSED = "excused"
    IN = "in"


FILTER_WORDS = (
    (Filter.OWED, "Owed"),
    (Filter.OVERDUE, "Overdue"),
    (Filter.IN, "In"),
    (Filter.LATE, "In, late"),
    (Filter.NOTHING, "Nothing this month"),
    (Filter.EXCUSED, "Excused"),
)
LEGEND = (
    ("met", "On time, or in but late"),
    ("nothing", "Nothing this month: signed, counts as a report"),
    ("owed", "Owed, not yet overdue"),
    ("late", "Overdue"),
    ("excused", "Excused, with the reason"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One town's month in the grid; `url` is empty where there is no report to read."""

    mark: str
    word: str
    reason: str
    month: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One town's months in the grid."""

    town: str
    url: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """One window of months and one page of towns. Other windows are named by their first month."""

    months: tuple[str, ...]
    rows: tuple[Row, ...]
    earlier: date | None
    later: date | None
    next_town: str
    is_first_page: bool

    @property
    def caption(self) -> str:
        """What the table shows, in words."""
        return f"Reports of {self.months[0]} to {self.months[-1]}"


def window(first: date | None, *, on: date) -> tuple[date, ...]:
    """Six months from `first`; without one, the last six, the present month included."""
    start = month_of(first) if first else shift(month_of(on), 1 - MONTHS_SHOWN)
    return tuple(shift(start, months) for months in range(MONTHS_SHOWN))


def grid_of(
    user: User,
    posts: Posts,
    *,
    months: tuple[date, ...],
    after: Town | None,
    narrowed_to: str,
    at: datetime,
) -> Grid:
    """The towns from `after` on, in the order of their names, with their state in each month.

    Four statements at any number of towns: towns, obligations, revisions, anything earlier.
    """
    on = timezone.localdate(at)
    span = (months[0], months[-1])
    obligations = Obligation.objects.visible_to(user, on=on).filter(month__range=span)
    towns = _towns_from(user, after, on=on)
    if narrowed_to:
        such = obligations.filter(condition(narrowed_to, at=at), town=OuterRef("pk"))
        towns = towns.filter(Exists(such))
    shown = list(towns[: TOWNS_SHOWN + 1])
    more = len(shown) > TOWNS_SHOWN
    shown = shown[:TOWNS_SHOWN]
    ids = [town.pk for town in shown]
    known = {
        (row.town_id, row.month): row
        for row in obligations.filter(town__in=ids).values_list(*FIELDS, named=True)
    }
    revising = under_revision(user, ids, span, on=on)
    link = _addresses(months) if posts.reads(Thing.REPORTS) else {}
    names = [f"{month:%B}" for month in months]
    return Grid(
        months=tuple(month_name(month) for month in months),
        rows=tuple(
            Row(
                town.name,
                town.get_absolute_url(),
                tuple(
                    _cell(town, month, name, known.get((town.pk, month)), revising, link, at=at)
                    for month, name in zip(months, names, strict=True)
                ),
            )
            for town in shown
        ),
        earlier=_earlier(user, months[0], on=on),
        later=shift(months[0], MONTHS_SHOWN) if months[-1] < month_of(on) else None,
        next_town=shown[-1].slug if more else "",
        is_first_page=after is None,
    )


def condition(narrowed_to: str, *, at: datetime) -> Q:
    """The obligations that a filter means, at a moment."""
    states = Obligation.State
    return {
        Filter.OWED: Q(state=states.OWED),
        Filter.OVERDUE: Q(state=states.OWED, grace_until__lt=at),
        Filter.IN: Q(state=states.MET, met_with=Obligation.MetWith.REPORT),
        Filter.LATE: Q(state=states.MET, was_late=True),
        Filter.NOTHING: Q(state=states.MET, met_with=Obligation.MetWith.NOTHING),
        Filter.EXCUSED: Q(state=states.EXCUSED),
    }[Filter(narrowed_to)]


def _towns_from(user: User, after: Town | None, *, on: date) -> QuerySet[Town]:
    """The towns whose obligations this person reads, in the order of their names, from one on."""
    towns = Town.objects.filter(within(user, Thing.OBLIGATIONS, on=on, town="pk"))
    if after is not None:
        towns = towns.filter(Q(name__gt=after.name) | Q(name=after.name, slug__gt=after.slug))
    return towns.order_by("name", "slug").only("name", "slug")


def under_revision(
    user: User, towns: list[int], span: tuple[date, date], *, on: date
) -> set[tuple[int, date]]:
    """The towns and months whose handed-over report is being revised."""
    reports = Report.objects.visible_to(user, on=on).filter(
        town__in=towns, month__range=span, status=Report.Status.REVISING
    )
    return set(reports.values_list("town_id", "month"))


def _addresses(months: tuple[date, ...]) -> dict[date, str]:
    """Each month's report with `*` for the town: reversing every cell would cost too much."""
    return {
        month: reverse("reflections:report", args=["town-of-the-row", month]).replace(
            "town-of-the-row", "*"
        )
        for month in months
    }


def _cell(
    town: Town,
    month: date,
    name: str,
    row: Any,  # noqa: ANN401 -- a named row of values_list
    revising: set[tuple[int, date]],
    link: dict[date, str],
    *,
    at: datetime,
) -> Cell:
    if row is None:
        return Cell(NOT_OPEN.mark, NOT_OPEN.word, "", name, "")
    stands = standing(row, at=at, revising=(town.pk, month) in revising)
    is_in = row.state == Obligation.State.MET and link
    url = link[month].replace("*", town.slug) if is_in else ""
    return Cell(stands.mark, stands.word, stands.reason, name, url)


def _earlier(user: User, first: date, *, on: date) -> date | None:
    """The first month of the window before this one, if there is anything in it or before it."""
    older = Obligation.objects.visible_to(user, on=on).filter(month__lt=first)
    return shift(first, -MONTHS_SHOWN) if older.exists() else None
