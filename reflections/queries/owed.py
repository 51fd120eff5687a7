"""What a home page shows of the months that somebody owes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from kit.dates import day_near, day_of, in_full, moment_near, month_name
from people.models import User
from reflections.models import Item, Jot, Obligation, Report
from reflections.queries.grid import FIELDS
from reflections.queries.states import standing
from towns.readers import ForReader

OWED_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Owed:
    """One month that this person owes."""

    title: str
    due: str
    due_on: str
    near: str
    note: str
    tag: str
    word: str
    is_late: bool
    report_url: str
    report_label: str
    nothing_url: str


def owed_by(user: User, *, at: datetime) -> list[Owed]:
    """The months this person owes, the one due longest first: one statement."""
    rows = _OWED(user, on=timezone.localdate(at))
    newest = {row.town_id: row.month for row in rows}
    return [_owed(row, is_newest=newest[row.town_id] == row.month, at=at) for row in rows]


def _rows_owed(user: User, on: date) -> QuerySet[Any, Any]:
    reports = Report.objects.filter(town=OuterRef("town"), month=OuterRef("month"))
    items = Item.objects.standing().filter(
        author=user.person_id, report__town=OuterRef("town"), report__month=OuterRef("month")
    )
    jots = Jot.objects.waiting().filter(author=user.person_id, town=OuterRef("town"))
    return (
        Obligation.objects.visible_to(user, on=on)
        .owed_by(user)
        .annotate(
            saved_at=Subquery(reports.values("saved_at")),
            items_written=_counted(items),
            jots_waiting=_counted(jots),
        )
        .order_by("due_at", "town__name")
        .values_list(
            *FIELDS,
            "town__name",
            "town__slug",
            "saved_at",
            "items_written",
            "jots_waiting",
            named=True,
        )[:OWED_SHOWN]
    )


_OWED = ForReader(_rows_owed)


def _counted(rows: QuerySet[Any]) -> Coalesce:
    totals = rows.order_by().values("author").annotate(total=Count("pk")).values("total")
    return Coalesce(Subquery(totals), 0, output_field=IntegerField())


def _owed(row: Any, *, is_newest: bool, at: datetime) -> Owed:  # noqa: ANN401 -- a named row of values_list
    on, due_on = timezone.localdate(at), day_of(row.due_at)
    stands = standing(row, at=at)
    place = [row.town__slug, row.month]
    written = row.items_written
    is_late = stands.mark == "late"
    near = day_near(due_on, on=on)
    return Owed(
        title=f"{month_name(row.month)} reflection for {row.town__name}",
        due="Was due on" if near == "" else "Due by the end of",
        due_on=in_full(due_on),
        near=near,
        note=_note(written, row.jots_waiting if is_newest else 0, row.saved_at, on=on),
        tag="late" if is_late else stands.tag if stands.tag == "due" else "",
        word="Overdue" if is_late else f"Due {near}" if near else "In the grace",
        is_late=is_late,
        report_url=reverse("reflections:report", args=place),
        report_label="Go on with the report" if written else "Write the report",
        nothing_url="" if written else reverse("reflections:nothing", args=place),
    )


def _note(written: int, jots: int, saved_at: datetime | None, *, on: date) -> str:
    """What is there already, in a sentence; empty when there is nothing."""
    parts = []
    if jots:
        parts.append("1 jot is waiting" if jots == 1 else f"{jots} jots are waiting")
    if written:
        parts.append("1 item is written" if written == 1 else f"{written} items are written")
    said = ", ".join(parts)
    saved = f"Draft saved {moment_near(saved_at, on=on)}" if saved_at and written else ""
    return ". ".join(part for part in (said, saved) if part) + ("." if said or saved else "")
