"""A cancelled session takes place after all."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from kit.uniqueness import unless_taken
from people.models import User
from sessions.actions.inviting import tell
from sessions.actions.scheduling import LateMove, SlotTaken
from sessions.models import CohortSession
from sessions.policies import may_plan_sessions
from sessions.queries.untold import told_it_is_off
from sessions.times import may_be_reinstated

State = CohortSession.State
TAKEN = "Its series has another session on that day by now. Move one of them first."


@transaction.atomic
def reinstate_session(session: CohortSession, *, by: User, at: datetime) -> CohortSession:
    """Take a cancellation back, as long as the session's time has not come.

    It keeps its UID and rises in its SEQUENCE. Whoever heard that it was off is asked again, since
    they may have filled the hour; the history of each invitation keeps what was said before.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        LateMove: it is not cancelled, or its time has come.
        SlotTaken: its series has another session that day by now.
    """
    if not may_plan_sessions(by, on=timezone.localdate(at)):
        raise PermissionDenied
    session = CohortSession.objects.select_for_update(no_key=True).get(pk=session.pk)
    if not may_be_reinstated(session, at=at):
        raise LateMove("It is not cancelled, or its time has come. Nothing was changed.")
    session.state = _state_of(session)
    session.cancelled_at, session.cancelled_why = None, ""
    heard = told_it_is_off(session)
    session.sequence += 1
    with unless_taken(SlotTaken(TAKEN)):
        session.save()
    asked_again = {"reply": "", "reply_to": None, "replied_at": None, "deputy": ""}
    session.invitations.filter(person__in=heard).update(**asked_again, changed_at=at)
    tell(session, at=at)
    audit.actions.record("session.reinstated", about=session, by=by, at=at)
    return session


def _state_of(session: CohortSession) -> str:
    if session.on is None:
        return State.IDEA
    return State.SCHEDULED if session.begins_at else State.APPROXIMATE
