"""Somebody who is invited says whether they come, who comes instead, and what they would ask."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

import audit.actions
from kit.errors import DomainError
from kit.text import settled_line
from people.models import User
from sessions.actions.questions import put_in
from sessions.models import Invitation
from sessions.queries.replies import time_said, why_closed
from sessions.times import words_of
from towns.models import Town

Reply = Invitation.Reply


class NothingToReplyTo(DomainError):
    """The session is over or cancelled, or the person is not invited any more."""


class MovedMeanwhile(DomainError):
    """The reply was to a time at which the session is not any more."""


class DeputyOfWhoComes(DomainError):
    """Somebody was named to come instead of a person who comes."""


@transaction.atomic
def reply(
    invitation: Invitation,
    answer: str,
    *,
    deputy: str = "",
    question: str = "",
    town: Town | None = None,
    to: str,
    by: User,
    at: datetime,
) -> Invitation:
    """Keep what somebody answers to the time that they were shown; a later answer takes its place.

    `to` is when the session begins as their page said it (in ISO's form). A question goes into the
    session's basket, for that town; replied twice, it is there once.

    Raises:
        PermissionDenied: `by` is not whom the invitation names.
        NothingToReplyTo, MovedMeanwhile, DeputyOfWhoComes: see above.
        TownMissing, TooManyQuestions: of the question; see `sessions.actions.questions`.
    """
    if by.person_id != invitation.person_id:
        raise PermissionDenied
    found = Invitation.objects.select_for_update(of=["self"]).select_related("session__kind")
    invitation = found.get(pk=invitation.pk)
    session = invitation.session
    if why := why_closed(invitation, at=at):
        raise NothingToReplyTo(why)
    if session.begins_at is None or to != time_said(session):
        raise MovedMeanwhile(
            f"The session is on {words_of(session)} now. Look at the new time and reply once more."
        )
    if answer == Reply.GOING and deputy:
        raise DeputyOfWhoComes(
            "You come yourself: leave this empty, or choose that you cannot come."
        )
    invitation.reply, invitation.deputy = answer, settled_line(deputy)
    invitation.reply_to, invitation.replied_at = session.begins_at, at
    invitation.save()
    audit.actions.record("session.replied", about=session, by=by, at=at)
    if question:
        put_in(session, question, town=town, by=by, at=at)
    return invitation
