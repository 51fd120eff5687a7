"""The fence: letters leave from one database of one environment, and from no copy of it.

A database that was restored, cloned or promoted has another system identifier or timeline. It sends
nothing until a person has looked, and armed it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection

from outbox.models import Installation, Letter

_IDENTITY = """
SELECT system_identifier::text,
    ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int
FROM pg_control_system()"""
NEW = "the database itself: it was new"


@dataclass(frozen=True, slots=True)
class Identity:
    """Which database this is, and where: a copy differs in at least one of them."""

    environment: str
    system_identifier: str
    timeline: int


def identity() -> Identity:
    """The identity of the database that this process uses."""
    with connection.cursor() as cursor:
        cursor.execute(_IDENTITY)
        system_identifier, timeline = cursor.fetchone()
    return Identity(settings.ENVIRONMENT, system_identifier, timeline)


def why_disarmed() -> str:
    """Why no letter may leave from here, in words; empty if they may."""
    armed = Installation.objects.filter(pk=1).first()
    if armed is None:
        return "Nobody has armed this database."
    here = identity()
    if armed.environment != here.environment:
        return f"This database belongs to “{armed.environment}”; this is “{here.environment}”."
    if armed.system_identifier != here.system_identifier:
        return "This database is a copy of the one that was armed."
    if armed.timeline != here.timeline:
        return "This database was restored or promoted after it was armed."
    return ""


def arm_if_new(*, at: datetime) -> None:
    """Arm a database in which nothing was ever armed or sent. Any other waits for a person."""
    sent = Letter.objects.filter(state=Letter.State.ACCEPTED)
    if not Installation.objects.exists() and not sent.exists():
        arm(by=NEW, at=at)


def arm(*, by: str, at: datetime) -> Installation:
    """Let letters leave from this database. `by` is whoever says so, in words."""
    here = identity()
    armed, _ = Installation.objects.update_or_create(
        pk=1,
        defaults={
            "environment": here.environment,
            "system_identifier": here.system_identifier,
            "timeline": here.timeline,
            "armed_at": at,
            "armed_by": by,
        },
    )
    return armed
