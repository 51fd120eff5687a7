"""The settings of workers under measure: delivery alone is on the timetable, at its own pace."""

from bench.inside.settings import *  # noqa: F403 -- the portal's settings as they are
from cohort_portal.settings import CELERY_BEAT_SCHEDULE

CELERY_BEAT_SCHEDULE = {
    job: entry
    for job, entry in CELERY_BEAT_SCHEDULE.items()
    if entry["task"] in ("outbox.deliver", "outbox.sweep")
}
