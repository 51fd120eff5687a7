"""The kinds of session are edited."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

import audit.actions
from kit.slugs import free_slug
from kit.text import settled_line
from kit.uniqueness import unless_taken
from people.models import User
from sessions.actions.series import NameTaken
from sessions.models import Kind
from sessions.policies import may_plan_sessions

TAKEN = "There is a kind of this name already."


@transaction.atomic
def keep_kind(
    kind: Kind | None,
    *,
    name: str,
    minutes: int,
    roles: Collection[str],
    invite_weeks: int = 8,
    remind_days: int = 5,
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
    name = settled_line(name)
    others = Kind.objects.exclude(pk=kind.pk) if kind else Kind.objects.all()
    if others.filter(name__iexact=name).exists():
        raise NameTaken(TAKEN)
    if kind is None:
        last = Kind.objects.aggregate(last=Max("position"))["last"] or 0
        kind = Kind(
            slug=free_slug(name, among=Kind.objects.all(), or_else="kind"), position=last + 1
        )
    kind.name, kind.minutes, kind.roles, kind.is_used = name, minutes, sorted(roles), is_used
    kind.invite_weeks, kind.remind_days = invite_weeks, remind_days
    with unless_taken(NameTaken(TAKEN)):
        kind.save()
    audit.actions.record("kind.kept", about=kind, by=by, at=at)
    return kind
