"""Invites people to sessions by name, and promises the letters that their calendars act upon.

Each revision of a session is told under a higher number (its `sequence`). Whoever is taken out of a
session, or comes back, raises it too: calendars do not listen to a number that they know.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from outbox.actions.promising import promise_all
from outbox.kinds import open_from
from outbox.promises import Promise, key_of
from sessions.models import CohortSession, Invitation
from sessions.notices import CANCELLED, CHANGED, INVITED, SETTLING, facts_of, occasion_of
from sessions.queries.inviting import invited_by_posts

State = CohortSession.State
# What begins so soon after people may be written to again is told at any hour.
NEAR = timedelta(hours=24)

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
        _promise(INVITED, session, new, was=was, at=at)
        _promise(CHANGED, session, standing - gone, was=was, at=at)
        _promise(CANCELLED, session, gone, was=was, at=at)


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
    at: datetime,
) -> None:
    """The same to each of these people, in their hours; at any hour of what begins very soon."""
    if not persons or session.begins_at is None or session.ends_at is None:
        return
    soonest = min(moment for moment in (session.begins_at, was[0]) if moment)
    settled_at = at + SETTLING
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
