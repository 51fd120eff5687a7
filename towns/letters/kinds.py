"""The kinds of letter of this room, and who is due one at a moment."""

from datetime import datetime

from outbox.planning import Plan
from towns.letters import begun, ends, handover, packs
from towns.models import Tenure

KINDS = (begun.KIND, handover.KIND, packs.KIND, ends.KIND)


def plan(at: datetime) -> Plan:
    """Whose post began, is handed over or ends: twenty-two statements, however many posts."""
    parts = [room.plan(Tenure.objects.all(), at=at) for room in (begun, handover, packs, ends)]
    return Plan(
        due=[due for part in parts for due in part.due],
        spared=[spared for part in parts for spared in part.spared],
    )
