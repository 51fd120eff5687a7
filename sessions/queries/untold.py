"""Whose calendars have a session already, and who waits for the first letter about it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kit.dates import day_of
from outbox.models import Notice
from outbox.promises import key_of
from sessions.models import CohortSession, Kind
from sessions.notices import CANCELLED, OF_CALENDARS, REQUESTS, occasion_of

_ON_THEIR_WAY = (Notice.State.BUNDLED, Notice.State.TOLD, Notice.State.FAILED)


def invites_at(begins_at: datetime, kind: Kind) -> datetime:
    """When the first letters about a session may leave."""
    return begins_at - timedelta(weeks=kind.invite_weeks)


@dataclass(frozen=True)
class Waiting:
    """How many people wait for their first letter about a session, and when it leaves."""

    people: int
    leaves_on: date


def waiting_for(session: CohortSession, *, at: datetime) -> Waiting | None:
    """Who waits for their first letter, as long as it is not the time for it."""
    if session.state not in CohortSession.DATED or session.begins_at is None:
        return None
    leaves_at = invites_at(session.begins_at, session.kind)
    people = len(untold_of(session)) if leaves_at > at else 0
    return Waiting(people, day_of(leaves_at)) if people else None


def told_of_session(session: CohortSession) -> set[int]:
    """The numbers of those to whom a letter about it has left, or is just leaving."""
    left = Notice.objects.filter(
        kind__in=REQUESTS, about=key_of(session), state__in=_ON_THEIR_WAY, person__isnull=False
    )
    return {person for person in left.values_list("person", flat=True) if person is not None}


def told_it_is_off(session: CohortSession) -> set[int]:
    """The numbers of those whom the letter that it is cancelled has reached, or just reaches."""
    left = Notice.objects.filter(
        kind=CANCELLED,
        about=key_of(session),
        occasion=occasion_of(session.sequence),
        state__in=_ON_THEIR_WAY,
    )
    return {person for person in left.values_list("person", flat=True) if person is not None}


def untold_of(session: CohortSession) -> set[int]:
    """The numbers of those whose first letter about it waits for its time: one statement."""
    if session.begins_at is None:
        return set()
    time_for_it = invites_at(session.begins_at, session.kind)
    rows = Notice.objects.filter(kind__in=OF_CALENDARS, about=key_of(session)).order_by("pk")
    newest = {
        person: state == Notice.State.WAITING and leaves_at >= time_for_it
        for person, state, leaves_at in rows.values_list("person", "state", "not_before")
    }
    return {person for person, waits in newest.items() if waits and person is not None}
