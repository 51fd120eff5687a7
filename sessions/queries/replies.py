"""Who holds a session in their calendar, and what they answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import BigIntegerField, DateTimeField

from kit.dates import day_of
from kit.prepared import Prepared, slot
from outbox.promises import key_of
from people.models import User
from sessions.models import CohortSession, Invitation
from sessions.queries.sessions import is_invited
from sessions.queries.telling import Revision, revisions_of
from sessions.times import words_of

Reply = Invitation.Reply
SHOWN_NEXT = 3
NOT_INVITED = "No post of yours is invited to this session any more."


@dataclass(frozen=True)
class OwnReply:
    """One's own invitation to one session, and how one stands."""

    invitation: Invitation
    session: CohortSession

    @property
    def when(self) -> str:
        """When it is."""
        return words_of(self.session)

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.session)

    @property
    def to(self) -> str:
        """The time to which a reply from here is."""
        return time_said(self.session)

    @property
    def is_to_old(self) -> bool:
        """The reply was to a time at which the session is not any more."""
        return bool(self.invitation.reply) and self.invitation.reply_to != self.session.begins_at

    @property
    def is_going(self) -> bool:
        """They said yes to this time."""
        return self.invitation.reply == Reply.GOING and not self.is_to_old

    @property
    def is_apology(self) -> bool:
        """They sent apologies for this time."""
        return self.invitation.reply == Reply.APOLOGY and not self.is_to_old

    @property
    def words(self) -> str:
        """How one stands, in a sentence."""
        if self.is_going:
            return "You said that you will be there."
        if self.is_apology:
            deputy = self.invitation.deputy
            return f"You sent apologies. {deputy or 'Nobody'} comes instead."
        if self.is_to_old:
            said_yes = self.invitation.reply == Reply.GOING
            said = "You said yes to" if said_yes else "You sent apologies for"
            return f"{said} the old time. Will you be there at the new one?"
        return "You have not replied yet. Will you be there?"


@dataclass(frozen=True)
class Replies:
    """Of one session: how many hold it in their calendar, and what they said to its time."""

    held: int
    yes: int
    apologies: Sequence[str]

    @property
    def words(self) -> str:
        """As in "23 people hold this in their calendar; 4 said yes."."""
        if not self.held:
            return "Nobody holds this in their calendar yet."
        people = "1 person holds" if self.held == 1 else f"{self.held} people hold"
        return f"{people} this in their calendar; {self.yes or 'nobody'} said yes."


def time_said(session: CohortSession) -> str:
    """The time of a session as a page sends it back with a reply."""
    return session.begins_at.isoformat() if session.begins_at else ""


def own_reply(user: User, session: CohortSession, *, at: datetime) -> OwnReply | None:
    """This person's invitation to a session to which they can reply: one statement at most."""
    if user.person_id is None or session.begins_at is None:
        return None
    found = Invitation.objects.standing().filter(session=session, person=user.person_id).first()
    if found is None:
        return None
    found.session = session
    return None if why_closed(found, at=at) else OwnReply(found, session)


def next_invitations(user: User, *, at: datetime) -> list[OwnReply]:
    """The next sessions to which this person is invited by name: one statement."""
    rows = _NEXT(person=user.person_id, at=at)
    return [OwnReply(one, one.session) for one in rows]


_NEXT = Prepared(
    lambda: (
        Invitation.objects.standing()
        .filter(person=slot("person", BigIntegerField()), session__state__in=CohortSession.DATED)
        .filter(session__ends_at__gt=slot("at", DateTimeField()))
        .select_related("session__kind")
        .order_by("session__begins_at", "pk")[:SHOWN_NEXT]
    )
)


def why_closed(invitation: Invitation, *, at: datetime) -> str:
    """Why nobody can reply to an invitation any more, in a sentence; empty if its reader can."""
    session = invitation.session
    if session.state == CohortSession.State.CANCELLED:
        return f"The session on {words_of(session)} is cancelled."
    if invitation.ended_at is not None:
        return NOT_INVITED
    if session.ends_at is None or session.ends_at <= at:
        return f"The session on {words_of(session)} is over."
    return ""


def why_closed_to(user: User, invitation: Invitation, *, at: datetime) -> str:
    """The same for somebody who is not signed in: also where posts have changed a moment ago."""
    if not is_invited(user, invitation.session, on=day_of(at)):
        return NOT_INVITED
    return why_closed(invitation, at=at)


def asked_by_letter(key: UUID) -> tuple[Invitation, User] | None:
    """The invitation of that key and whose it is; none without an open account. One statement."""
    rows = Invitation.objects.select_related("session__kind", "person__user")
    invitation = rows.filter(key=key, person__user__is_active=True).first()
    return (invitation, invitation.person.user) if invitation else None


def replies_to(session: CohortSession) -> Replies:
    """Who holds a session and what they said: two statements."""
    invitations = list(
        session.invitations.standing().select_related("person").order_by("person__name", "pk")
    )
    places = {(one.person_id, session.pk) for one in invitations}
    newest: dict[int, Revision] = {}
    for (person, _), revision in revisions_of(places, {key_of(session)}):
        known = newest.get(person)
        if revision.has_left and (known is None or revision.sequence > known.sequence):
            newest[person] = revision
    to_now = [one for one in invitations if one.reply and one.reply_to == session.begins_at]
    return Replies(
        held=sum(not one.is_cancel for one in newest.values()),
        yes=sum(one.reply == Reply.GOING for one in to_now),
        apologies=[_apology(one) for one in to_now if one.reply == Reply.APOLOGY],
    )


def _apology(invitation: Invitation) -> str:
    name, deputy = invitation.person.name, invitation.deputy
    return f"{name} ({deputy} comes instead)" if deputy else name
