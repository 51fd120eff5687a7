"""What was noted and decided at a session: written, changed, and taken away."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from kit.errors import DomainError
from people.models import User
from sessions.models import CohortSession, Note
from sessions.policies import may_plan_sessions
from sessions.queries.closing import record_shut


class RecordShut(DomainError):
    """Nothing can be noted: before its day, cancelled, or closed."""


class NoteChanged(DomainError):
    """Somebody else changed the note, or took it away, since it was read."""


@transaction.atomic
def add_note(session: CohortSession, *, sort: str, text: str, by: User, at: datetime) -> Note:
    """Note, or put down as decided, what a session said.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        RecordShut: the session is not there yet, was cancelled, or is closed.
    """
    session = _opened(session, by=by, at=at)
    note = Note.objects.create(session=session, sort=sort, text=text, written_at=at, written_by=by)
    audit.actions.record("note.added", about=note, by=by, at=at, facts={"sort": sort})
    return note


@transaction.atomic
def change_note(
    note: Note, *, sort: str, text: str, seen_at: datetime, by: User, at: datetime
) -> Note:
    """Write a note anew; its history keeps what it was. Of a closed session too: a correction.

    `seen_at` is when the note that `by` read had been written last.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        NoteChanged: another has changed it since, or taken it away.
    """
    if not may_plan_sessions(by, on=timezone.localdate(at)):
        raise PermissionDenied
    found = Note.objects.select_for_update().filter(pk=note.pk).first()
    if found is None:
        raise NoteChanged("This was taken away meanwhile. Nothing was changed.")
    if (found.sort, found.text) == (sort, text):
        return found
    if found.changed_at != seen_at:
        raise NoteChanged(
            f"{found.written_by.person} changed this meanwhile. It reads now: “{found.text}” "
            "Press again to put yours in its place."
        )
    found.sort, found.text = sort, text
    found.written_at, found.written_by = at, by
    found.save()
    audit.actions.record("note.changed", about=found, by=by, at=at)
    return found


@transaction.atomic
def remove_note(note: Note, *, by: User, at: datetime) -> None:
    """Take a note away; its history keeps it. May be repeated.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        RecordShut: the session is closed.
    """
    _opened(note.session, by=by, at=at)
    found = Note.objects.select_for_update().filter(pk=note.pk).first()
    if found is not None:
        audit.actions.record("note.removed", about=found, by=by, at=at)
        found.delete()


def _opened(session: CohortSession, *, by: User, at: datetime) -> CohortSession:
    """The session, held against whoever closes it at this moment."""
    today = timezone.localdate(at)
    if not may_plan_sessions(by, on=today):
        raise PermissionDenied
    found = CohortSession.objects.select_for_update(no_key=True).get(pk=session.pk)
    if why := record_shut(found, on=today):
        raise RecordShut(why)
    return found
