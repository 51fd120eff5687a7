"""Fills in what authors said of their learning moments some months later."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from demonstration.programme import read_texts
from kit.periods import month_of, months_after, shift
from reflections.actions.echoes import Said, answer_echo
from reflections.models import Echo, Item

NOON = time(12)

type Row = Mapping[str, Any]


def fill_echoes(*, now: datetime) -> None:
    """Each by the item's author, at the moment that the texts tell; what is to come waits."""
    for row in read_texts("echoes")["echo"]:
        _fill(row, now=now)


def _fill(row: Row, *, now: datetime) -> None:
    month = shift(month_of(timezone.localdate(now)), -row["ago"])
    items = Item.objects.standing().filter(report__town__slug=row["town"], report__month=month)
    item = items.filter(position=row["item"]).select_related("report", "author__user").first()
    if item is None or item.report.submitted_at is None:
        return  # fewer months were asked for
    asked_on = months_after(timezone.localdate(item.report.submitted_at), row["months"])
    at = datetime.combine(asked_on, NOON, timezone.get_default_timezone())
    at += timedelta(days=row["days"])
    if at < now:
        said = Said(Echo.Answer(row["answer"]), row["months"], line=row["line"])
        answer_echo(item, said, by=item.author.user, at=at)
