"""How notices of sessions are named: kinds, occasions, and the facts that they carry. Pure."""

from datetime import datetime, timedelta

INVITED = "sessions/invited"
CHANGED = "sessions/changed"
CANCELLED = "sessions/cancelled"
REQUESTS = (INVITED, CHANGED)
OF_CALENDARS = (*REQUESTS, CANCELLED)
SOON = "sessions/soon"
TOMORROW = "sessions/tomorrow"

# What is done to a session within this time is told once, by its last letter. Longer than the lease
# of a sender: a letter that is on its way when a newer one is promised has left before it.
SETTLING = timedelta(minutes=5)

type Facts = dict[str, str | int | bool | None]


def occasion_of(sequence: int) -> str:
    """Which revision of a session is told."""
    return f"seq:{sequence}"


def facts_of(sequence: int, begins_at: datetime, ends_at: datetime) -> Facts:
    """What a later notice must know of this one: what stands in its reader's calendar by it."""
    return {
        "sequence": sequence,
        "begins_at": begins_at.isoformat(),
        "ends_at": ends_at.isoformat(),
    }
