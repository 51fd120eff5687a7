"""What a session's page shows of what remains of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import BigIntegerField, DateField, F, Q, QuerySet
from django.utils import timezone

from kit.prepared import Prepared, slot
from people.models import User
from reflections.models import Item
from sessions.models import Action, CohortSession, Note
from sessions.policies import may_plan_sessions
from sessions.queries.actions import ActionLine, lines_of, with_people
from sessions.queries.closing import has_passed, record_shut
from sessions.queries.register import shut
from sessions.queries.whole import FOLLOWS, NOTES, RAISED

State = CohortSession.State


@dataclass(frozen=True)
class NoteLine:
    """A note or a decision, by whom and when."""

    key: UUID
    text: str
    by: str
    written_at: datetime


@dataclass(frozen=True)
class Record:
    """Notes, decisions, actions and raised items, and what its reader may add to them."""

    notes: Sequence[NoteLine]
    decisions: Sequence[NoteLine]
    actions: Sequence[ActionLine]
    earlier: Sequence[ActionLine]
    raised: Sequence[Item]
    may_write: bool
    may_correct: bool
    has_register: bool
    has_closing: bool
    is_closed: bool


def record_of(user: User, session: CohortSession, *, at: datetime) -> Record:
    """Of a session that this person sees, and that came `whole`.

    One statement; one more for items that actions came from, for those that were raised, and for
    earlier sessions that left actions open.
    """
    on = timezone.localdate(at)
    may_plan = may_plan_sessions(user, on=on)
    here, earlier = _actions(user, session, on=on)
    is_closed = session.state == State.CLOSED
    return Record(
        notes=_notes(session, Note.Sort.NOTE),
        decisions=_notes(session, Note.Sort.DECISION),
        actions=here,
        earlier=earlier,
        raised=_raised(user, session, on=on),
        may_write=may_plan and not record_shut(session, on=on),
        may_correct=may_plan and session.state != State.CANCELLED,
        has_register=may_plan and (is_closed or not shut(session, on=on)),
        has_closing=may_plan and has_passed(session, at=at),
        is_closed=is_closed,
    )


def _notes(session: CohortSession, sort: str) -> list[NoteLine]:
    found = [row for row in getattr(session, NOTES) if row["sort"] == sort]
    return [
        NoteLine(
            key=UUID(row["key"]),
            text=row["text"],
            by=row["by"],
            written_at=datetime.fromisoformat(row["written_at"]),
        )
        for row in found
    ]


def _actions(
    user: User, session: CohortSession, *, on: date
) -> tuple[list[ActionLine], list[ActionLine]]:
    """Those of the session, and those open since earlier ones of its series, if it is the next.

    As `Action.objects.visible_to` has it, of a session that is seen.
    """
    series = session.series_id if _is_next(session, on=on) else 0
    known = _STANDING(session=session.pk, series=series, before=session.on)
    others = {one.session_id for one in known if one.session_id} - {session.pk}
    earlier = CohortSession.objects.visible_to(user, on=on).filter(pk__in=others)
    sees = {session.pk, *(earlier.values_list("pk", flat=True) if others else ())}
    told = [one for one in known if one.session_id in sees or one.owner_id == user.person_id]
    lines = lines_of(told, user=user, on=on, sees=sees)
    here = [line for line in lines if line.action.session_id == session.pk]
    return here, [line for line in lines if line.action.session_id != session.pk]


def _standing() -> QuerySet[Action]:
    """All of a session, and those that are open since before a day in a series."""
    of_series = Q(session__series=slot("series", BigIntegerField()))
    before = Q(session__on__lt=slot("before", DateField()))
    wanted = Q(session=slot("session", BigIntegerField())) | of_series & before & Q(closed_at=None)
    return with_people(Action.objects.filter(wanted)).order_by(
        F("closed_at").asc(nulls_first=True), "due_on", "pk"
    )


_STANDING = Prepared(_standing)


def _is_next(session: CohortSession, *, on: date) -> bool:
    """The first of its series from that day on that was not cancelled."""
    is_to_come = session.series_id is not None and session.on is not None and session.on >= on
    return is_to_come and session.state != State.CANCELLED and not getattr(session, FOLLOWS)


def _raised(user: User, session: CohortSession, *, on: date) -> list[Item]:
    """What was raised here, as far as its reader reads it."""
    if not (numbers := getattr(session, RAISED)):
        return []
    items = Item.objects.visible_to(user, on=on).filter(pk__in=numbers)
    return list(items.select_related("report__town").order_by("pk"))
