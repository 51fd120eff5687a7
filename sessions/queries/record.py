"""What a session's page shows of what remains of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from people.models import User
from reflections.models import Item, ItemEvent
from sessions.models import Action, CohortSession, Note
from sessions.policies import may_plan_sessions
from sessions.queries.actions import ActionLine, lines_of, with_places
from sessions.queries.closing import has_passed, record_shut
from sessions.queries.register import shut

State = CohortSession.State


@dataclass(frozen=True)
class Record:
    """Notes, decisions, actions and raised items, and what its reader may add to them."""

    notes: Sequence[Note]
    decisions: Sequence[Note]
    actions: Sequence[ActionLine]
    earlier: Sequence[ActionLine]
    raised: Sequence[Item]
    may_write: bool
    may_correct: bool
    has_register: bool
    has_closing: bool
    is_closed: bool


def record_of(user: User, session: CohortSession, *, at: datetime) -> Record:
    """At most five statements, however much was written."""
    on = timezone.localdate(at)
    may_plan = may_plan_sessions(user, on=on)
    notes = list(
        Note.objects.visible_to(user, on=on)
        .filter(session=session)
        .select_related("written_by__person")
        .order_by("pk")
    )
    here, earlier = _actions(user, session, on=on)
    is_closed = session.state == State.CLOSED
    return Record(
        notes=[note for note in notes if note.sort == Note.Sort.NOTE],
        decisions=[note for note in notes if note.sort == Note.Sort.DECISION],
        actions=here,
        earlier=earlier,
        raised=_raised(user, session, on=on),
        may_write=may_plan and not record_shut(session, on=on),
        may_correct=may_plan and session.state != State.CANCELLED,
        has_register=may_plan and (is_closed or not shut(session, on=on)),
        has_closing=may_plan and has_passed(session, at=at),
        is_closed=is_closed,
    )


def _actions(
    user: User, session: CohortSession, *, on: date
) -> tuple[list[ActionLine], list[ActionLine]]:
    """Those of the session, and those open since earlier ones of its series, if it is the next."""
    wanted = Q(session=session)
    if _is_next(session, on=on):
        before = Q(session__series=session.series_id, session__on__lt=session.on)
        wanted |= before & Q(closed_at=None)
    found = Action.objects.visible_to(user, on=on).filter(wanted)
    ordered = found.order_by(F("closed_at").asc(nulls_first=True), "due_on", "pk")
    lines = lines_of(with_places(ordered, user=user, on=on), user=user, on=on)
    here = [line for line in lines if line.action.session_id == session.pk]
    return here, [line for line in lines if line.action.session_id != session.pk]


def _is_next(session: CohortSession, *, on: date) -> bool:
    """The first of its series from that day on that was not cancelled."""
    if session.series_id is None or session.on is None or session.on < on:
        return False
    between = CohortSession.objects.filter(
        series=session.series_id, on__gte=on, on__lt=session.on
    ).exclude(state=State.CANCELLED)
    return session.state != State.CANCELLED and not between.exists()


def _raised(user: User, session: CohortSession, *, on: date) -> list[Item]:
    """What was raised here, as far as its reader reads it."""
    events = ItemEvent.objects.filter(
        kind=ItemEvent.Kind.RAISED, address=reverse("sessions:session", args=[session.slug])
    )
    items = Item.objects.visible_to(user, on=on).filter(pk__in=events.values("item"))
    return list(items.select_related("report__town").order_by("pk"))
