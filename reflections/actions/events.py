"""What becomes of an item: read by somebody, raised at a gathering, answered, echoed."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

import audit.actions
from people.models import User
from reflections.actions.telling import tell_read, tell_use
from reflections.models import Item, ItemEvent, Report
from reflections.policies import may_mark_read


@transaction.atomic
def mark_read(item: Item, *, by: User, at: datetime) -> ItemEvent:
    """Note for the lead that somebody of the Programme Team has read an item. May be repeated.

    Its author is told the next morning, of all that `by` read of that report on the day.

    Raises:
        PermissionDenied: `by` is not of the team that day, or does not read the item.
    """
    _demand_reader(Item.objects.filter(pk=item.pk), by=by, at=at)
    event, is_new = ItemEvent.objects.get_or_create(
        item=item,
        kind=ItemEvent.Kind.READ,
        by=by,
        defaults={"at": at, "label": by.person.name},
    )
    if is_new:
        audit.actions.record("item.read", about=item, by=by, at=at)
        tell_read(item.report_id, {item.author_id}, by=by, at=at)
    return event


@transaction.atomic
def mark_report_read(report: Report, *, by: User, at: datetime) -> int:
    """Note the same of every item of a report that `by` reads, sensitive ones left out.

    Those are opened and marked one by one. Their authors are told as by `mark_read`. Returns how
    many were new; may be repeated.

    Raises:
        PermissionDenied: `by` is not of the team that day, or reads no item of it.
    """
    items = Item.objects.filter(report=report)
    readable = _demand_reader(items, by=by, at=at)
    marked = set(
        ItemEvent.objects.filter(item__in=readable, kind=ItemEvent.Kind.READ, by=by).values_list(
            "item", flat=True
        )
    )
    fresh = [
        ItemEvent(item=item, kind=ItemEvent.Kind.READ, by=by, at=at, label=by.person.name)
        for item in readable
        if item.pk not in marked and (not item.sensitive or item.author_id == by.person_id)
    ]
    ItemEvent.objects.bulk_create(fresh, ignore_conflicts=True)
    if fresh:
        facts = {"items": len(fresh)}
        audit.actions.record("report.read", about=report, by=by, at=at, facts=facts)
        tell_read(report.pk, {one.item.author_id for one in fresh}, by=by, at=at)
    return len(fresh)


@transaction.atomic
def open_sensitive(item: Item, *, by: User, at: datetime) -> None:
    """Keep that somebody named by the author opened a sensitive item: each opening is kept.

    Of what is not sensitive, or one's own, there is nothing to keep.

    Raises:
        PermissionDenied: `by` does not read the item.
    """
    if not Item.objects.visible_to(by, on=timezone.localdate(at)).filter(pk=item.pk).exists():
        raise PermissionDenied
    if item.sensitive and item.author_id != by.person_id:
        audit.actions.record("item.sensitive_read", about=item, by=by, at=at)


def mark_raised(
    item: Item, *, label: str, address: str, by: User | None, at: datetime
) -> ItemEvent:
    """Note where an item was raised, so that its author sees it, and is told. May be repeated.

    For the rooms above, which have asked their own policy: `label` is what the lead reads
    ("Fortnightly session, 14 May 2026"), `address` the portal's own page of it, or empty.
    """
    return _mark(item, ItemEvent.Kind.RAISED, label=label, address=address, by=by, at=at)


def mark_answered(
    item: Item,
    *,
    label: str,
    address: str,
    by: User | None,
    at: datetime,
    tells_author: bool = True,
) -> ItemEvent:
    """Note who answered an item, and where. May be repeated; see `mark_raised`.

    Without `tells_author` no letter is promised: the caller tells of it in its own words.
    """
    return _mark(
        item,
        ItemEvent.Kind.ANSWERED,
        label=label,
        address=address,
        by=by,
        at=at,
        tells_author=tells_author,
    )


def mark_echoed(
    item: Item, *, label: str, address: str, by: User | None, at: datetime
) -> ItemEvent:
    """Note that an item came back later: asked again, or used. See `mark_raised`."""
    return _mark(item, ItemEvent.Kind.ECHOED, label=label, address=address, by=by, at=at)


@transaction.atomic
def _mark(
    item: Item,
    kind: str,
    *,
    label: str,
    address: str,
    by: User | None,
    at: datetime,
    tells_author: bool = True,
) -> ItemEvent:
    """One event for each kind, label and address, however often it is told.

    Raises:
        ValueError: the address leads out of the portal; the lead would follow it trustingly.
    """
    if address and (not address.startswith("/") or address.startswith(("//", "/\\"))):
        raise ValueError("An event's address is a path of this portal.")
    Item.objects.select_for_update(of=["self"]).get(pk=item.pk)
    known = ItemEvent.objects.filter(item=item, kind=kind, label=label, address=address).first()
    if known is not None:
        return known
    audit.actions.record(f"item.{kind}", about=item, by=by, at=at)
    event = ItemEvent.objects.create(
        item=item, kind=kind, label=label, address=address, by=by, at=at
    )
    if tells_author:
        tell_use(event, by=by, at=at)
    return event


def _demand_reader(items: models.QuerySet[Item], *, by: User, at: datetime) -> list[Item]:
    """Those of the items that this member of the team reads; nobody else passes."""
    on = timezone.localdate(at)
    if not may_mark_read(by, on=on):
        raise PermissionDenied
    readable = list(items & Item.objects.visible_to(by, on=on))
    if not readable:
        raise PermissionDenied
    return readable
