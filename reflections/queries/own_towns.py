"""What waits in the towns for which somebody writes: revisions, echoes, other towns' questions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, OuterRef, QuerySet
from django.urls import reverse

from kit.dates import day_of, month_name
from kit.prepared import slot
from people.models import User
from reflections.models import Report
from reflections.queries.echoes import Asked, waiting, waiting_in
from reflections.queries.introductions import NEW_FOR, introductions_in, news_of
from reflections.queries.news import News
from towns.access import Thing, within
from towns.models import Town
from towns.readers import ForReader

SHOWN = 6


@dataclass(frozen=True)
class OwnTowns:
    """Reports that stand open for revision, a title and an address each; what is asked.

    And what other towns ask of this person, or answered them lately.
    """

    revising: list[tuple[str, str]]
    echoes: tuple[Asked, ...]
    introductions: list[News]


def own_towns(user: User, led: Collection[int], *, at: datetime) -> OwnTowns:
    """What waits in the towns whose reports one reads before they are in: one statement.

    Reports under revision are told of the towns that one leads.
    """
    on = day_of(at)
    rows = _ROWS(user, on=on, at=at, since=at - NEW_FOR)
    months: list[tuple[date, str, str]] = sorted(
        ((month, name, slug) for pk, name, slug, found, *_ in rows if pk in led for month in found),
        key=lambda row: row[0],
        reverse=True,
    )
    return OwnTowns(
        [
            (f"{month_name(month)}, {name}", reverse("reflections:report", args=[slug, month]))
            for month, name, slug in months[:SHOWN]
        ],
        waiting(one for *_, echoes, _ in rows for one in echoes),
        news_of((one for *_, found in rows for one in found), on=on),
    )


def _rows(user: User, on: date) -> QuerySet[Any, tuple[Any, ...]]:
    """Number, name, slug, months under revision, echoes and introductions of each town."""
    reports = Report.objects.visible_to(user, on=on).filter(
        town=OuterRef("pk"), status=Report.Status.REVISING
    )
    revising = reports.order_by("-month").values("month")[:SHOWN]
    at, since = (slot(name, DateTimeField()) for name in ("at", "since"))
    found = Town.objects.filter(within(user, Thing.DRAFT_REPORTS, on=on, town="pk")).annotate(
        revising=ArraySubquery(revising),
        echoes=waiting_in(user, at=at),
        introductions=introductions_in(user, since=since, on=on),
    )
    facts = ("pk", "name", "slug", "revising", "echoes", "introductions")
    return found.order_by("name").values_list(*facts)


_ROWS = ForReader(_rows)
