"""A town's months, newest first, for the town's own people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from kit.dates import day_of, in_full, month_name
from kit.periods import month_of, shift
from people.models import User
from reflections.models import Obligation
from reflections.queries.grid import FIELDS, under_revision
from reflections.queries.states import standing
from towns.access import Thing
from towns.models import Town
from towns.posts import Posts

MONTHS_LISTED = 12
MONTHS_ON_HOME = 3


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month in a town's list; `url` is empty where no report is asked for."""

    month: str
    url: str
    note: str
    word: str
    tag: str


@dataclass(frozen=True)
class TownMonths:
    """The months of one town, newest first."""

    town: Town
    months: tuple[MonthRow, ...]


def months_of_towns(
    user: User, posts: Posts, *, before: date | None, at: datetime
) -> tuple[list[TownMonths], date | None]:
    """The months of each town whose obligations the reader's own posts reach, a year at a time.

    Also the month before which the next page begins, if there are older ones. Three statements.
    """
    on = timezone.localdate(at)
    last = shift(before, -1) if before else month_of(on)
    first = shift(last, 1 - MONTHS_LISTED)
    rows = Obligation.objects.visible_to(user, on=on).filter(month__lte=last)
    listed = list(rows.filter(month__gte=first).order_by("-month").values_list(*FIELDS, named=True))
    towns = {
        tenure.town.pk: tenure.town
        for tenure in posts.held
        if tenure.town and posts.reads_in(Thing.OBLIGATIONS, tenure.town.pk)
    }
    revising = under_revision(user, list(towns), (first, last), on=on)
    older = first if rows.filter(month__lt=first).exists() else None
    return [_months_of(town, listed, revising, at=at) for town in towns.values()], older


def newest_months(user: User, towns: Sequence[Town], *, at: datetime) -> list[TownMonths]:
    """The last few months of these towns, newest first: two statements."""
    on = timezone.localdate(at)
    present = month_of(on)
    span = (shift(present, 1 - MONTHS_ON_HOME), present)
    rows = list(
        Obligation.objects.visible_to(user, on=on)
        .filter(town__in=towns, month__range=span)
        .order_by("-month")
        .values_list(*FIELDS, named=True)
    )
    revising = under_revision(user, [town.pk for town in towns], span, on=on)
    return [_months_of(town, rows, revising, at=at) for town in towns]


def _months_of(
    town: Town, rows: Sequence[Any], revising: set[tuple[int, date]], *, at: datetime
) -> TownMonths:
    own = (row for row in rows if row.town_id == town.pk)
    return TownMonths(
        town,
        tuple(_row(town, row, at=at, revising=(row.town_id, row.month) in revising) for row in own),
    )


def _row(town: Town, row: Any, *, at: datetime, revising: bool) -> MonthRow:  # noqa: ANN401 -- a named row of values_list
    stands = standing(row, at=at, revising=revising)
    note = f"{stands.reason[:1].upper()}{stands.reason[1:]}"
    if row.state == Obligation.State.MET:
        note = f"Received on {in_full(day_of(row.met_at))}"
        note = f"{note}, being revised" if revising else note
    is_asked = row.state != Obligation.State.EXCUSED
    url = reverse("reflections:report", args=[town.slug, row.month]) if is_asked else ""
    return MonthRow(month_name(row.month), url, note, stands.word, stands.tag)
