"""What partners bring to a session. Several may; one may drop out, and the session stands."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from kit.errors import DomainError
from kit.text import settled_line
from people.models import Organisation, User
from sessions.models import CohortSession, Contribution
from sessions.policies import may_plan_sessions


class PartnerKnown(DomainError):
    """The partner contributes to this session already."""


class DroppedAlready(DomainError):
    """The partner has dropped out already."""


@transaction.atomic
def add_contribution(
    session: CohortSession, organisation: Organisation, *, topic: str, by: User, at: datetime
) -> Contribution:
    """A partner joins a session; one that had dropped out comes back.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        PartnerKnown: it is there already.
    """
    if not may_plan_sessions(by, on=timezone.localdate(at)):
        raise PermissionDenied
    session = CohortSession.objects.select_for_update(no_key=True).get(pk=session.pk)
    known = session.contributions.filter(organisation=organisation).first()
    if known is not None and known.dropped_at is None:
        raise PartnerKnown(f"{organisation} contributes to this session already.")
    found = known or Contribution(session=session, organisation=organisation)
    found.topic, found.dropped_at = settled_line(topic), None
    found.save()
    audit.actions.record("session.partner_added", about=session, by=by, at=at)
    return found


@transaction.atomic
def drop_contribution(contribution: Contribution, *, by: User, at: datetime) -> Contribution:
    """A partner drops out. What it would have brought stays on record.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        DroppedAlready: somebody has said so before.
    """
    if not may_plan_sessions(by, on=timezone.localdate(at)):
        raise PermissionDenied
    found = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if found.dropped_at is not None:
        raise DroppedAlready(f"{found.organisation} has dropped out already.")
    found.dropped_at = at
    found.save()
    audit.actions.record("session.partner_dropped", about=found.session, by=by, at=at)
    return found
