"""What the timetable asks of the outbox, and the nudge that hurries an urgent letter."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from outbox import work

logger = logging.getLogger(__name__)


@shared_task(name="outbox.plan", ignore_result=True)
def plan() -> None:
    """Every few minutes: promise what is due now."""
    work.plan_now()


# A run of 45 seconds, and at its end one letter of which every answer is slow.
@shared_task(name="outbox.deliver", ignore_result=True, soft_time_limit=240, time_limit=250)
def deliver() -> None:
    """Every few seconds, and at each nudge: send what is due."""
    work.plan_unless_planned()
    work.deliver_now()


@shared_task(name="outbox.sweep", ignore_result=True)
def sweep() -> None:
    """Each minute: tidy up behind senders that died."""
    work.sweep_now()


def nudge() -> None:
    """Ask a worker to deliver now. A broker that does not answer only makes it a tick later."""
    try:
        deliver.apply_async(retry=False, expires=30)
    except (OperationalError, OSError) as fault:
        logger.warning("The broker took no nudge: %s", type(fault).__name__)
