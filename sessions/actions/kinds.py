"""The kinds of session are edited."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

import audit.actions
from people.models import User
from sessions.actions.series import NameTaken
from sessions.models import Kind
from sessions.policies import may_plan_sessions


@transaction.atomic
def keep_kind(
    kind: Kind | None,
    *,
    name: str,
    minutes: int,
    roles: Collection[str],
    invite_weeks: int = 8,
    is_used: bool = True,
    by: User,
    at: datetime,
) -> Kind:
    """Add a kind, or change one. Sessions that stand keep their length and whom they invite.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        NameTaken: another kind has this name.
    """
    if not may_plan_sessions(by, on=timezone.localdate(at)):
        raise PermissionDenied
    others = Kind.objects.exclude(pk=kind.pk) if kind else Kind.objects.all()
    if others.filter(name__iexact=name).exists():
        raise NameTaken("There is a kind of this name already.")
    if kind is None:
        last = Kind.objects.aggregate(last=Max("position"))["last"] or 0
        kind = Kind(slug=_slug_for(name), position=last + 1)
    kind.name, kind.minutes, kind.roles, kind.is_used = name, minutes, sorted(roles), is_used
    kind.invite_weeks = invite_weeks
    kind.save()
    audit.actions.record("kind.kept", about=kind, by=by, at=at)
    return kind


def _slug_for(name: str) -> str:
    stem = slugify(name)[:70] or "kind"
    taken = set(Kind.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbers = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (stem, *numbers) if slug not in taken)
