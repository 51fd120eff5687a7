"""Invites people to sessions by name, and promises the letters that their calendars act upon.

Each revision of a session is told under a higher number (its `sequence`). Whoever is taken out of a
session, or comes back, raises it too: calendars do not listen to a number that they know.

The first letter about a session leaves some weeks before it, as its kind says, so that a year's
plan is not forty letters on one day. Whoever has had that letter is told of changes at once.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from kit.errors import DomainError
from outbox.actions.promising import promise_all
from outbox.kinds import open_from
from outbox.promises import Promise, key_of
from people.models import User
from sessions.models import CohortSession, Invitation
from sessions.notices import CANCELLED, CHANGED, INVITED, SETTLING, facts_of, occasion_of
from sessions.policies import may_plan_sessions
from sessions.queries.inviting import invited_by_posts
from sessions.queries.untold import invites_at, told_of_session, untold_of

State = CohortSession.State
# What begins so soon after people may be written to again is told at any hour.
NEAR = timedelta(hours=24)


class AllInvited(DomainError):
    """Nobody waits for a letter about this session."""


type Times = tuple[datetime | None, datetime | None]  # begin and end
NEVER: Times = (None, None)


def tell(session: CohortSession, *, was: Times = NEVER, at: datetime) -> None:
    """Tell everybody whom it concerns what was done to a session, within the deed's transaction.

    Whoever is invited now gets an invitation; who was before, the change, or that they are no
    longer; of a session that is cancelled everybody hears so. `was` is when it was to be before.
    Nobody is told of a session without a day, nor of what is over.
    """
    if session.ends_at is None or max(session.ends_at, was[1] or session.ends_at) <= at:
        return
    standing = set(session.invitations.standing().values_list("person", flat=True))
    if session.state == State.CANCELLED:
        _promise(CANCELLED, session, standing, was=was, at=at)
    elif session.state in CohortSession.DATED:
        new, gone = set[int](), set[int]()
        if session.ends_at > at:
            wanted = invited_by_posts([session], on=timezone.localdate(at))[session]
            new, gone = wanted - standing, standing - wanted
            _write(session, new=new, gone=gone, at=at)
        told = (standing - gone) & told_of_session(session)
        _promise(INVITED, session, new | (standing - gone - told), was=was, at=at)
        _promise(CHANGED, session, told, was=was, at=at)
        _promise(CANCELLED, session, gone, was=was, at=at)


@transaction.atomic
def invite_now(session: CohortSession, *, by: User, at: datetime) -> CohortSession:
    """Send the invitations of a session that lies far ahead now, instead of some weeks before it.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        AllInvited: everybody has their letter, or the session is no longer to come.
    """
    if not may_plan_sessions(by, on=timezone.localdate(at)):
        raise PermissionDenied
    session = CohortSession.objects.select_for_update(no_key=True).get(pk=session.pk)
    untold = untold_of(session) if session.begins_at and session.begins_at > at else set()
    if session.state not in CohortSession.DATED or not untold:
        raise AllInvited("Everybody who is invited to this session has been told.")
    session.sequence += 1
    session.save(update_fields=["sequence", "changed_at"])
    _promise(INVITED, session, untold, is_now=True, at=at)
    audit.actions.record("session.invitations_sent", about=session, by=by, at=at)
    return session


def settle_invitations(*, at: datetime) -> int:
    """Invite who came into post since, and take out who left, of all sessions to come.

    Safe to repeat, and to run twice at once. Returns how many people are concerned.
    """
    found = CohortSession.objects.filter(state__in=CohortSession.DATED, begins_at__gt=at)
    wanted = invited_by_posts(found, on=timezone.localdate(at))
    standing: dict[int, set[int]] = {session.pk: set() for session in wanted}
    rows = Invitation.objects.standing().filter(session__in=found)
    for number, person in rows.values_list("session", "person"):
        standing.setdefault(number, set()).add(person)
    unsettled = [session for session, persons in wanted.items() if persons != standing[session.pk]]
    return sum(_settle(session, at=at) for session in unsettled)


@transaction.atomic
def _settle(session: CohortSession, *, at: datetime) -> int:
    session = CohortSession.objects.select_for_update(no_key=True).get(pk=session.pk)
    if session.state not in CohortSession.DATED or not session.begins_at or session.begins_at <= at:
        return 0
    wanted = invited_by_posts([session], on=timezone.localdate(at))[session]
    standing = set(session.invitations.standing().values_list("person", flat=True))
    new, gone = wanted - standing, standing - wanted
    if _write(session, new=new, gone=gone, at=at):
        session.sequence += 1
        session.save(update_fields=["sequence", "changed_at"])
    _promise(INVITED, session, new, at=at)
    _promise(CANCELLED, session, gone, at=at)
    return len(new) + len(gone)


def _write(
    session: CohortSession, *, new: Collection[int], gone: Collection[int], at: datetime
) -> bool:
    """Keep who is invited; whether a calendar may hold a number that is told anew."""
    ended = session.invitations.standing().filter(person__in=gone)
    ended_rows = [_ended(one, at) for one in ended] if gone else []
    returned = session.invitations.exclude(ended_at=None).filter(person__in=new) if new else []
    returned_rows = [_returned(one, at) for one in returned]
    changed = ["ended_at", "invited_at", "reply", "reply_to", "replied_at", "deputy", "changed_at"]
    Invitation.objects.bulk_update([*ended_rows, *returned_rows], changed)
    first = sorted(set(new) - {one.person_id for one in returned_rows})
    Invitation.objects.bulk_create(
        [Invitation(session=session, person_id=person, invited_at=at) for person in first],
        ignore_conflicts=True,
    )
    return bool(ended_rows or returned_rows)


def _ended(invitation: Invitation, at: datetime) -> Invitation:
    invitation.ended_at = invitation.changed_at = at
    return invitation


def _returned(invitation: Invitation, at: datetime) -> Invitation:
    """Invited anew: what was answered before was an answer of another post."""
    invitation.ended_at, invitation.invited_at, invitation.changed_at = None, at, at
    invitation.reply, invitation.reply_to, invitation.replied_at = "", None, None
    invitation.deputy = ""
    return invitation


def _promise(
    kind: str,
    session: CohortSession,
    persons: Collection[int],
    *,
    was: Times = NEVER,
    is_now: bool = False,
    at: datetime,
) -> None:
    """The same to each of these people, in their hours; at any hour of what begins very soon."""
    if not persons or session.begins_at is None or session.ends_at is None:
        return
    soonest = min(moment for moment in (session.begins_at, was[0]) if moment)
    settled_at = at + SETTLING
    if kind == INVITED and not is_now:
        settled_at = max(settled_at, invites_at(session.begins_at, session.kind))
    opened = open_from(sorted(persons), settled_at)
    promises = [
        Promise(
            kind,
            person,
            key_of(session),
            occasion_of(session.sequence),
            not_before=settled_at if opened[person] + NEAR > soonest else opened[person],
            useful_until=max(session.ends_at, was[1] or session.ends_at),
            facts=facts_of(session.sequence, session.begins_at, session.ends_at),
        )
        for person in sorted(persons)
    ]
    promise_all(promises, at=at)
