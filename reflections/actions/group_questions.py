"""What groups ask back of a town: asked by the room above, answered by the lead, then printed."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from kit.errors import DomainError
from people.models import User
from reflections.actions.telling import tell_group_question
from reflections.models import GroupQuestion
from reflections.policies import may_answer_for_town
from reflections.queries.told import leads_of
from towns.models import Town


class AnsweredMeanwhile(DomainError):
    """Somebody else, or the same person in another window, answered since the page was read."""


class AlreadyPublished(DomainError):
    """An edition has printed the answer."""


@dataclass(frozen=True)
class Asked:
    """What a group asks. `about` names the edition; `address` is the path where it was asked."""

    on_behalf_of: str
    about: str
    text: str
    address: str = ""


@transaction.atomic
def ask_for_group(
    town: Town, asked: Asked, *, by: User, at: datetime, key: UUID | None = None
) -> GroupQuestion:
    """Put a group's question to a town. The same `key` twice is one question.

    Called by the rooms above, which have asked their own policy and keep which edition it is
    about. Writes the question and one audit entry, and promises a letter to the town's Project
    Lead; a vacant post gets none, and whoever takes it finds the question on their pages.

    Raises:
        PermissionDenied: the key is that of somebody else's question, or of another town's.
    """
    question, is_new = GroupQuestion.objects.get_or_create(
        key=key or uuid4(),
        defaults={"town": town, "asked_at": at, "asked_by": by, **asdict(asked)},
    )
    if not is_new:
        if (question.asked_by_id, question.town_id) != (by.pk, town.pk):
            raise PermissionDenied
        return question
    audit.actions.record("group_question.asked", about=question, by=by, at=at)
    leads = leads_of(town, on=timezone.localdate(at))
    tell_group_question(question, leads, by=by, at=at)
    return question


@transaction.atomic
def answer_group_question(
    question: GroupQuestion, *, text: str, seen_version: int, by: User, at: datetime
) -> GroupQuestion:
    """Answer a group's question, or change the answer until an edition has printed it.

    `seen_version` is the version of what `by` saw. Writes the answer and one audit entry. The same
    words once more change nothing.

    Raises:
        PermissionDenied: `by` does not lead the town.
        AlreadyPublished: an edition has printed the answer.
        AnsweredMeanwhile: another answer came first, and says something else.
    """
    rows = GroupQuestion.objects.select_for_update(no_key=True, of=["self"]).select_related("town")
    question = rows.get(pk=question.pk)
    if not may_answer_for_town(by, question.town, on=timezone.localdate(at)):
        raise PermissionDenied
    if question.answered_at is not None and question.answer == text:
        return question
    if question.published_at is not None:
        raise AlreadyPublished(
            "A digest has printed the answer meanwhile: it cannot be changed any more. Ask the "
            "Programme Team for a correction."
        )
    if question.version != seen_version:
        raise AnsweredMeanwhile(
            "This was answered meanwhile. Look at what stands there now, then press again to keep "
            "yours."
        )
    question.answer, question.answered_at, question.answered_by = text, at, by
    question.version += 1
    question.save()
    audit.actions.record("group_question.answered", about=question, by=by, at=at)
    return question


@transaction.atomic
def close_group_questions(
    questions: Iterable[GroupQuestion], *, at: datetime, by: User | None = None
) -> list[GroupQuestion]:
    """Note that an edition prints the answers: from now on they stay as they are.

    Called by the room above within the deed that publishes, which has asked its own policy. What
    nobody has answered stays open, and what was closed before stays as it was, so it may be
    repeated. Returns those that were closed just now, oldest first: their words are the ones to
    print, an answer may have changed since it was read. Writes an audit entry for each.
    """
    numbers = [question.pk for question in questions]
    rows = GroupQuestion.objects.select_for_update(no_key=True, of=["self"]).select_related("town")
    closed = list(
        rows.filter(pk__in=numbers, published_at=None)
        .exclude(answered_at=None)
        .order_by("asked_at", "pk")
    )
    for question in closed:
        question.published_at = at
        question.save()
        audit.actions.record("group_question.closed", about=question, by=by, at=at)
    return closed
