"""The fence: letters leave from one database of one environment, and from no copy of it.

A database that was restored, cloned or promoted has another system identifier or timeline. It sends
nothing until a person has looked, and armed it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from outbox import journal
from outbox.models import Installation, Letter

IDENTITY: LiteralString = """
SELECT (SELECT system_identifier::text FROM pg_control_system()),
    CASE WHEN pg_is_in_recovery() THEN 0
        ELSE ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint END,
    (SELECT oid::bigint FROM pg_database WHERE datname = current_database())"""
NEW = "the database itself: it was new"


@dataclass(frozen=True, slots=True)
class Identity:
    """Which database this is, and where. A copy differs in at least one of them.

    `timeline` is 0 while the server still recovers. Not `pg_control_checkpoint()`: that tells the
    timeline of the last checkpoint, which may be the old one long after a promotion.
    """

    environment: str
    system_identifier: str
    timeline: int
    database_oid: int


def identity() -> Identity:
    """The identity of the database that this process uses. Any role may ask."""
    with connection.cursor() as cursor:
        cursor.execute(IDENTITY)
        return Identity(settings.ENVIRONMENT, *cursor.fetchone())


def why_disarmed() -> str:
    """Why no letter may leave from here, in words; empty if they may."""
    armed = Installation.objects.filter(pk=1).first()
    if armed is None:
        return "Nobody has armed this database."
    there = Identity(armed.environment, armed.system_identifier, armed.timeline, armed.database_oid)
    return why_elsewhere(there, identity()) or _why_gone_back(since=armed.armed_at)


def why_elsewhere(there: Identity, here: Identity) -> str:
    """Why letters may not leave here if they may there, in words; empty if it is the same place."""
    if there.environment != here.environment:
        return f"This database belongs to “{there.environment}”; this is “{here.environment}”."
    if there.system_identifier != here.system_identifier or there.database_oid != here.database_oid:
        return "This database is a copy of the one that was armed."
    if there.timeline != here.timeline:
        return "This database was restored or promoted after it was armed."
    return ""


def _why_gone_back(*, since: datetime) -> str:
    """A restore that left no mark on the database, told by a letter that only the relay knows."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    last = journal.latest(host=host)
    if last is None or last[0] <= since:
        return ""
    if Letter.objects.filter(message_id=last[1]).exclude(data_opened_at=None).exists():
        return ""
    return "The mail server took a letter that this database does not know: it has gone back."


def may_leave(*, at: datetime) -> bool:
    """Whether letters may leave from here; a new database is armed by being asked."""
    arm_if_new(at=at)
    if not why_disarmed():
        return True
    note_disarmed(at=at)
    return False


def note_disarmed(*, at: datetime) -> None:
    """Remember since when this very database is known to be disarmed; once noted, it stays so."""
    here = str(identity())
    Installation.objects.exclude(found_as=here).update(found_at=at, found_as=here)


def disarmed_since() -> datetime | None:
    """A moment from which on nothing can have been sent by the database that this was made of.

    It is when this one was first found disarmed: what it holds from before may come from the other,
    and have been sent by it. None if nobody has looked yet.
    """
    armed = Installation.objects.filter(pk=1, found_as=str(identity())).first()
    return armed.found_at if armed else None


def arm_if_new(*, at: datetime) -> None:
    """Arm a database in which nothing was ever armed or sent. Any other waits for a person.

    Nor one of which the relay remembers letters: its backup was made before it was armed.
    """
    sent = Letter.objects.filter(state=Letter.State.ACCEPTED)
    if Installation.objects.exists() or sent.exists() or _why_gone_back(since=_made_at()):
        return
    arm(by=NEW, at=at)


def _made_at() -> datetime:
    """When this database got its first table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(applied) FROM django_migrations")
        made_at: datetime = cursor.fetchone()[0]
    return made_at


def arm(*, by: str, at: datetime) -> Installation:
    """Let letters leave from this database. `by` is whoever says so, in words."""
    here = identity()
    armed, _ = Installation.objects.update_or_create(
        pk=1,
        defaults={
            "environment": here.environment,
            "system_identifier": here.system_identifier,
            "timeline": here.timeline,
            "database_oid": here.database_oid,
            "armed_at": at,
            "armed_by": by,
            "found_at": None,
            "found_as": "",
        },
    )
    return armed
