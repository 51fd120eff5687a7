"""What runs when. Every job computes what is due now from the database, so a missed run is caught up by the next."""

from datetime import timedelta
from typing import Any

TIMETABLE: dict[str, dict[str, Any]] = {
    "settle obligations": {
        "task": "reflections.settle_obligations",
        "schedule": timedelta(hours=1),
    },
}
