"""Takes entries out of a report without losing a word, and puts them back in."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

import audit.actions
from kit.periods import last_day
from people.models import User
from reflections.actions.items import save_draft
from reflections.actions.observing import forget_observations
from reflections.actions.writing import locked_for_writing
from reflections.entries import EntryDraft
from reflections.models import GuardAnswer, Item, Jot, Kind, Report
from reflections.queries.items import Loaded, by_key
from reflections.queries.left_out import content_again, details_in, details_of


@transaction.atomic
def leave_out(report: Report, key: UUID, *, by: User, at: datetime) -> None:
    """Take one entry out of the report: it waits among its author's jots, with all that it says.

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
    """Make an item a waiting jot of its author again, left out of this month. Its row goes.

    The jot keeps who may read it, its tags and what the guard was answered.
    """
    number, details = item.pk, details_of(item)
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
            "details": details,
        },
        create_defaults={
            "town": report.town,
            "text": item.text,
            "kind": item.kind,
            "left_out_month": report.month,
            "details": details,
            "noticed_on": min(timezone.localdate(item.created_at), last_day(report.month)),
            "received_at": at,
        },
    )
    forget_observations([item])
    item.delete()
    item.pk = number


@transaction.atomic
def put_in(report: Report, key: UUID, *, kind: str, by: User, at: datetime) -> None:
    """Put what was left out, or waits among the jots, in: as that kind, if it has none yet.

    What was an item before comes back as it was. Putting in what is in already changes nothing.

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
    if said not in Kind.values:
        return
    content = content_again(jot, report, kind=said, by=by.person, on=timezone.localdate(at))
    saved = save_draft(report, [EntryDraft(key=key, content=content)], by=by, at=at)
    for found in saved.kept:
        _answer_again(found, jot, by=by, at=at)


def _answer_again(found: Loaded, jot: Jot, *, by: User, at: datetime) -> None:
    """What the guard was answered before is not asked again."""
    kept = details_in(jot)
    if kept is None or not kept["answers"]:
        return
    GuardAnswer.objects.bulk_create(
        GuardAnswer(item=found.item, answered_by=by, answered_at=at, **one)
        for one in kept["answers"]
    )
    found.answers = {
        (one["rule"], one["fragment_digest"]): one["answer"] for one in kept["answers"]
    }
    found.item.open_findings = len(found.findings)
    found.item.save(update_fields=["open_findings", "changed_at"])


def _was_handed_over(report: Report, key: UUID) -> bool:
    """Whether the version handed over last holds this item."""
    last = report.versions.order_by("-number").first()
    return last is not None and any(item["key"] == str(key) for item in last.items)
