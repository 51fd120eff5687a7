"""Ending one session of one's own account."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.db import transaction

import audit.actions
from people.models import User


@transaction.atomic
def end_session(session: UserSession, *, by: User, at: datetime) -> None:
    """Sign a device out: whatever it asks for next, it has to sign in first.

    Raises:
        PermissionDenied: it is not a session of this account.
    """
    if session.user_id != by.pk:
        raise PermissionDenied
    number = session.pk
    session.end()
    audit.actions.record("session.ended", about=by, by=by, at=at, facts={"session": number})
