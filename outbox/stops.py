"""What keeps letters from leaving just now, asked in one statement: it stands on many pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

from django.conf import settings
from django.db import connection

from outbox import fence
from outbox.kinds import Lane

# A database that has sent nothing and was never armed arms itself at the first delivery.
_STOPS: LiteralString = f"""
WITH here (system_identifier, timeline, database_oid) AS ({fence.IDENTITY})
SELECT here.*, armed.environment, armed.system_identifier, armed.timeline, armed.database_oid,
    armed.id IS NOT NULL OR EXISTS (SELECT FROM outbox_letter WHERE state = 'accepted'),
    (SELECT coalesce(json_agg(json_build_array(pause.id, pause.lane, pause.why, pause.began_at)
            ORDER BY pause.lane NULLS FIRST), '[]')
        FROM outbox_pause AS pause WHERE pause.ended_at IS NULL)
FROM here LEFT JOIN outbox_installation AS armed ON armed.id = 1"""  # noqa: S608 -- made of constants


@dataclass(frozen=True, slots=True)
class Stop:
    """Why letters do not leave: all of them, or those of one lane.

    `pause` is the number of the pause that somebody began; none where the fence holds them back.
    """

    why: str
    lane: Lane | None = None
    since: datetime | None = None
    pause: int | None = None


def stops() -> list[Stop]:
    """What holds letters back, the fence first; empty if they leave.

    Of the fence, what the database itself shows: not whether the relay remembers more than it does,
    which `fence.why_disarmed` asks of the relay's journal.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STOPS)
        *row, is_used, pauses = cursor.fetchone()
    here = fence.Identity(settings.ENVIRONMENT, *row[:3])
    why = _why_disarmed(here, row[3:]) if is_used else ""
    paused = [
        Stop(reason, None if lane is None else Lane(lane), datetime.fromisoformat(since), number)
        for number, lane, reason, since in pauses
    ]
    return [Stop(why), *paused] if why else paused


def _why_disarmed(here: fence.Identity, armed: list[Any]) -> str:
    if armed[0] is None:
        return "Nobody has armed this database."
    return fence.why_elsewhere(fence.Identity(*armed), here)
