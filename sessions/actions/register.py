"""Who was there: one line of a register at a time, by anybody of the team, together with others."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import BigIntegerField, Q, UUIDField
from django.utils import timezone

import audit.actions
from kit.errors import DomainError
from kit.prepared import Prepared, slot
from people.models import User
from people.queries import organisation_named
from sessions.models import Attendance, CohortSession
from sessions.models.records import NAME_LIMIT
from sessions.policies import may_plan_sessions
from sessions.queries.expected import Standing, standing_of
from sessions.queries.register import shut

MOST_AT_ONCE = 30  # names


class RegisterShut(DomainError):
    """Nothing can be recorded: before its day, cancelled, or closed."""


class NotInvited(DomainError):
    """The line belongs to no one who is expected here."""


class ChangedMeanwhile(DomainError):
    """Somebody else recorded something of that person since this page was read."""

    def __init__(self, line: Attendance) -> None:
        who, state = line.person or line.name, line.get_state_display().lower()
        said = f"set to “{state}”" if state else "set back to “not recorded”"
        super().__init__(f"{who} was {said} by {line.recorded_by.person} meanwhile.")
        self.key = (line.person or line).key


class DeputyKnown(DomainError):
    """Somebody else is there in that person's place."""


class NameKnown(DomainError):
    """Somebody of that name is in the register."""


class NameTooLong(DomainError):
    """A name that fits no line."""


@transaction.atomic
def mark(
    session: CohortSession,
    row: UUID,
    *,
    state: str,
    version: int,
    pressed_at: datetime | None = None,
    by: User,
    at: datetime,
) -> Attendance:
    """Record one person as present, excused or absent; an empty state takes it back.

    May be repeated: what is so already changes nothing. `version` is what `by` saw of the line; a
    line that another has changed since is left as it is, and so is one that `by` changed elsewhere
    after `pressed_at`. Once a session's time has begun, its first line makes it held.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        RegisterShut, NotInvited, ChangedMeanwhile, DeputyKnown: it cannot be so.
    """
    session = _opened(session, by=by, at=at)
    standing = standing_of(session, row)
    line = _line(session, row) if standing is None or standing.has_line else None
    if line is None:
        line = _begun(session, standing)
    elif line.state == state:
        return line
    elif line.version != version and _is_of_another(line, by=by, pressed_at=pressed_at or at):
        raise ChangedMeanwhile(line)
    else:
        line.version += 1
    if line.deputy_for_id and state == Attendance.State.PRESENT:
        _refuse_second_deputy(session, line.deputy_for_id)
    line.state, line.recorded_at, line.recorded_by = state, at, by
    line.save()
    _held(session, by=by, at=at)
    facts: dict[str, str | int | bool | None] = {"line": line.pk, "state": state}
    audit.actions.record("attendance.marked", about=session, by=by, at=at, facts=facts)
    return line


@transaction.atomic
def add_by_name(
    session: CohortSession,
    names: Sequence[str],
    *,
    organisation: str = "",
    in_place_of: UUID | None = None,
    key: UUID | None = None,
    by: User,
    at: datetime,
) -> list[Attendance]:
    """Write down as present who is not in the list, or comes in somebody's place.

    A deputy counts for the organisation of the person. An organisation that the register of
    organisations does not know stands beside the name. With a `key` (of one name) it may be
    repeated.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        RegisterShut, NotInvited, DeputyKnown, NameKnown, NameTooLong: it cannot be so.
    """
    session = _opened(session, by=by, at=at)
    if key and (known := Attendance.objects.filter(session=session, key=key).first()):
        return [known]
    where = organisation_named(organisation) if organisation else None
    beside = f", {organisation}" if organisation and where is None else ""
    replaced = _replaced(session, in_place_of) if in_place_of else None
    added = []
    for name in (f"{one}{beside}" for one in names):
        _refuse_name(session, name)
        line = Attendance(
            session=session,
            name=name,
            organisation_id=where.pk if where else replaced.works_for if replaced else None,
            deputy_for_id=replaced.person if replaced else None,
            state=Attendance.State.PRESENT,
            recorded_at=at,
            recorded_by=by,
            **({"key": key} if key else {}),
        )
        line.save()
        added.append(line)
    _held(session, by=by, at=at)
    facts = {"lines": len(added), "in_place": replaced is not None}
    audit.actions.record("attendance.added", about=session, by=by, at=at, facts=facts)
    return added


_SESSION, _ROW = slot("session", BigIntegerField()), slot("row", UUIDField())
_LOCKED = Prepared(
    lambda: (
        CohortSession.objects.select_for_update(no_key=True)
        .only("changed_at", "state", "precision", "on", "begins_at")
        .filter(pk=_SESSION)
    )
)
_LINE = Prepared(
    lambda: Attendance.objects.filter(
        Q(key=_ROW, person=None) | Q(person__key=_ROW), session=_SESSION
    ).select_related("person", "organisation", "deputy_for", "recorded_by__person")
)


def _opened(session: CohortSession, *, by: User, at: datetime) -> CohortSession:
    """The session, held against all others who record something in it."""
    today = timezone.localdate(at)
    if not may_plan_sessions(by, on=today):
        raise PermissionDenied
    [found] = _LOCKED(session=session.pk)
    if why := shut(found, on=today):
        raise RegisterShut(why)
    return found


def _line(session: CohortSession, row: UUID) -> Attendance | None:
    return next(iter(_LINE(session=session.pk, row=row)), None)


def _begun(session: CohortSession, standing: Standing | None) -> Attendance:
    found = _expected(standing)
    return Attendance(session=session, person_id=found.person, organisation_id=found.works_for)


def _expected(standing: Standing | None) -> Standing:
    if standing is None or not standing.is_expected:
        raise NotInvited(
            "This person is not among those who are invited. Add them as somebody who is not in "
            "the list."
        )
    return standing


def _is_of_another(line: Attendance, *, by: User, pressed_at: datetime) -> bool:
    """Whether what stands there is not what `by` knew of when pressing the button."""
    return line.recorded_by_id != by.pk or line.recorded_at > pressed_at


def _replaced(session: CohortSession, row: UUID) -> Standing:
    found = _expected(standing_of(session, row))
    _refuse_second_deputy(session, found.person)
    return found


def _refuse_second_deputy(session: CohortSession, person: int) -> None:
    there = session.attendance.filter(deputy_for=person, state=Attendance.State.PRESENT)
    if (known := there.select_related("deputy_for").first()) is not None:
        raise DeputyKnown(f"{known.name} is there in place of {known.deputy_for} already.")


def _refuse_name(session: CohortSession, name: str) -> None:
    if len(name) > NAME_LIMIT:
        raise NameTooLong(
            f"“{name[:40]}…” is {len(name):,} characters long. Shorten it to {NAME_LIMIT} or fewer."
        )
    if session.attendance.filter(name__iexact=name).exists():
        raise NameKnown(f"{name} is in the register already.")


def _held(session: CohortSession, *, by: User, at: datetime) -> None:
    """A session whose register is taken once its time has begun was held."""
    has_begun = session.begins_at is not None and session.begins_at <= at
    if session.state in CohortSession.DATED and has_begun:
        session.state = CohortSession.State.HELD
        session.save()
        audit.actions.record("session.held", about=session, by=by, at=at)
