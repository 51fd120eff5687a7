"""Sets an item aside at once, where its being read may do harm. It is kept for the record."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from people.models import User
from reflections.models import Item
from reflections.policies import may_quarantine


@transaction.atomic
def quarantine(item: Item, *, by: User, at: datetime) -> Item:
    """From now on nobody reads the item, its margin or its copies in versions. May be repeated.

    Whether `by` reads it just now is not asked: a report under revision must not delay this.

    Raises:
        PermissionDenied: `by` is not of the Programme Team that day.
    """
    item = _locked(item, by=by, at=at)
    if item.quarantined_at is None:
        item.quarantined_at, item.quarantined_by = at, by
        item.save(update_fields=["quarantined_at", "quarantined_by", "changed_at"])
        audit.actions.record("item.quarantined", about=item, by=by, at=at)
    return item


@transaction.atomic
def put_back(item: Item, *, by: User, at: datetime) -> Item:
    """Let an item be read again by those it was meant for. May be repeated.

    Raises:
        PermissionDenied: `by` is not of the Programme Team that day.
    """
    item = _locked(item, by=by, at=at)
    if item.quarantined_at is not None:
        item.quarantined_at = item.quarantined_by = None
        item.save(update_fields=["quarantined_at", "quarantined_by", "changed_at"])
        audit.actions.record("item.put_back", about=item, by=by, at=at)
    return item


def _locked(item: Item, *, by: User, at: datetime) -> Item:
    if not may_quarantine(by, on=timezone.localdate(at)):
        raise PermissionDenied
    return Item.objects.select_for_update(of=["self"]).get(pk=item.pk)
