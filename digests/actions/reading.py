"""What readers do: they say that they have read an edition. Nothing else watches them."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from digests.models import Edition, ReadMark
from people.models import User


@transaction.atomic
def mark_read(edition: Edition, *, by: User, at: datetime) -> ReadMark:
    """Note that somebody has read an edition, because they said so. May be repeated.

    Raises:
        PermissionDenied: `by` does not read it.
    """
    on = timezone.localdate(at)
    rows = Edition.objects.visible_to(by, on=on).current().filter(pk=edition.pk)
    if rows.select_for_update(no_key=True, of=["self"]).defer("head").first() is None:
        raise PermissionDenied
    found = ReadMark.objects.filter(edition=edition, person=by.person_id).first()
    if found is not None:
        return found
    audit.actions.record("digest.read", about=edition, by=by, at=at)
    return ReadMark.objects.create(edition=edition, person_id=by.person_id, at=at)
