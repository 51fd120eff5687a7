"""Fills in what towns made of each other's learning: used it, asked about it, were answered."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from demonstration.past import tell_in_their_time
from demonstration.programme import read_texts
from kit.periods import month_of, shift
from outbox.models import Notice
from people.models import User
from reflections.actions.introductions import (
    Asking,
    answer_introduction,
    introduce,
    say_it_helps,
)
from reflections.models import Item
from reflections.queries.told import who_speaks_for
from towns.models import Role, Tenure

OF_INTRODUCTIONS = ("reflections/introduction", "reflections/introduction_answered")
APART = timedelta(hours=7)  # between the presses of towns

type Row = Mapping[str, Any]


def fill_reuses(*, now: datetime) -> None:
    """Each by who led the town then, at the moment that the texts tell."""
    texts = read_texts("reuses")
    for row in texts["reuse"]:
        item = _item(row, now=now)
        for number, town in enumerate(row["by"] if item else []):
            at = now - timedelta(days=row["days_ago"]) + number * APART
            by = _lead(town, at=at)
            if item is not None and by is not None:
                say_it_helps(item, by=by, at=at)
    for row in texts["introduction"]:
        _introduce(row, now=now)
    promised = Notice.objects.filter(kind__in=OF_INTRODUCTIONS, state=Notice.State.WAITING)
    tell_in_their_time(list(promised.order_by("pk")), now=now)


def _item(row: Row, *, now: datetime) -> Item | None:
    """The item of the texts; none if fewer months were asked for."""
    month = shift(month_of(timezone.localdate(now)), -row["ago"])
    items = Item.objects.filter(report__town__slug=row["town"], report__month=month)
    found = items.filter(position=row["item"], report__submitted_at__isnull=False)
    return found.select_related("report__town").first()


def _lead(town: str, *, at: datetime) -> User | None:
    held = Tenure.objects.active(on=timezone.localdate(at)).of_role(Role.PROJECT_LEAD)
    found = held.filter(town__slug=town, person__user__is_active=True).order_by("covering", "pk")
    tenure = found.select_related("person__user").last()
    return tenure.person.user if tenure else None


def _introduce(row: Row, *, now: datetime) -> None:
    item, at = _item(row, now=now), now - timedelta(days=row["days_ago"])
    by = _lead(row["by"], at=at)
    if item is None or by is None:
        return
    sent = introduce(item, Asking(row["text"].strip()), by=by, at=at)
    answered_at = now - timedelta(days=row["answered_days_ago"])
    persons = who_speaks_for(item, on=timezone.localdate(answered_at))
    speaker = User.objects.filter(person__in=persons).order_by("pk").first()
    if speaker is not None:
        answer_introduction(sent, text=row["answer"].strip(), by=speaker, at=answered_at)
