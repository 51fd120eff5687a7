"""Fills in what calendars were told of the sessions, and what some people answered."""

from datetime import datetime

from demonstration.past import tell_in_their_time
from outbox import fence
from outbox.models import Notice
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
    notices = Notice.objects.filter(kind__in=OF_CALENDARS, state=Notice.State.WAITING)
    tell_in_their_time(list(notices), now=now)
    found = Invitation.objects.standing().filter(session__begins_at__gt=now)
    ahead = found.select_related("session", "person__user").order_by("session__begins_at", "pk")
    for number, one in enumerate(ahead[:REPLIED_TO]):
        # By session too, lest the same people always answer alike.
        if answer := EVERY[(number + one.session_id) % len(EVERY)]:
            deputy = DEPUTY if answer == Invitation.Reply.APOLOGY and number % 8 == 3 else ""
            to = time_said(one.session)
            reply(one, answer, deputy=deputy, to=to, by=one.person.user, at=now)
