"""A session is thought of, dated, moved and cancelled."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from kit.dates import in_full
from kit.errors import DomainError
from kit.slugs import free_slug
from kit.text import settled_line
from kit.uniqueness import unless_taken
from people.models import User
from sessions.actions.carrying import carry_from_cancelled
from sessions.actions.inviting import tell
from sessions.models import CohortSession, Invited, Kind, Series
from sessions.policies import may_plan_sessions
from sessions.times import When, is_to_come, refuse_times
from towns.models import Group

State = CohortSession.State
# Addresses of the portal's own, which no session takes.
PAGES = {"new", "plan", "kinds", "series", "coverage", "month", "calendar", "reply"}


class LateMove(DomainError):
    """The session stands where this deed leads nowhere: it was held, or cancelled, meanwhile."""


class SlotTaken(DomainError):
    """The series has a session on that day already."""


class SameTime(DomainError):
    """The session is at that very time already."""


class NotAhead(DomainError):
    """The new day is today or past."""


class ReasonMissing(DomainError):
    """Nobody was told why."""


class NobodyInvited(DomainError):
    """A session to which nobody is invited."""


@dataclass(frozen=True)
class About:
    """What a session is about, and where."""

    title: str = ""
    text: str = ""
    venue: str = ""
    join_link: str = ""
    outcomes: frozenset[int] = frozenset()  # numbers of rows

    @property
    def words(self) -> dict[str, str]:
        """All but the outcomes, as the session's row keeps it."""
        return {name: getattr(self, name) for name in ("title", "text", "venue", "join_link")}

    def settled(self) -> "About":
        """The same, each line in the one way to write it."""
        return replace(self, title=settled_line(self.title), venue=settled_line(self.venue))


@transaction.atomic
def add_session(
    about: About,
    when: When,
    *,
    kind: Kind,
    roles: Collection[str] = (),
    group: Group | None = None,
    series: Series | None = None,
    by: User,
    at: datetime,
) -> CohortSession:
    """Begin a session: an idea, a rough date, or a day and time at once.

    It is open to whoever holds one of the roles, and to a group whose own it is; if neither is
    named, to the roles of its kind.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        NobodyInvited, TooFarAhead, NoTime, NoDay, SlotTaken: it cannot be so.
        DomainError: the wall time does not exist on that day, or comes twice.
    """
    _ask(by, at)
    refuse_times(when, today=timezone.localdate(at))
    roles = roles or (() if group else kind.roles)
    if not roles and group is None:
        raise NobodyInvited("Choose who is invited.")
    session = CohortSession(
        kind=kind,
        series=series,
        group=group,
        state=_state_of(when),
        **about.settled().words,
        **({"zone": series.zone} if series else {}),
    )
    _date(session, when)
    day = f"{session.on:%Y-%m-%d} " if session.on else ""
    sessions = CohortSession.objects.all()
    session.slug = free_slug(f"{day}{kind}", among=sessions, or_else="session", pages=PAGES)
    with unless_taken(SlotTaken("Another session of that day was added this moment. Look first.")):
        session.save()
    session.outcomes.set(about.outcomes)
    invited = [Invited(session=session, role=role) for role in sorted(roles)]
    invited += [Invited(session=session, group=group)] if group else []
    Invited.objects.bulk_create(invited)
    tell(session, at=at)
    audit.actions.record("session.added", about=session, by=by, at=at)
    return session


@transaction.atomic
def change_session(
    session: CohortSession, about: About, *, by: User, at: datetime
) -> CohortSession:
    """Say anew what a session is about and where. When it is, is moved.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        LateMove: it was cancelled.
    """
    _ask(by, at)
    session = _locked(session)
    if session.state == State.CANCELLED:
        raise LateMove("This session was cancelled.")
    new = about.settled().words
    is_new = any(getattr(session, field) != value for field, value in new.items())
    if not is_new and set(session.outcomes.values_list("pk", flat=True)) == about.outcomes:
        return session
    session.outcomes.set(about.outcomes)
    if is_new:
        for field, value in new.items():
            setattr(session, field, value)
        session.sequence += 1
        session.save()
        tell(session, at=at)
    audit.actions.record("session.changed", about=session, by=by, at=at)
    return session


@transaction.atomic
def date_session(session: CohortSession, when: When, *, by: User, at: datetime) -> CohortSession:
    """Give an idea a rough date, or a roughly dated session its day and time.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        LateMove: it has a day already, or was cancelled.
        TooFarAhead, NoTime, SlotTaken, DomainError: as with `add_session`.
    """
    return _redate(session, when, to=_state_of(when), deed="session.dated", by=by, at=at)


@transaction.atomic
def move_session(
    session: CohortSession, when: When, *, why: str, is_sure: bool = False, by: User, at: datetime
) -> CohortSession:
    """Move a scheduled session to another day or time. It keeps its identity.

    To today, or to the past, only if somebody says that this is meant (`is_sure`).

    Raises:
        PermissionDenied: `by` does not plan sessions.
        NotAhead: it would be today or past, and nobody said that this is meant.
        LateMove: it was held or cancelled meanwhile, or never had a day.
        SameTime: nothing would change.
        TooFarAhead, NoTime, SlotTaken, DomainError: as with `add_session`.
    """
    _ask(by, at)
    today = timezone.localdate(at)
    if when.on is not None and when.on <= today and not is_sure:
        is_when = "today" if when.on == today else f"past: {in_full(when.on)}"
        raise NotAhead(
            f"The new day is {is_when}. Nobody will be reminded, and letters may come too late."
            " If this is meant, say so here."
        )
    return _redate(session, when, to=State.MOVED, deed="session.moved", why=why, by=by, at=at)


@transaction.atomic
def cancel_session(session: CohortSession, *, why: str, by: User, at: datetime) -> CohortSession:
    """Cancel a session, for a reason.

    Questions that wait in its basket go on to the next session with their partner, if there is one.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        LateMove: it was held, or cancelled already.
        ReasonMissing: no reason was given.
    """
    _ask(by, at)
    session = _locked(session)
    _refuse_way(session, State.CANCELLED, at=at)
    if not why:
        raise ReasonMissing("Say in a sentence why: everybody who is invited reads it.")
    session.state = State.CANCELLED
    session.cancelled_at, session.cancelled_why = at, why
    session.sequence += 1
    session.save()
    tell(session, at=at)
    carry_from_cancelled(session, by=by, at=at)
    audit.actions.record("session.cancelled", about=session, by=by, at=at)
    return session


def _redate(
    session: CohortSession, when: When, *, to: str, deed: str, why: str = "", by: User, at: datetime
) -> CohortSession:
    _ask(by, at)
    refuse_times(when, today=timezone.localdate(at))
    session = _locked(session)
    _refuse_way(session, to, at=at)
    before = session.begins_at, session.ends_at
    if to == State.MOVED and not when.is_dated:
        raise SameTime("Enter the new day and time.")
    _date(session, when)
    if before[0] and before == (session.begins_at, session.ends_at):
        raise SameTime("It is at this very time already.")
    if to == State.MOVED:
        session.moved_from, session.moved_why = before[0], why
    session.state = to
    session.sequence += 1
    session.save()
    tell(session, was=before, at=at)
    audit.actions.record(deed, about=session, by=by, at=at)
    return session


def _ask(by: User, at: datetime) -> None:
    if not may_plan_sessions(by, on=timezone.localdate(at)):
        raise PermissionDenied


def _locked(session: CohortSession) -> CohortSession:
    return CohortSession.objects.select_for_update(no_key=True).get(pk=session.pk)


def _refuse_way(session: CohortSession, to: str, *, at: datetime) -> None:
    if to not in CohortSession.MOVES.get(State(session.state), set()):
        state = session.get_state_display().lower()
        raise LateMove(f"This session is {state} by now. Nothing was changed.")
    if not is_to_come(session, at=at):
        raise LateMove("This session has begun. Nothing was changed.")


def _state_of(when: When) -> str:
    if when.on is None:
        return State.IDEA
    return State.SCHEDULED if when.is_dated else State.APPROXIMATE


def _date(session: CohortSession, when: When) -> None:
    session.precision = when.precision
    session.on = when.first
    session.begins_at, session.ends_at = when.span(session.zone)
    if session.series_id and session.on:
        taken = CohortSession.objects.filter(series=session.series_id, on=session.on)
        if taken.exclude(pk=session.pk).exclude(state=State.CANCELLED).exists():
            raise SlotTaken(f"{session.series} has a session on that day already.")
