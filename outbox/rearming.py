"""After a restore: what the lost time had sent, and then letters may leave again.

A restored database knows nothing of what was sent since its backup. Told twice is worse than told a
little late, so what may have been sent is not sent again unless a person says so.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from outbox import fence, journal
from outbox.actions.promising import promise_all
from outbox.models import Letter, Notice
from outbox.planning import planners

WHY_NOT = "The database was restored: it may have been sent in the time that was lost."


@dataclass(frozen=True)
class Findings:
    """What was found, and done, when a database was armed anew."""

    was: str  # why it was disarmed
    accepted: int  # open letters that the relay's journal knows
    set_aside: int  # open letters that nobody can tell of
    sent_again: int  # open letters that go out now
    passed_over: int  # notices due now that are taken as told


@transaction.atomic
def rearm(*, by: str, send_open: bool, send_due: bool, at: datetime) -> Findings:
    """Settle what the backup held open, and let letters leave from this database.

    Open letters that the relay's journal has are accepted; those it cannot have missed go out; the
    others are set aside, unless `send_open`. What the planners find due now is taken as told,
    unless `send_due`.
    """
    was = fence.why_disarmed()
    accepted, kept, aside = _settle_open(send=send_open, at=at)
    passed_over = 0 if send_due else _pass_over_due(at=at)
    fence.arm(by=by, at=at)
    return Findings(was, accepted, aside, kept, passed_over)


def _settle_open(*, send: bool, at: datetime) -> tuple[int, int, int]:
    """How many open letters were accepted, go out now, or are set aside."""
    letters = list(Letter.objects.open().select_for_update())
    if not letters:
        return 0, 0, 0
    since = min(letter.promised_at for letter in letters)
    found = journal.evidence({letter.message_id for letter in letters}, since=since)
    known = found.accepted if found else {}
    taken = [letter for letter in letters if letter.message_id in known]
    others = [letter for letter in letters if letter.message_id not in known]
    for letter in taken:
        moment = known[letter.message_id]
        _end(letter, Letter.State.ACCEPTED, accepted_at=moment, day=_day(letter, moment))
        _tell(letter, Notice.State.TOLD, reason="", at=at)
    tells_all = found and found.complete_until and found.complete_until > at - journal.MARGIN
    if tells_all or send:
        for letter in others:
            _end(letter, Letter.State.READY)
        return len(taken), len(others), 0
    for letter in others:
        _end(letter, Letter.State.ASIDE, reason=WHY_NOT)
        _tell(letter, Notice.State.FAILED, reason=WHY_NOT, at=at)
    return len(taken), 0, len(others)


def _day(letter: Letter, moment: datetime) -> object:
    return timezone.localdate(moment) if letter.is_routine else None


def _end(letter: Letter, state: str, **fields: object) -> None:
    Letter.objects.filter(pk=letter.pk).update(
        state=state, lease_token=None, lease_until=None, **fields
    )


def _tell(letter: Letter, state: str, *, reason: str, at: datetime) -> None:
    Notice.objects.filter(letter=letter, state=Notice.State.BUNDLED).update(
        state=state, reason=reason, settled_at=at
    )


def _pass_over_due(*, at: datetime) -> int:
    """Take what is due now, or waits for its letter, as told in the time that was lost."""
    for planner in planners().values():
        promise_all([due.promise for due in planner(at).due], at=at)
    waiting = Notice.objects.filter(state=Notice.State.WAITING)
    return waiting.update(state=Notice.State.NOT_NEEDED, reason=WHY_NOT, settled_at=at)
