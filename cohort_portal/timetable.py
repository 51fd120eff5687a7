"""What runs when. Every job computes what is due now, so the next run catches up a missed one."""

from datetime import timedelta
from typing import Any

TIMETABLE: dict[str, dict[str, Any]] = {
    "settle obligations": {
        "task": "reflections.settle_obligations",
        "schedule": timedelta(hours=1),
    },
}
