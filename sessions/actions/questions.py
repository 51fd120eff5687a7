"""A question is put into a session's basket, and changed or withdrawn by whoever asked it."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from kit.errors import DomainError
from people.models import User
from sessions.models import BasketQuestion, CohortSession, Contribution
from sessions.policies import may_ask_at
from sessions.queries.questions import asking_shut, excerpt, towns_of
from sessions.times import words_of
from towns.models import Town

State = BasketQuestion.State
MOST_OF_ONE = 10  # questions of one person that wait in one basket


class BasketShut(DomainError):
    """The session is over or cancelled, or has no day yet."""


class TownMissing(DomainError):
    """Somebody has posts in several towns and did not say for which they ask."""


class TooManyQuestions(DomainError):
    """More questions than one person can ask in one session."""


class AskedAlready(DomainError):
    """The same question of the same person is there."""


class QuestionSettled(DomainError):
    """The question does not wait any more: it was asked, answered, carried over or withdrawn."""


@transaction.atomic
def ask(
    session: CohortSession,
    text: str,
    *,
    town: Town | None = None,
    contribution: Contribution | None = None,
    by: User,
    at: datetime,
) -> BasketQuestion:
    """Put a question into a session's basket. The same text twice is one question.

    `town` may be left out by who has posts in one town, or in none.

    Raises:
        PermissionDenied: `by` is neither invited nor plans sessions, or has no post in that town.
        BasketShut, TownMissing, TooManyQuestions: see above.
    """
    if not may_ask_at(by, session, on=timezone.localdate(at)):
        raise PermissionDenied
    return put_in(session, text, town=town, contribution=contribution, by=by, at=at)


def put_in(
    session: CohortSession,
    text: str,
    *,
    town: Town | None = None,
    contribution: Contribution | None = None,
    by: User,
    at: datetime,
) -> BasketQuestion:
    """The same for a deed that has asked already whether `by` may. In that deed's transaction."""
    session = locked(session)
    if why := asking_shut(session, at=at):
        raise BasketShut(why)
    town = _town_of(by, town, at=at)
    own = BasketQuestion.objects.standing().filter(session=session, asked_by=by)
    if known := own.filter(text=text).first():
        return known
    if own.waiting().count() >= MOST_OF_ONE:
        raise TooManyQuestions(
            f"{MOST_OF_ONE} questions of yours wait here. Withdraw one, or put two into one."
        )
    made = BasketQuestion.objects.create(
        session=session, contribution=contribution, town=town, asked_by=by, asked_at=at, text=text
    )
    audit.actions.record("question.put", about=made, by=by, at=at)
    return made


@transaction.atomic
def change_question(
    question: BasketQuestion,
    text: str,
    *,
    town: Town | None = None,
    contribution: Contribution | None = None,
    by: User,
    at: datetime,
) -> BasketQuestion:
    """Write one's own question anew while it waits.

    Raises:
        PermissionDenied: it is somebody else's, or of another town.
        BasketShut, TownMissing, AskedAlready, QuestionSettled: see above.
    """
    found = _own_waiting(question, by=by, at=at)
    town = _town_of(by, town, at=at)
    own = BasketQuestion.objects.standing().filter(session=found.session, asked_by=by)
    if own.filter(text=text).exclude(pk=found.pk).exists():
        raise AskedAlready("You have asked this here already.")
    found.text, found.town, found.contribution = text, town, contribution
    found.save()
    audit.actions.record("question.changed", about=found, by=by, at=at)
    return found


@transaction.atomic
def withdraw_question(question: BasketQuestion, *, by: User, at: datetime) -> BasketQuestion:
    """Take one's own question back while it waits.

    Raises:
        PermissionDenied: it is somebody else's.
        BasketShut, QuestionSettled: see above.
    """
    return settle(_own_waiting(question, by=by, at=at), State.WITHDRAWN, by=by, at=at)


def settle(question: BasketQuestion, state: str, *, by: User, at: datetime) -> BasketQuestion:
    """It waits no more. In the transaction of a deed that has asked who may."""
    question.state, question.settled_at, question.settled_by = state, at, by
    question.save()
    audit.actions.record(f"question.{state}", about=question, by=by, at=at)
    return question


def _own_waiting(question: BasketQuestion, *, by: User, at: datetime) -> BasketQuestion:
    locked(question.session)
    [found] = held([question])
    if found.asked_by_id != by.pk:
        raise PermissionDenied
    refuse_settled(found, among=(State.WAITING,))
    if why := asking_shut(found.session, at=at):
        raise BasketShut(why)
    return found


def held(questions: Iterable[BasketQuestion]) -> list[BasketQuestion]:
    """The same rows as they stand now, held against everybody else."""
    found = BasketQuestion.objects.select_for_update(of=["self"]).filter(
        pk__in=[one.pk for one in questions]
    )
    rows = found.select_related("session__kind", "contribution", "town", "asked_by")
    return list(rows.order_by("pk"))


def locked(session: CohortSession) -> CohortSession:
    """A session, held against whoever moves, closes or asks at this moment."""
    return (
        CohortSession.objects.select_for_update(no_key=True, of=["self"])
        .select_related("kind")
        .get(pk=session.pk)
    )


def refuse_settled(question: BasketQuestion, *, among: Collection[str]) -> None:
    """Refuse a deed that comes too late.

    Raises:
        QuestionSettled: the question stands otherwise by now.
    """
    if question.state in among:
        return
    if question.carried_to is not None:
        raise QuestionSettled(
            f"“{excerpt(question.text)}” was carried over to the session on "
            f"{words_of(question.carried_to.session)} meanwhile."
        )
    state = question.get_state_display().lower()
    raise QuestionSettled(f"“{excerpt(question.text)}” is {state} by now. Nothing was changed.")


def _town_of(by: User, named: Town | None, *, at: datetime) -> Town | None:
    """For which town somebody asks."""
    towns = towns_of(by, on=timezone.localdate(at))
    if named is not None and named not in towns:
        raise PermissionDenied
    if named is None and len(towns) > 1:
        raise TownMissing("You have posts in several towns. Choose for which one you ask.")
    return named or next(iter(towns), None)
