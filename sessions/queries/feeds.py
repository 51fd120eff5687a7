"""What a person's calendar program reads: the sessions that this person may see, and no others."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q

from kit.secrets import hash_of
from people.models import User
from sessions import ics
from sessions.identity import organiser, page_of, uid_of
from sessions.models import CalendarFeed, CohortSession, Invited
from towns.models import Tenure

PAST = timedelta(days=366)
REFRESH = timedelta(hours=4)
MOST_EVENTS = 1_000
NAME = "Local Learning Cohort"


def feed_of_token(token: str) -> CalendarFeed | None:
    """The live feed with this secret, if its owner still has an account."""
    live = CalendarFeed.objects.live().filter(person__user__is_active=True)
    return live.select_related("person__user").filter(token_hash=hash_of(token)).first()


def feeds_of(user: User, *, on: date) -> list[CalendarFeed]:
    """One's own live feeds, the newest first."""
    return list(CalendarFeed.objects.visible_to(user, on=on).live().order_by("-made_at", "-pk"))


def calendar_of(feed: CalendarFeed, *, on: date) -> bytes:
    """The calendar as its owner may see it today: sessions with a day and a time, of a year back.

    A join link stands in it only if the owner chose so, and for sessions to which they are invited.
    Four statements.
    """
    user = feed.person.user
    dated = CohortSession.objects.visible_to(user, on=on).filter(
        begins_at__isnull=False, ends_at__isnull=False, on__gte=on - PAST
    )
    sessions = list(dated.select_related("kind").order_by("on", "pk")[:MOST_EVENTS])
    joins = _invited_to(user, sessions, on=on) if feed.has_links else frozenset()
    events = [_event(one, has_link=one.pk in joins) for one in sessions]
    return ics.feed_of(events, name=NAME, refresh=REFRESH)


def _invited_to(user: User, sessions: Sequence[CohortSession], *, on: date) -> frozenset[int]:
    """The numbers of those to which a post of this person is invited."""
    held = Tenure.objects.held_by(user, on=on)
    rows = Invited.objects.filter(
        Q(role__in=held.values("role")) | Q(group__in=held.values("group")),
        session__in=[one.pk for one in sessions],
    )
    return frozenset(rows.values_list("session", flat=True))


def _event(session: CohortSession, *, has_link: bool) -> ics.CalendarEvent:
    if session.begins_at is None or session.ends_at is None:
        raise ValueError(session)
    page = page_of(session)
    join = f"Join online: {session.join_link}" if has_link and session.join_link else ""
    is_off = session.state == CohortSession.State.CANCELLED
    words = (session.text, join, page)
    return ics.CalendarEvent(
        uid=uid_of(session),
        sequence=session.sequence,
        title=str(session),
        begins_at=session.begins_at,
        ends_at=session.ends_at,
        stamped_at=session.changed_at,
        organiser=organiser(),
        description="\n\n".join(part for part in words if part),
        location=session.venue,
        url=page,
        zone=session.zone,
        status=ics.Status.CANCELLED if is_off else ics.Status.CONFIRMED,
    )
