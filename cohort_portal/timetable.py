"""What runs when. Every job computes what is due now, so the next run catches up a missed one."""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab


def _each(seconds: int, task: str) -> dict[str, Any]:
    """A task every so many seconds; one that was not taken in that time is not worth taking."""
    return {
        "task": task,
        "schedule": timedelta(seconds=seconds),
        "options": {"expires": seconds - 1},
    }


TIMETABLE: dict[str, dict[str, Any]] = {
    "settle obligations": {
        "task": "reflections.settle_obligations",
        "schedule": timedelta(hours=1),
    },
    "delete what was thrown away": {
        "task": "reflections.purge_jots",
        "schedule": crontab(hour=2, minute=40),
    },
    "gather the words of the programme": {
        "task": "front.gather_words",
        "schedule": timedelta(hours=1),
    },
    "delete what was searched in vain long ago": {
        "task": "front.purge_unfound",
        "schedule": crontab(hour=2, minute=50),
    },
    "delete files that nobody needs": {
        "task": "sessions.sweep_files",
        "schedule": crontab(hour=3, minute=10),
    },
    "begin the digest of a quarter": {
        "task": "digests.begin",
        "schedule": timedelta(hours=1),
    },
    "note connections in ties": _each(60, "reflections.observe"),
    "go on with digests": _each(60, "digests.work_on"),
    "check files": _each(60, "sessions.check_files"),
    "settle invitations": _each(600, "sessions.settle_invitations"),
    "promise what is due": _each(300, "outbox.plan"),
    "send what is due": _each(15, "outbox.deliver"),
    "tidy up behind dead senders": _each(60, "outbox.sweep"),
}
