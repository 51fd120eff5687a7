"""Pauses: all letters, or those of one lane, wait until a person lets them go on.

Whoever calls has asked whether `by`, the number of an account, may do so.
"""

from datetime import datetime

from django.db import transaction

from kit.errors import DomainError
from outbox.kinds import Lane
from outbox.models import Pause
from outbox.nudging import nudge


class AlreadyPaused(DomainError):
    """These letters wait already, perhaps because somebody else paused them a moment ago."""


@transaction.atomic
def pause(*, lane: Lane | None, why: str, by: int, at: datetime) -> Pause:
    """Let no letter leave any more, or none of a lane; what is promised meanwhile waits.

    Every sender asks before it opens a letter, so one that is open just now is the last.

    Raises:
        AlreadyPaused: they wait already.
    """
    begun, is_new = Pause.objects.get_or_create(
        lane=lane, ended_at=None, defaults={"why": why, "began_at": at, "began_by": by}
    )
    if not is_new:
        raise AlreadyPaused("These letters are paused already.")
    return begun


@transaction.atomic
def resume(pause: Pause, *, by: int, at: datetime) -> bool:
    """Let letters go on, at once. Repeating it changes nothing; says whether it was paused."""
    ended = Pause.objects.filter(pk=pause.pk, ended_at=None).update(ended_at=at, ended_by=by)
    transaction.on_commit(nudge)
    return bool(ended)
