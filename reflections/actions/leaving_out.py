"""Takes entries out of a report without losing a word, and puts them back in."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

import audit.actions
from kit.periods import last_day
from people.models import User
from reflections.actions.items import save_draft
from reflections.actions.writing import locked_for_writing
from reflections.entries import Content, EntryDraft
from reflections.models import Item, Jot, Kind, Report
from reflections.queries.items import by_key


@transaction.atomic
def leave_out(report: Report, key: UUID, *, by: User, at: datetime) -> None:
    """Take one entry out of the report: its text waits among its author's jots.

    An item that was handed over before keeps its row, its margin and its history, out of sight.
    Leaving out what is out already, or not there, changes nothing.

    Raises:
        PermissionDenied: `by` is not the town's Project Lead then.
        AlreadySubmitted: the report was handed over meanwhile.
    """
    report = locked_for_writing(report, by=by, at=at)
    found = by_key(Item.objects.standing().filter(report=report, key=key)).get(key)
    if found is None:
        waiting = Jot.objects.visible_to(by, on=timezone.localdate(at)).waiting()
        waiting.filter(town=report.town, key=key).update(left_out_month=report.month, changed_at=at)
        return
    if not found.is_read_by(by):
        return
    if report.status == Report.Status.REVISING and _was_handed_over(report, key):
        found.item.withdrawn_at = at
        found.item.version += 1
        found.item.changed_by = by
        found.item.save(update_fields=["withdrawn_at", "version", "changed_by", "changed_at"])
    else:
        back_to_jots(found.item, report=report, at=at)
    audit.actions.record("item.left_out", about=found.item, by=by, at=at)


def back_to_jots(item: Item, *, report: Report, at: datetime) -> None:
    """Make an item a waiting jot of its author again, left out of this month. Its row goes."""
    number = item.pk
    Jot.objects.update_or_create(
        author_id=item.author_id,
        key=item.key,
        defaults={
            "town": report.town,
            "text": item.text,
            "kind": item.kind,
            "status": Jot.Status.WAITING,
            "item": None,
            "left_out_month": report.month,
        },
        create_defaults={
            "town": report.town,
            "text": item.text,
            "kind": item.kind,
            "left_out_month": report.month,
            "noticed_on": min(timezone.localdate(item.created_at), last_day(report.month)),
            "received_at": at,
        },
    )
    item.delete()
    item.pk = number


@transaction.atomic
def put_in(report: Report, key: UUID, *, kind: str, by: User, at: datetime) -> None:
    """Put what was left out, or waits among the jots, in: as that kind, if it has none yet.

    Putting in what is in already changes nothing.

    Raises:
        PermissionDenied: `by` is not the town's Project Lead then.
        AlreadySubmitted: the report was handed over meanwhile.
    """
    report = locked_for_writing(report, by=by, at=at)
    withdrawn = Item.objects.filter(report=report, key=key, quarantined_at=None)
    found = by_key(withdrawn.exclude(withdrawn_at=None)).get(key)
    if found is not None and found.is_read_by(by):
        found.item.withdrawn_at = None
        found.item.version += 1
        found.item.changed_by = by
        found.item.save(update_fields=["withdrawn_at", "version", "changed_by", "changed_at"])
        audit.actions.record("item.put_in", about=found.item, by=by, at=at)
        return
    waiting = Jot.objects.visible_to(by, on=timezone.localdate(at)).waiting()
    jot = waiting.filter(town=report.town, key=key).first()
    if jot is None:
        return
    jot.left_out_month = None
    jot.save(update_fields=["left_out_month", "changed_at"])
    said = jot.kind or kind
    if said in Kind.values:
        entry = EntryDraft(key=key, content=Content(kind=said, text=jot.text))
        save_draft(report, [entry], by=by, at=at)


def _was_handed_over(report: Report, key: UUID) -> bool:
    """Whether the version handed over last holds this item."""
    last = report.versions.order_by("-number").first()
    return last is not None and any(item["key"] == str(key) for item in last.items)
