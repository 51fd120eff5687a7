"""A session that has passed is held, written up and closed; never silently."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from kit.errors import DomainError
from kit.words import listed
from people.models import User
from sessions.models import CohortSession
from sessions.policies import may_plan_sessions
from sessions.queries.closing import OVER, closing_of, has_passed

State, Part, Recording = CohortSession.State, CohortSession.Part, CohortSession.Recording


class NotHeld(DomainError):
    """The session has not begun, was cancelled, or is closed."""


class SomethingMissing(DomainError):
    """A part of the record is neither there nor said to be not needed."""


class PlaceMissing(DomainError):
    """A recording without the place where it is."""


@transaction.atomic
def hold_session(session: CohortSession, *, by: User, at: datetime) -> CohortSession:
    """Say that a session took place. May be repeated.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        NotHeld: it has not begun, was cancelled or is closed.
    """
    session = _passed(session, by=by, at=at)
    return _go(session, State.HELD, by=by, at=at) if session.state not in OVER else session


@transaction.atomic
def write_up_session(session: CohortSession, *, by: User, at: datetime) -> CohortSession:
    """Say that a session's notes are complete. May be repeated.

    Raises:
        PermissionDenied, NotHeld: as with `hold_session`.
        SomethingMissing: there are no notes, nor is it said that none are needed.
    """
    session = hold_session(session, by=by, at=at)
    if session.state == State.WRITTEN_UP:
        return session
    if not closing_of(session).has_notes:
        raise SomethingMissing("Nothing is noted yet. Write a note, or say that none is needed.")
    return _go(session, State.WRITTEN_UP, by=by, at=at)


@transaction.atomic
def close_session(session: CohortSession, *, by: User, at: datetime) -> CohortSession:
    """Close a session whose record is complete, by way of every state before. There is no way back.

    Raises:
        PermissionDenied, NotHeld: as with `hold_session`.
        SomethingMissing: see the sentence for what.
    """
    session = _passed(session, by=by, at=at)
    if missing := closing_of(session).missing:
        titles = listed([title.lower() for title in missing])
        raise SomethingMissing(f"Missing yet: {titles}. Add it, or say that none is needed.")
    session = write_up_session(session, by=by, at=at)
    return _go(session, State.CLOSED, by=by, at=at)


@transaction.atomic
def say_not_needed(
    session: CohortSession, part: str, *, is_needed: bool = False, by: User, at: datetime
) -> CohortSession:
    """Say that of a part of the record none is needed; or, with `is_needed`, that one is after all.

    Raises:
        PermissionDenied, NotHeld: as with `hold_session`.
    """
    session = _passed(session, by=by, at=at)
    known = set(session.not_needed)
    said = known - {Part(part)} if is_needed else known | {Part(part)}
    if said != known:
        session.not_needed = sorted(said)
        session.save()
        facts: dict[str, str | int | bool | None] = {"part": part, "is_needed": is_needed}
        audit.actions.record("session.part_said", about=session, by=by, at=at, facts=facts)
    return session


@transaction.atomic
def say_recording(
    session: CohortSession,
    recording: str,
    *,
    link: str = "",
    until: date | None = None,
    by: User,
    at: datetime,
) -> CohortSession:
    """Say whether a session was recorded, and if so where the recording is and until when.

    Raises:
        PermissionDenied, NotHeld: as with `hold_session`.
        PlaceMissing: it was recorded, and nobody said where.
    """
    session = _passed(session, by=by, at=at)
    is_kept = recording == Recording.YES
    if is_kept and not link:
        raise PlaceMissing("Enter where the recording is, or choose “Not known yet”.")
    session.recording = recording
    session.recording_link, session.recording_until = (link, until) if is_kept else ("", None)
    session.save()
    facts = {"recording": recording}
    audit.actions.record("session.recording_said", about=session, by=by, at=at, facts=facts)
    return session


def _passed(session: CohortSession, *, by: User, at: datetime) -> CohortSession:
    """The session, held against everybody else, if it may still be changed."""
    if not may_plan_sessions(by, on=timezone.localdate(at)):
        raise PermissionDenied
    found = CohortSession.objects.select_for_update(no_key=True).get(pk=session.pk)
    if found.state == State.CLOSED:
        raise NotHeld("This session is closed already.")
    if not has_passed(found, at=at):
        state = found.get_state_display().lower()
        is_off = found.state == State.CANCELLED
        raise NotHeld(f"This session is {state}." if is_off else "This session has not begun yet.")
    return found


def _go(session: CohortSession, to: str, *, by: User, at: datetime) -> CohortSession:
    """One arrow of `MOVES`."""
    if to not in CohortSession.MOVES.get(State(session.state), set()):
        raise NotHeld(f"This session is {session.get_state_display().lower()} by now.")
    session.state = to
    session.save()
    audit.actions.record(f"session.{to}", about=session, by=by, at=at)
    return session
