"""After a restore: what the lost time had sent, and then letters may leave again.

A restored database knows nothing of what was sent since its backup. Told twice is worse than told a
little late, so what may have been sent is not sent again unless a person says so. What was promised
since it was found disarmed cannot have been, and waits for its letter as ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from outbox import fence, journal
from outbox.actions.promising import promise_all
from outbox.models import Letter, Notice
from outbox.planning import planners
from outbox.promises import Promise

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

    Open letters that the relay's journal has are accepted; those it cannot have missed, or that are
    newer than the finding, go out; the others are set aside, unless `send_open`. Notices that are
    due and older than it, and whatever the planners find due now, are taken as told, unless
    `send_due`.
    """
    was, since = fence.why_disarmed(), fence.disarmed_since() or at
    accepted, kept, aside = _settle_open(send=send_open, found_at=since, at=at)
    passed_over = 0 if send_due else _pass_over_due(found_at=since, at=at)
    fence.arm(by=by, at=at)
    return Findings(was, accepted, aside, kept, passed_over)


def _settle_open(*, send: bool, found_at: datetime, at: datetime) -> tuple[int, int, int]:
    """How many open letters were accepted, go out now, or are set aside."""
    letters = list(Letter.objects.open().select_for_update())
    if not letters:
        return 0, 0, 0
    since = min(letter.promised_at for letter in letters)
    found = journal.evidence({letter.message_id for letter in letters}, since=since)
    known = found.accepted if found else {}
    for letter in letters:
        if moment := known.get(letter.message_id):
            opened_at = letter.data_opened_at or moment  # by a sender of the lost time
            day = _day(letter, moment)
            _end(
                letter,
                Letter.State.ACCEPTED,
                data_opened_at=opened_at,
                accepted_at=moment,
                day=day,
            )
            _tell(letter, Notice.State.TOLD, reason="", at=at)
    others = [letter for letter in letters if letter.message_id not in known]
    tells_all = found and found.complete_until and found.complete_until > at - journal.MARGIN
    kept = 0
    for letter in others:
        if tells_all or send or letter.promised_at > found_at:
            _end(letter, Letter.State.READY)
            kept += 1
        else:
            _end(letter, Letter.State.ASIDE, reason=WHY_NOT)
            _tell(letter, Notice.State.FAILED, reason=WHY_NOT, at=at)
    return len(letters) - len(others), kept, len(others) - kept


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


def _pass_over_due(*, found_at: datetime, at: datetime) -> int:
    """Take what may have been told in the lost time as told; returns how many notices that is."""
    planned = [due.promise for planner in planners().values() for due in planner(at).due]
    promise_all(planned, at=at)
    found = Notice.objects.filter(
        Q(pk__in=_notices_of(planned)) | Q(not_before__lte=at, promised_at__lte=found_at),
        state=Notice.State.WAITING,
    )
    return found.update(state=Notice.State.NOT_NEEDED, reason=WHY_NOT, settled_at=at)


def _notices_of(promises: Sequence[Promise]) -> list[int]:
    """The numbers of the notices in which these promises stand."""
    wanted = {(one.kind, one.person, one.about, one.occasion) for one in promises}
    rows = Notice.objects.filter(
        state=Notice.State.WAITING, about__in={one.about for one in promises}
    ).values_list("pk", "kind", "person", "about", "occasion")
    return [pk for pk, *key in rows if tuple(key) in wanted]
