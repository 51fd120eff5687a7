"""Letters minded by the office: sent again, ended, paused; each deed is kept."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
import outbox.actions.bundling
import outbox.actions.mending
import outbox.actions.pausing
import outbox.actions.suppressing
from front.policies import may_mind_letters
from kit.errors import DomainError
from outbox.kinds import Lane
from outbox.models import Letter, Notice, Pause, Suppression
from people.models import User


class NothingHeld(DomainError):
    """The notices were released or dropped a moment ago, perhaps by somebody else."""


@transaction.atomic
def try_again(letter: Letter, *, by: User, at: datetime) -> None:
    """Let a letter that stopped go once more.

    Raises:
        PermissionDenied: `by` does not mind letters.
        CannotBeMended: it has not stopped, or cannot be sent any more.
    """
    _ask(by, at)
    outbox.actions.mending.try_again(letter, at=at)
    audit.actions.record("letter.tried_again", about=letter, by=by, at=at)


@transaction.atomic
def take_as_sent(letter: Letter, *, by: User, at: datetime) -> None:
    """Note that a letter arrived of which no answer was heard.

    Raises:
        PermissionDenied: `by` does not mind letters.
        CannotBeMended: there is no doubt, or no longer.
    """
    _ask(by, at)
    outbox.actions.mending.take_as_sent(letter, at=at)
    audit.actions.record("letter.taken_as_sent", about=letter, by=by, at=at)


@transaction.atomic
def end_letter(letter: Letter, *, why: str, by: User, at: datetime) -> None:
    """Send a letter no more; `why` stands with it and with what it was to tell.

    Raises:
        PermissionDenied: `by` does not mind letters.
        CannotBeMended: it has left, or ended before.
    """
    _ask(by, at)
    outbox.actions.mending.end(letter, why=why, at=at)
    audit.actions.record("letter.ended", about=letter, by=by, at=at)


@transaction.atomic
def lift(suppression: Suppression, *, by: User, at: datetime) -> None:
    """Write to an address again: somebody has mended it. Twice is once.

    Raises:
        PermissionDenied: `by` does not mind letters.
    """
    _ask(by, at)
    outbox.actions.suppressing.lift(suppression, by=by.pk, at=at)
    audit.actions.record("address.lifted", about=suppression, by=by, at=at)


@transaction.atomic
def release_held(kind: str, *, by: User, at: datetime) -> int:
    """Let the notices of a kind go that were held for their unusual number; returns how many.

    Raises:
        PermissionDenied: `by` does not mind letters.
        NothingHeld: none is held.
    """
    _ask(by, at)
    first = _first_held(kind)
    number = outbox.actions.bundling.release(kind, at=at)
    _record_held("notices.released", first, number, by=by, at=at)
    return number


@transaction.atomic
def drop_held(kind: str, *, why: str, by: User, at: datetime) -> int:
    """End the notices of a kind that were held, untold; returns how many.

    Raises:
        PermissionDenied: `by` does not mind letters.
        NothingHeld: none is held.
    """
    _ask(by, at)
    first = _first_held(kind)
    number = outbox.actions.bundling.drop(kind, why=why, at=at)
    _record_held("notices.dropped", first, number, by=by, at=at)
    return number


@transaction.atomic
def pause(*, lane: Lane | None, why: str, by: User, at: datetime) -> Pause:
    """Let no letter leave, or none of a lane, until somebody resumes.

    Raises:
        PermissionDenied: `by` does not mind letters.
        AlreadyPaused: they wait already.
    """
    _ask(by, at)
    begun = outbox.actions.pausing.pause(lane=lane, why=why, by=by.pk, at=at)
    audit.actions.record("mail.paused", about=begun, by=by, at=at)
    return begun


@transaction.atomic
def resume(pause: Pause, *, by: User, at: datetime) -> None:
    """Let letters go on. Twice is once.

    Raises:
        PermissionDenied: `by` does not mind letters.
    """
    _ask(by, at)
    if outbox.actions.pausing.resume(pause, by=by.pk, at=at):
        audit.actions.record("mail.resumed", about=pause, by=by, at=at)


def _ask(by: User, at: datetime) -> None:
    if not may_mind_letters(by, on=timezone.localdate(at)):
        raise PermissionDenied


def _first_held(kind: str) -> Notice:
    held = Notice.objects.filter(kind=kind, state=Notice.State.HELD).order_by("pk").first()
    if held is None:
        raise NothingHeld("Nothing of this kind is held any more.")
    return held


def _record_held(verb: str, first: Notice, number: int, *, by: User, at: datetime) -> None:
    audit.actions.record(
        verb, about=first, by=by, at=at, facts={"kind": first.kind, "notices": number}
    )
