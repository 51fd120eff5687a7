"""Actions: one thing that one person does by one day; and items that are raised at a session."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

import audit.actions
from kit.dates import in_full
from kit.errors import DomainError
from kit.text import settled_line
from people.models import Person, User
from reflections.actions.events import mark_raised
from reflections.models import Item, ItemEvent
from sessions.actions.notes import RecordShut
from sessions.models import Action, CohortSession
from sessions.policies import may_close_action, may_plan_sessions
from sessions.queries.actions import may_be_raised, people_in_post
from sessions.queries.closing import record_shut

YEARS_AHEAD = 2


class NoPost(DomainError):
    """The owner holds no post of the programme any more."""


class WrongDay(DomainError):
    """A day that nobody means: past, or years ahead."""


class ActionClosed(DomainError):
    """The action was closed before."""


class NotToBeRaised(DomainError):
    """The item is not one that the whole cohort reads."""


@dataclass(frozen=True)
class Task:
    """What is to be done, by whom, by when, and the words it came from."""

    text: str
    owner: Person
    due_on: date
    source: str = ""


@transaction.atomic
def add_action(
    session: CohortSession, task: Task, *, item: Item | None = None, by: User, at: datetime
) -> Action:
    """Somebody takes on something at a session; perhaps because of an item of a report.

    Raises:
        PermissionDenied: `by` does not plan sessions, or does not read the item.
        RecordShut, NoPost, WrongDay: it cannot be so.
    """
    today = timezone.localdate(at)
    if not may_plan_sessions(by, on=today):
        raise PermissionDenied
    session = CohortSession.objects.select_for_update(no_key=True).get(pk=session.pk)
    if why := record_shut(session, on=today):
        raise RecordShut(why)
    if item is not None and not Item.objects.visible_to(by, on=today).filter(pk=item.pk).exists():
        raise PermissionDenied
    _refuse_day(task.due_on, today=session.on or today, at=at)
    if not people_in_post(on=today).filter(pk=task.owner.pk).exists():
        raise NoPost(f"{task.owner} holds no post today. Choose somebody in post.")
    made = Action.objects.create(
        session=session,
        item=item,
        source=task.source,
        text=settled_line(task.text),
        owner=task.owner,
        due_on=task.due_on,
        added_at=at,
        added_by=by,
    )
    audit.actions.record("action.added", about=made, by=by, at=at)
    return made


@transaction.atomic
def close_action(action: Action, *, outcome: str, by: User, at: datetime) -> Action:
    """Say in a line what happened. Closed sessions do not matter: what was to be done lives on.

    Raises:
        PermissionDenied: `by` is neither its owner nor of those who plan sessions.
        ActionClosed: somebody has closed it before.
    """
    found = _open(action, by=by, at=at)
    found.closed_at, found.closed_by, found.outcome = at, by, settled_line(outcome)
    found.save()
    audit.actions.record("action.closed", about=found, by=by, at=at)
    return found


@transaction.atomic
def move_action(action: Action, *, due_on: date, by: User, at: datetime) -> Action:
    """Another day by which it is to be done; its history keeps the old one.

    Raises:
        PermissionDenied: `by` is neither its owner nor of those who plan sessions.
        ActionClosed, WrongDay: it cannot be so.
    """
    found = _open(action, by=by, at=at)
    _refuse_day(due_on, today=timezone.localdate(at), at=at)
    found.due_on = due_on
    found.save()
    audit.actions.record("action.moved", about=found, by=by, at=at)
    return found


@transaction.atomic
def raise_item(session: CohortSession, item: Item, *, by: User, at: datetime) -> ItemEvent:
    """Note that an item of a report was raised at a session; its author is told. May be repeated.

    Raises:
        PermissionDenied: `by` does not plan sessions.
        RecordShut: as with `add_action`.
        NotToBeRaised: the whole cohort does not read it.
    """
    today = timezone.localdate(at)
    if not may_plan_sessions(by, on=today):
        raise PermissionDenied
    if why := record_shut(session, on=today):
        raise RecordShut(why)
    if not may_be_raised(by, on=today).filter(pk=item.pk).exists():
        raise NotToBeRaised("Not everybody in the cohort reads this item, so it is not raised.")
    label = f"{session}, {in_full(session.on or today)}"
    address = reverse("sessions:session", args=[session.slug])
    return mark_raised(item, label=label[:200], address=address, by=by, at=at)


def _open(action: Action, *, by: User, at: datetime) -> Action:
    if not may_close_action(by, action, on=timezone.localdate(at)):
        raise PermissionDenied
    found = Action.objects.select_for_update().get(pk=action.pk)
    if found.closed_at is not None:
        raise ActionClosed("This was closed already. Nothing was changed.")
    return found


def _refuse_day(due_on: date, *, today: date, at: datetime) -> None:
    last = timezone.localdate(at).replace(day=1)
    last = last.replace(year=last.year + YEARS_AHEAD)
    if due_on < today:
        raise WrongDay(f"{in_full(due_on)} has passed. Choose a day to come.")
    if due_on > last:
        raise WrongDay(f"{in_full(due_on)} is more than two years ahead. Check the year.")
