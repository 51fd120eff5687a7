"""What comes with a session's own statement on its page: its outcomes, and its agenda."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from kit.dates import clock
from sessions.agendas import Point, lasts
from sessions.models import AgendaPoint, CohortSession
from towns.models import Outcome

OUTCOMES, POINTS = "outcome_names", "agenda_points"  # what the statement adds to a row


@dataclass(frozen=True)
class Agenda:
    """The points with when each begins, and whether they take longer than the session."""

    rows: Sequence[tuple[str, Point]]
    over: int  # minutes beyond its end; negative if time is left
    lasts: int


def with_details(sessions: QuerySet[CohortSession]) -> QuerySet[CohortSession]:
    """The same sessions, each with the names of its outcomes and the points of its agenda."""
    outcomes = Outcome.objects.filter(sessions=OuterRef("pk")).order_by("position")
    points = AgendaPoint.objects.filter(session=OuterRef("pk")).order_by("position")
    return sessions.annotate(
        **{
            OUTCOMES: ArraySubquery(outcomes.values("name")),
            POINTS: ArraySubquery(points.values(point=JSONObject(minutes="minutes", text="text"))),
        }
    )


def outcomes_for(session: CohortSession | None, *, on: date) -> QuerySet[Outcome]:
    """What a session can be tagged with: outcomes in use that day, and its own."""
    valid = Outcome.objects.valid(on=on)
    if session is None:
        return valid
    either = Q(pk__in=valid.values("pk")) | Q(pk__in=session.outcomes.values("pk"))
    return Outcome.objects.filter(either).order_by("position", "pk")


def outcomes_of(session: CohortSession) -> Sequence[str]:
    """Their names, of a session that comes `with_details`."""
    found: Sequence[str] = getattr(session, OUTCOMES)
    return found


def agenda_of(session: CohortSession) -> Agenda | None:
    """The agenda of a session that comes `with_details`; none as long as nobody wrote one."""
    points = [Point(one["minutes"], one["text"]) for one in getattr(session, POINTS)]
    return agenda_with_times(session, points) if points else None


def points_of(session: CohortSession) -> list[Point]:
    """The points alone: one statement."""
    return [Point(one.minutes, one.text) for one in session.agenda.order_by("position")]


def agenda_with_times(session: CohortSession, points: Sequence[Point]) -> Agenda:
    """When each point begins by the clock; not said of a session without a time."""
    rows, passed = [], 0
    for one in points:
        begins = session.begins_at and session.begins_at + timedelta(minutes=passed)
        rows.append((clock(timezone.localtime(begins)) if begins else "", one))
        passed += one.minutes
    whole = session.ends_at - session.begins_at if session.begins_at and session.ends_at else None
    over = passed - int(whole.total_seconds() // 60) if whole else 0
    return Agenda(rows, over, lasts(points))
