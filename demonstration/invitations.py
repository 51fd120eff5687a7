"""Fills in what calendars were told of the sessions, and what some people answered."""

from datetime import datetime

from outbox import fence
from outbox.actions.promising import blank_letter
from outbox.kinds import Lane, kind_of, recipients
from outbox.models import Letter, Notice
from sessions.actions.inviting import settle_invitations
from sessions.actions.replying import reply
from sessions.models import Invitation
from sessions.notices import OF_CALENDARS
from sessions.queries.replies import time_said

REPLIED_TO = 90  # invitations to the next sessions, of which some have been answered
EVERY = {0: "", 1: Invitation.Reply.GOING, 2: Invitation.Reply.GOING, 3: Invitation.Reply.APOLOGY}
DEPUTY = "Eilidh Forsyth"


def fill_invitations(*, now: datetime) -> None:
    """As if each letter had left in its time; of every four people three have replied by now."""
    fence.arm_if_new(at=now)  # one from which letters have left already is armed by a person alone
    settle_invitations(at=now)
    _send_letters(now=now)
    found = Invitation.objects.standing().filter(session__begins_at__gt=now)
    ahead = found.select_related("session", "person__user").order_by("session__begins_at", "pk")
    for number, one in enumerate(ahead[:REPLIED_TO]):
        # By session too, lest the same people always answer alike.
        if answer := EVERY[(number + one.session_id) % len(EVERY)]:
            deputy = DEPUTY if answer == Invitation.Reply.APOLOGY and number % 8 == 3 else ""
            to = time_said(one.session)
            reply(one, answer, deputy=deputy, to=to, by=one.person.user, at=now)


def _send_letters(*, now: datetime) -> None:
    """Every notice of a calendar was told, by a letter of its own, of which nothing is kept."""
    notices = list(Notice.objects.filter(kind__in=OF_CALENDARS, state=Notice.State.WAITING))
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
