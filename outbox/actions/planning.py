"""Promises what is due now, by every room's planner; one that fails does not stop the others."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import TruncDate

from outbox.actions.promising import promise_all
from outbox.actions.running import run
from outbox.models import Notice
from outbox.planning import Planner, planners
from outbox.promises import Promise

USUAL = 200  # notices of one kind a day that are never too many
TIMES_USUAL = 3  # of the most on one of the last days
DAYS_LOOKED_BACK = 56
# Longer than from one planning to the next: what becomes due as people's hours begin is promised
# before the letter of their day leaves, which would else carry only what had waited since evening.
AHEAD = timedelta(minutes=10)


def plan(*, at: datetime) -> int:
    """Promise every notice that is due, or will be in a moment; returns how many are new.

    Safe to repeat at any time, and to run twice at once. An unusual number of one kind is held for
    a person to look at.
    """
    return sum(
        run(f"plan {name}", _promised_by, planner, at=at) for name, planner in planners().items()
    )


@transaction.atomic
def _promised_by(planner: Planner, *, at: datetime) -> int:
    by_kind: dict[str, list[Promise]] = {}
    for due in planner(at + AHEAD).due:
        not_before = due.promise.not_before or due.since
        by_kind.setdefault(due.promise.kind, []).append(replace(due.promise, not_before=not_before))
    return sum(
        promise_all(promises, at=at, hold=_is_unusual(kind, promises, at=at))
        for kind, promises in by_kind.items()
    )


def _is_unusual(kind: str, promises: list[Promise], *, at: datetime) -> bool:
    """Whether so many of a kind would be new today that something is wrong rather than due."""
    if len(promises) <= USUAL:
        return False
    rows = Notice.objects.filter(kind=kind)
    known = set(
        rows.filter(occasion__in={one.occasion for one in promises}).values_list(
            "person", "about", "occasion"
        )
    )
    new = sum((one.person, one.about, one.occasion) not in known for one in promises)
    told = rows.filter(
        promised_at__gt=at - timedelta(days=DAYS_LOOKED_BACK), state=Notice.State.TOLD
    )
    days = (
        told.values(day=TruncDate("promised_at")).annotate(number=Count("pk")).order_by("-number")
    )
    most = days.first()
    return new > max(USUAL, TIMES_USUAL * (most["number"] if most else 0))
