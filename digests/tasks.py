"""What the timetable asks of this room, and the nudge that hurries it."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from digests import work
from outbox.actions.running import run

logger = logging.getLogger(__name__)


@shared_task(name="digests.begin", ignore_result=True)
def begin() -> None:
    """Each hour: begin the digest of a quarter that is over."""
    run("begin digests", work.begin)


@shared_task(name="digests.work_on", ignore_result=True)
def work_on() -> None:
    """Each minute, and at each nudge: go on with what waits."""
    run("digests", work.work_on)


def nudge() -> None:
    """Ask a worker to go on now. A broker that does not answer only makes it a minute later."""
    try:
        work_on.apply_async(retry=False, expires=60)
    except (OperationalError, OSError) as fault:
        logger.warning("The broker took no nudge: %s", type(fault).__name__)
