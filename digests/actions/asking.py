"""A group asks one question back about a digest: it waits with the lead of the group's town."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from digests.actions.steps import NotNow, State, held
from digests.models import AskBack, Digest
from digests.policies import may_ask_for
from kit.errors import DomainError
from kit.uniqueness import unless_taken
from people.models import User
from reflections.actions.group_questions import Asked, ask_for_group
from towns.models import Group


class AskedAlready(DomainError):
    """The group has asked its one question about this digest."""


@transaction.atomic
def ask_back(digest: Digest, group: Group, text: str, *, by: User, at: datetime) -> AskBack:
    """Ask the lead of the group's town one question; the next digest prints the answer.

    Raises:
        PermissionDenied: `by` is not of the group that day, or it is no Steering Group.
        NotNow: the digest is not published.
        AskedAlready: somebody of the group has asked, perhaps a moment ago.
    """
    digest = held(digest)
    if not may_ask_for(by, group, on=timezone.localdate(at)) or group.town is None:
        raise PermissionDenied
    if digest.state != State.PUBLISHED:
        raise NotNow("Questions are asked about what is published.")
    known = digest.ask_backs.filter(group=group).select_related("question").first()
    if known is not None:
        raise AskedAlready(f"{group} has asked already: “{known.question.text}”")
    asked = Asked(group.name, digest.title, text, digest.get_absolute_url())
    with unless_taken(AskedAlready(f"{group} has asked already, a moment ago.")):
        question = ask_for_group(group.town, asked, by=by, at=at)
        made = AskBack.objects.create(
            digest=digest, group=group, question=question, asked_by=by.person, asked_at=at
        )
    audit.actions.record("digest.asked_back", about=made, by=by, at=at)
    return made
