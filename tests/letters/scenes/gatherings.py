"""Sessions to which Ayr's Project Lead is invited, which change, move, are cancelled, come near."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from outbox.actions.bundling import bundle
from outbox.actions.planning import plan
from outbox.delivery.sending import deliver
from sessions.actions.scheduling import (
    About,
    add_session,
    cancel_session,
    change_session,
    move_session,
)
from sessions.models import CohortSession, Kind
from sessions.times import When
from tests.letters.post import Deed, Scene, account, scene
from tests.letters.world import AT

SETTLED = timedelta(minutes=6)
ABOUT = About(
    title="Benches, and who sits on them",
    text="Two towns bring counts of a summer. What would you count?",
    venue="Town Hall, Ayr",
    join_link="https://meet.example.org/local-learning-cohort",
)
WHEN = When(CohortSession.Precision.DAY, date(2026, 12, 8), time(10), 60)
LEAD = "lead.ayr@example.org"


def _added() -> CohortSession:
    kind = Kind.objects.get(slug="deep-dive")
    return add_session(ABOUT, WHEN, kind=kind, by=account("team"), at=AT)


def _held() -> CohortSession:
    """A session that stands in calendars already."""
    made = _added()
    bundle(at=AT + SETTLED)
    deliver(seconds=20, clock=lambda: AT + SETTLED)
    return made


def _invited() -> tuple[str, datetime]:
    _added()
    return LEAD, AT + SETTLED


def _changed() -> tuple[str, datetime]:
    at = AT + timedelta(hours=1)
    change_session(_held(), About(title="Benches"), by=account("team"), at=at)
    return LEAD, at + SETTLED


def _moved() -> tuple[str, datetime]:
    at = AT + timedelta(hours=1)
    later = When(WHEN.precision, date(2026, 12, 10), time(14), 90)
    why = "The hall is closed that week."
    move_session(_held(), later, why=why, by=account("team"), at=at)
    return LEAD, at + SETTLED


def _cancelled() -> tuple[str, datetime]:
    at = AT + timedelta(hours=1)
    cancel_session(_held(), why="Snow is forecast.", by=account("team"), at=at)
    return LEAD, at + SETTLED


def _near(day: int) -> Deed:
    """Planned at ten that day of December."""

    def deed() -> tuple[str, datetime]:
        _held()
        at = datetime(2026, 12, day, 10, tzinfo=UTC)
        plan(at=at)
        return LEAD, at

    return deed


SCENES: Mapping[str, Scene] = {
    "sessions-invited": scene("sessions/invited", _invited),
    "sessions-changed": scene("sessions/changed", _changed),
    "sessions-cancelled": scene("sessions/cancelled", _cancelled),
    "sessions-soon": scene("sessions/soon", _near(1)),
    "sessions-tomorrow": scene("sessions/tomorrow", _near(7)),
}
# The other letters of a kind, to be looked at.
FURTHER: Mapping[str, Scene] = {"sessions-changed-moved": scene("sessions/changed", _moved)}
