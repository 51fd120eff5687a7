"""Fills in which challenges were raised with the cohort, and which were answered there."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from kit.dates import in_full
from people.models import User
from reflections.actions.events import mark_answered, mark_raised
from reflections.models import Item
from sessions.models import CohortSession

READ = timedelta(days=4)  # so long after its report came in, an item may be raised
THOUGHT = timedelta(days=12)  # so long after that, it is answered
AFTERNOON = time(15, 20)


def fill_raised(rows: Sequence[Mapping[str, str]], *, by: User, until: datetime) -> None:
    """Each at the next fortnightly session after its report came in. May be repeated."""
    sessions = CohortSession.objects.filter(kind__slug="fortnightly-session", ends_at__lt=until)
    held = sessions.exclude(state=CohortSession.State.CANCELLED).select_related("kind")
    in_order = list(held.order_by("begins_at"))
    for row in rows:
        items = Item.objects.shared_with_steering().filter(text__startswith=row["begins"])
        for item in items.filter(report__submitted_at__lt=until).select_related("report"):
            _raise(item, row, in_order, by=by, until=until)


def _raise(
    item: Item,
    row: Mapping[str, str],
    held: Sequence[CohortSession],
    *,
    by: User,
    until: datetime,
) -> None:
    since = (item.report.submitted_at or until) + READ
    session = next((one for one in held if one.begins_at and one.begins_at > since), None)
    if session is None or session.on is None or session.ends_at is None:
        return
    label = f"{session.kind}, {in_full(session.on)}"
    address = reverse("sessions:session", args=[session.slug])
    mark_raised(item, label=label, address=address, by=by, at=session.ends_at)
    answered_on = session.on + THOUGHT
    at = datetime.combine(answered_on, AFTERNOON, timezone.get_default_timezone())
    if "answer" in row and at < until:
        mark_answered(item, label=row["answer"], address=address, by=by, at=at)
