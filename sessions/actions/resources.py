"""Materials and resources of sessions: added as a link or a file, and taken away."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.utils import timezone

import audit.actions
from kit.errors import DomainError
from kit.file_names import clean_name, parted
from kit.file_sorts import HEAD, sort_of
from kit.kept_files import NoRoom, digest_of, forget, keep
from kit.text import settled_line
from kit.uploads import NO_ROOM
from kit.words import megabytes
from people.models import User
from sessions import nudging
from sessions.models import CohortSession, Contribution, Resource
from sessions.models.gatherings import TITLE_LIMIT
from sessions.policies import may_plan_sessions

LARGEST = 20 * 1024 * 1024  # bytes
MOST = 60  # of one session
Use, Scan = Resource.Use, Resource.Scan


class NothingAdded(DomainError):
    """The session was cancelled, or has as many as it may."""


class KnownAlready(DomainError):
    """The same file or link is there."""


class FileRefused(DomainError):
    """The file is too large, or the disk did not take it."""


class NeededByClosing(DomainError):
    """The session was closed with this as its only resource."""


@dataclass(frozen=True)
class Label:
    """What is said of a link or a file: its use, a title, and the partner it came from."""

    use: str
    title: str = ""
    contribution: Contribution | None = None


@transaction.atomic
def add_link(
    session: CohortSession, label: Label, *, link: str, by: User, at: datetime
) -> Resource:
    """Add what lies elsewhere.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        NothingAdded, KnownAlready: see there.
    """
    session = _opened(session, by=by, at=at)
    made = Resource(link=link, title=settled_line(label.title) or link[:TITLE_LIMIT])
    return _add(made, session, label, by=by, at=at)


@transaction.atomic
def add_file(
    session: CohortSession, label: Label, *, file: "File[bytes]", by: User, at: datetime
) -> Resource:
    """Keep a file. It is handed out once it has been checked; a worker is asked to do so.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        NothingAdded, KnownAlready: see there.
        FileRefused: it is empty, too large, or there is no room for it.
        WrongSort: of `kit.file_sorts`: it is of no sort that is kept.
    """
    session = _opened(session, by=by, at=at)
    name = clean_name(file.name or "")
    if not 0 < file.size <= LARGEST:
        raise FileRefused(f"A file may have up to {megabytes(LARGEST)}, and may not be empty.")
    file.seek(0)
    sort = sort_of(name, file.read(HEAD))
    made = Resource(
        title=settled_line(label.title) or parted(name)[0],
        file_name=name,
        file_sort=sort.name,
        file_size=file.size,
        file_hash=digest_of(file),
        scan=Scan.WAITING,
        scan_due_at=at,
    )
    _refuse_known(made, session, label.use)
    try:
        made.file_key = keep(file)
    except NoRoom:
        raise FileRefused(NO_ROOM) from None
    try:
        made = _add(made, session, label, by=by, at=at)
    except BaseException:  # also when we are told to stop just now
        forget(made.file_key)
        raise
    transaction.on_commit(nudging.nudge)
    return made


@transaction.atomic
def remove(resource: Resource, *, by: User, at: datetime) -> None:
    """Take a link or file away; the record of it stays. May be repeated.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        NeededByClosing: a closed session would be left without the resource it was closed with.
    """
    if not may_plan_sessions(by, on=timezone.localdate(at)):
        raise PermissionDenied
    session = CohortSession.objects.select_for_update(no_key=True).get(pk=resource.session_id)
    found = Resource.objects.select_for_update().standing().filter(pk=resource.pk).first()
    if found is None:
        return
    if _holds_it_closed(found, session):
        raise NeededByClosing(
            "This session was closed with it as its only resource. Add another one first."
        )
    found.removed_at, found.removed_by = at, by
    found.save()
    audit.actions.record("resource.removed", about=found, by=by, at=at)


def _opened(session: CohortSession, *, by: User, at: datetime) -> CohortSession:
    """The session, held against everybody else, if something may be added to it.

    To a closed one too: what is made from a session often comes weeks later.
    """
    if not may_plan_sessions(by, on=timezone.localdate(at)):
        raise PermissionDenied
    found = CohortSession.objects.select_for_update(no_key=True).get(pk=session.pk)
    if found.state == CohortSession.State.CANCELLED:
        raise NothingAdded("This session was cancelled.")
    if found.resources.standing().count() >= MOST:
        raise NothingAdded(f"This session has {MOST} files and links. Take one away first.")
    return found


def _add(
    made: Resource, session: CohortSession, label: Label, *, by: User, at: datetime
) -> Resource:
    _refuse_known(made, session, label.use)
    made.session, made.use, made.contribution = session, label.use, label.contribution
    made.added_at, made.added_by = at, by
    made.save()
    facts: dict[str, str | int | bool | None] = {"use": made.use, "is_link": bool(made.link)}
    audit.actions.record("resource.added", about=made, by=by, at=at, facts=facts)
    return made


def _refuse_known(made: Resource, session: CohortSession, use: str) -> None:
    same = session.resources.standing().exclude(scan=Scan.REFUSED)
    known = same.filter(use=use, link=made.link, file_hash=made.file_hash).first()
    if known is not None:
        raise KnownAlready(f"This is here already, as “{known.title}”.")


def _holds_it_closed(found: Resource, session: CohortSession) -> bool:
    if session.state != CohortSession.State.CLOSED or found.use != Use.RESOURCE:
        return False
    if CohortSession.Part.RESOURCES in session.not_needed or found.scan == Scan.REFUSED:
        return False
    others = session.resources.standing().usable().exclude(pk=found.pk)
    return not others.filter(use=Use.RESOURCE).exists()
