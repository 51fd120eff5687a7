"""Ties of a town of which nothing was heard for long, as its report asks after them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from kit.dates import in_full
from partners.models import TieObservation
from people.models import User
from reflections.models import Report
from reflections.queries.ties import ANSWERS, observations_seen

MOST_ASKED = 3  # in one report: the lead has twelve minutes
Source = TieObservation.Source
_IS_ANSWER = Q(source__in=ANSWERS)


@dataclass(frozen=True)
class Fading:
    """A tie that fades, or one that was answered today: `answer` is "still", "over" or empty."""

    slug: str
    name: str
    words: str
    answer: str


class Heard(TypedDict):
    """When a tie was heard of, when it ended, and what was answered today; days as in ISO 8601."""

    slug: str
    name: str
    heard: str | None
    ended: str | None
    answer: str | None


def with_heard(reports: QuerySet[Report], user: User, *, on: date) -> QuerySet[Report]:
    """Reports with, in `vars`, when the ties of their towns were heard of, for `fading_in`."""
    return reports.annotate(
        heard=ArraySubquery(_heard(user, on=on).filter(of_town=OuterRef("town")))
    )


def fading_in(report: Report, *, on: date) -> list[Fading]:
    """The ties that a town's lead is asked after that day: those silent since the latest first.

    Needs a report found by `with_heard`, and its town with its programme.
    """
    since = (on - timedelta(days=report.town.programme.tie_fades_after_days)).isoformat()
    rows: list[Heard] = vars(report)["heard"]
    found = [
        (heard, row)
        for row in sorted(rows, key=lambda row: row["name"].casefold())
        if (heard := row["heard"]) and (row["ended"] or "") < heard < since
    ]
    found.sort(key=lambda pair: pair[0], reverse=True)
    return [
        Fading(
            slug=row["slug"],
            name=row["name"],
            words=f"Last heard of on {in_full(date.fromisoformat(heard))}.",
            answer=row["answer"] or "",
        )
        for heard, row in found[:MOST_ASKED]
    ]


def _heard(user: User, *, on: date) -> QuerySet[Any, Any]:
    """What a reader knows of each tie, but for what was answered today, which is beside it."""
    living = "tie__organisation__today__living"
    is_over, is_todays = Q(source=Source.OVER), _IS_ANSWER & Q(on=on)
    rows: QuerySet[Any, Any] = (
        observations_seen(user, on=on)
        .annotate(of_town=F("tie__town"))
        .order_by()
        .values("of_town", f"{living}__slug", f"{living}__name")
        .annotate(
            row=JSONObject(
                slug=f"{living}__slug",
                name=f"{living}__name",
                heard=Max("on", filter=~is_over & ~is_todays),
                ended=Max("on", filter=is_over & ~is_todays),
                answer=Max("source", filter=is_todays),
            )
        )
        .values("row")
    )
    return rows
