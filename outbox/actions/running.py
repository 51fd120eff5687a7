"""Keeps how each job of the timetable went, so that the office can see it in plain words."""

import logging
from collections.abc import Callable

from django.utils import timezone

from outbox.models import Run

logger = logging.getLogger(__name__)


def run[**Arguments](
    job: str,
    work: Callable[Arguments, int],
    /,
    *arguments: Arguments.args,
    **named: Arguments.kwargs,
) -> int:
    """Do a job and keep when it ran and what it counted; a fault is kept and logged, not raised."""
    began_at = timezone.now()
    Run.objects.update_or_create(job=job, defaults={"began_at": began_at})
    try:
        count = work(*arguments, **named)
    except Exception as fault:
        logger.exception("%s failed", job)
        Run.objects.filter(job=job).update(failed_at=timezone.now(), failure=type(fault).__name__)
        return 0
    Run.objects.filter(job=job).update(
        ended_at=timezone.now(), failed_at=None, failure="", figures={"new": count}
    )
    return count
