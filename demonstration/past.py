"""What was promised by the deeds of a past that the demonstration tells was told in its time."""

from collections.abc import Sequence
from datetime import datetime

from outbox.actions.promising import blank_letter
from outbox.kinds import Lane, kind_of, recipients
from outbox.models import Letter, Notice


def tell_in_their_time(notices: Sequence[Notice], *, now: datetime) -> None:
    """Each of these was told, by a letter of its own, of which nothing is kept: none leaves now."""
    reached = recipients(sorted({one.person for one in notices if one.person is not None}))
    letters = []
    for notice in notices:
        left_at = min(notice.not_before, now)
        letter = blank_letter(person=notice.person, lane=Lane.MAIL, at=notice.promised_at)
        kind, reader = kind_of(notice.kind), reached.get(notice.person or 0)
        letter.state, letter.subject = Letter.State.ACCEPTED, kind.title if kind else ""
        letter.to = reader.email if reader else ""
        letter.written_at = letter.data_opened_at = letter.accepted_at = left_at
        letters.append(letter)
        notice.state, notice.settled_at, notice.letter = Notice.State.TOLD, left_at, letter
    Letter.objects.bulk_create(letters)
    Notice.objects.bulk_update(notices, ["state", "settled_at", "letter"], batch_size=500)
