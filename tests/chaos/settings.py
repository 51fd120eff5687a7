"""Settings of the processes that are killed, frozen and cut off: the portal's own, only faster."""

from datetime import timedelta

from cohort_portal.settings import *  # noqa: F403 -- the tests run on the portal's own settings
from cohort_portal.settings import CELERY_BEAT_SCHEDULE, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.chaos"]  # after the rooms: its addresses count
CELERY_BEAT_SCHEDULE = {
    job: {**entry, "schedule": timedelta(seconds=1), "options": {"expires": 2}}
    for job, entry in CELERY_BEAT_SCHEDULE.items()
    if entry["task"] in ("outbox.deliver", "outbox.sweep")
}
