"""What became of a question: it was put at the session, or answered."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from kit.errors import DomainError
from people.models import User
from sessions.actions.questions import held, refuse_settled, settle
from sessions.models import BasketQuestion, Contribution
from sessions.policies import may_plan_sessions
from sessions.queries.closing import has_passed

State = BasketQuestion.State


class QuestionChanged(DomainError):
    """Somebody else answered the question, or wrote it anew, since it was read."""


class NotAskedYet(DomainError):
    """A question cannot have been asked before the session has begun."""


@transaction.atomic
def mark_asked(
    question: BasketQuestion, *, is_asked: bool = True, by: User, at: datetime
) -> BasketQuestion:
    """Say that a question was put at the session; or, if that was a slip, that it was not.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        NotAskedYet, QuestionSettled: see above.
    """
    found = _planned(question, by=by, at=at)
    if not has_passed(found.session, at=at):
        raise NotAskedYet("The session has not taken place. Nothing was changed.")
    if found.state == (State.ASKED if is_asked else State.WAITING):
        return found
    refuse_settled(found, among=BasketQuestion.UNANSWERED)
    if is_asked:
        return settle(found, State.ASKED, by=by, at=at)
    found.state, found.settled_at, found.settled_by = State.WAITING, None, None
    found.save()
    audit.actions.record("question.waits_again", about=found, by=by, at=at)
    return found


@transaction.atomic
def answer_question(
    question: BasketQuestion, answer: str, *, seen_at: datetime, by: User, at: datetime
) -> BasketQuestion:
    """Write down what was answered, or put right what was written down.

    `seen_at` is when the question that `by` read had been changed last.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        QuestionSettled, QuestionChanged: see above.
    """
    found = _planned(question, by=by, at=at)
    return keep_answer(found, answer, seen_at=seen_at, by=by, at=at)


def keep_answer(
    found: BasketQuestion,
    answer: str,
    *,
    seen_at: datetime,
    by: User | None = None,
    partner: Contribution | None = None,
    link: int | None = None,
    at: datetime,
) -> BasketQuestion:
    """The same for a deed that has asked who may, and holds the question. In its transaction.

    `link` is the number of the link by which a partner answers.
    """
    refuse_settled(found, among=(*BasketQuestion.UNANSWERED, State.ANSWERED))
    if found.answer == answer:
        return found
    if found.changed_at != seen_at:
        now = f" Its answer reads now: “{found.answer}”" if found.answer else ""
        raise QuestionChanged(
            f"This changed while you were writing.{now} Press again to keep your words."
        )
    found.state, found.answer, found.settled_at, found.settled_by = State.ANSWERED, answer, at, by
    found.answer_of = partner or found.answer_of
    found.save()
    facts = {"link": link} if link else None
    audit.actions.record("question.answered", about=found, by=by, at=at, facts=facts)
    return found


def _planned(question: BasketQuestion, *, by: User, at: datetime) -> BasketQuestion:
    if not may_plan_sessions(by, on=timezone.localdate(at)):
        raise PermissionDenied
    [found] = held([question])
    return found
