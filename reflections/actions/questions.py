"""Questions in the margin and the turns of their threads. The report stays submitted throughout."""

from datetime import datetime
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

import audit.actions
from kit.errors import DomainError
from people.models import User
from reflections.actions.events import mark_answered
from reflections.actions.telling import tell_question, tell_turn
from reflections.models import Item, Question, Reply, Report
from reflections.policies import may_ask, may_reply
from reflections.queries.told import who_speaks_for
from towns.models import Role
from towns.policies import holds


class BeingRevised(DomainError):
    """The lead is changing the report just now: what a question would stand beside may go."""


@transaction.atomic
def ask(
    item: Item,
    *,
    text: str,
    by: User,
    at: datetime,
    on_behalf_of: str = "",
    key: UUID | None = None,
) -> Question:
    """Ask something in the margin of an item. The same `key` twice is one question.

    Writes the question and one audit entry, and promises a letter to the item's author, or to the
    Project Lead if the author has left. An analyst's words beside an item that asks something of
    the data also count as its answer.

    Raises:
        PermissionDenied: `by` may not ask there, or does not read the item.
        BeingRevised: the report is being revised.
    """
    on = timezone.localdate(at)
    item = Item.objects.select_for_update(of=["self"]).select_related("report").get(pk=item.pk)
    if not may_ask(by, item, on=on):
        raise PermissionDenied
    _refuse_while_revised(item)
    if not Item.objects.visible_to(by, on=on).filter(pk=item.pk).exists():
        raise PermissionDenied
    known = Question.objects.filter(key=key).first() if key else None
    if known is not None:
        return _theirs(known, is_theirs=known.asked_by_id == by.pk and known.item_id == item.pk)
    question = Question.objects.create(
        key=key or uuid4(),
        item=item,
        asked_by=by,
        asked_at=at,
        text=text,
        on_behalf_of=on_behalf_of,
    )
    audit.actions.record("question.asked", about=question, by=by, at=at)
    if item.asks_data and holds(by, Role.ANALYST, on=on):
        _note_answer(question, item, by=by, at=at)
    tell_question(question, who_speaks_for(item, on=on), by=by, at=at)
    return question


@transaction.atomic
def reply(
    question: Question, *, text: str, by: User, at: datetime, key: UUID | None = None
) -> Reply:
    """Add a turn to a question's thread. The same `key` twice is one turn.

    The first turn of somebody who did not ask is noted as an answer under the item. Letters go to
    who asked, and to who was asked, but not to who speaks.

    Raises:
        PermissionDenied: `by` may not speak there, or does not read the question.
        BeingRevised: the report is being revised, and not by `by`'s own town.
    """
    on = timezone.localdate(at)
    question = (
        Question.objects.select_for_update(of=["self"])
        .select_related("item__report", "asked_by")
        .get(pk=question.pk)
    )
    if not may_reply(by, question.item, on=on):
        raise PermissionDenied
    if not Question.objects.visible_to(by, on=on).filter(pk=question.pk).exists():
        _refuse_while_revised(question.item)
        raise PermissionDenied
    known = Reply.objects.filter(key=key).first() if key else None
    if known is not None:
        return _theirs(known, is_theirs=known.by_id == by.pk and known.question_id == question.pk)
    turn = Reply.objects.create(key=key or uuid4(), question=question, by=by, at=at, text=text)
    audit.actions.record("question.replied", about=question, by=by, at=at)
    if by.pk != question.asked_by_id:
        _note_answer(question, question.item, by=by, at=at)
    asked = {question.asked_by.person_id} | who_speaks_for(question.item, on=on)
    tell_turn(turn, asked, by=by, at=at)
    return turn


def _theirs[Said: (Question, Reply)](known: Said, *, is_theirs: bool) -> Said:
    """What was sent before under the same key, to who sent it there."""
    if not is_theirs:
        raise PermissionDenied
    return known


def _refuse_while_revised(item: Item) -> None:
    if item.report.status == Report.Status.REVISING:
        raise BeingRevised(
            "The Project Lead is revising this report just now. Keep your words on this page and "
            "send them again when the revision is in."
        )


def _note_answer(question: Question, item: Item, *, by: User, at: datetime) -> None:
    address = reverse("reflections:question", args=[question.key])
    mark_answered(item, label=by.person.name, address=address, by=by, at=at, tells_author=False)
