"""The agenda of a session is written. Nobody gets a letter because of it."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from kit.errors import DomainError
from people.models import User
from sessions.agendas import Point, typed_as
from sessions.models import AgendaPoint, CohortSession
from sessions.policies import may_plan_sessions
from sessions.queries.details import points_of

SHUT = (CohortSession.State.CANCELLED, CohortSession.State.CLOSED)


class AgendaShut(DomainError):
    """The session was cancelled, or is closed."""


class AgendaChanged(DomainError):
    """Somebody else wrote the agenda since it was read."""


@transaction.atomic
def write_agenda(
    session: CohortSession, points: Sequence[Point], *, seen: str, by: User, at: datetime
) -> None:
    """Put these points in the place of whatever stood there; its history keeps that.

    `seen` is the agenda as `by` read it before writing, in the form of `typed_as`.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        AgendaShut: nothing can be added to this session.
        AgendaChanged: another has written it since, and differently.
    """
    if not may_plan_sessions(by, on=timezone.localdate(at)):
        raise PermissionDenied
    session = CohortSession.objects.select_for_update(no_key=True).get(pk=session.pk)
    if session.state in SHUT:
        state = session.get_state_display().lower()
        raise AgendaShut(f"This session is {state} by now. Its agenda stays as it is.")
    known = points_of(session)
    if known == list(points):
        return
    if typed_as(known) != seen:
        raise AgendaChanged(
            "Somebody else wrote the agenda meanwhile. It stands above what you typed. "
            "Save again to put yours in its place."
        )
    _keep(session, points)
    facts = {"points": len(points)}
    audit.actions.record("session.agenda_written", about=session, by=by, at=at, facts=facts)


def _keep(session: CohortSession, points: Sequence[Point]) -> None:
    """Row by row in their places, so that the history of a place can be followed."""
    for position, point in enumerate(points, 1):
        AgendaPoint.objects.update_or_create(
            session=session,
            position=position,
            defaults={"minutes": point.minutes, "text": point.text},
        )
    session.agenda.filter(position__gt=len(points)).delete()
