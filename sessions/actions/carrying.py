"""Questions that nobody came to ask go on to another session."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kit.errors import DomainError
from people.models import User
from sessions.actions.questions import held, locked, refuse_settled, settle
from sessions.models import BasketQuestion, CohortSession
from sessions.policies import may_plan_sessions
from sessions.queries.questions import asking_shut, next_with, partners_to_ask

State = BasketQuestion.State


class NowhereToGo(DomainError):
    """The questions cannot go on to that session."""


@transaction.atomic
def carry_over(
    questions: Collection[BasketQuestion], *, to: CohortSession, by: User, at: datetime
) -> list[BasketQuestion]:
    """Let questions that wait go on to another session: all of them, or none.

    Returns the questions that carry them on there.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        NowhereToGo: that session is not ahead, or has other readers.
        QuestionSettled: one of them does not wait any more.
    """
    if not may_plan_sessions(by, on=timezone.localdate(at)):
        raise PermissionDenied
    to = locked(to)
    if why := asking_shut(to, at=at):
        raise NowhereToGo(why)
    found = held(questions)
    for question in found:
        refuse_settled(question, among=(State.WAITING,))
        if question.session_id == to.pk or question.session.group_id != to.group_id:
            raise NowhereToGo("Choose another session, of the same readers.")
    return [_carry(question, to, by=by, at=at) for question in found]


def carry_from_cancelled(session: CohortSession, *, by: User, at: datetime) -> None:
    """Each question that waits goes on to the next session with its partner, if there is one.

    The others wait where they are, and are offered to those who plan. In the transaction of the
    deed that cancels.
    """
    live = {
        one.contribution.pk: one.contribution.organisation_id for one in partners_to_ask(session)
    }
    for question in held(session.questions.waiting()):
        named = live.get(question.contribution_id or 0)
        partners = [named] if named else list(live.values())
        if (to := next_with(session, at=at, partners=partners)) is not None:
            _carry(question, to, by=by, at=at)


def _carry(
    question: BasketQuestion, to: CohortSession, *, by: User, at: datetime
) -> BasketQuestion:
    """One question goes on; whoever asked the same there already has it asked once."""
    known = BasketQuestion.objects.standing().filter(
        session=to, asked_by=question.asked_by_id, text=question.text
    )
    partner = question.contribution
    going_on = known.first() or BasketQuestion.objects.create(
        session=to,
        contribution=to.contributions.filter(
            organisation=partner.organisation_id, dropped_at=None
        ).first()
        if partner
        else None,
        town=question.town,
        asked_by=question.asked_by,
        asked_at=question.asked_at,
        text=question.text,
    )
    question.carried_to = going_on
    settle(question, State.CARRIED, by=by, at=at)
    return going_on
