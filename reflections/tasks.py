"""What the timetable asks of this room, and the nudge that hurries it."""

import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from outbox.actions.running import run
from reflections.actions import obligations, observing, purging

logger = logging.getLogger(__name__)


@shared_task(name="reflections.settle_obligations", ignore_result=True)
def settle_obligations() -> None:
    """Each hour: open new months and correct who owes what."""
    run("settle obligations", obligations.settle_obligations, at=timezone.now())


@shared_task(name="reflections.observe", ignore_result=True)
def observe() -> None:
    """Each minute, and at each nudge: note in the towns' ties what was handed over since."""
    run("observe ties", observing.observe_reported, at=timezone.now())


def nudge() -> None:
    """Ask a worker to note ties now. A broker that does not answer only makes it a minute later."""
    try:
        observe.apply_async(retry=False, expires=60)
    except (OperationalError, OSError) as fault:
        logger.warning("The broker took no nudge: %s", type(fault).__name__)


@shared_task(name="reflections.purge_jots", ignore_result=True)
def purge_jots() -> None:
    """Each night: delete what was thrown away more than thirty days ago."""
    run("purge jots", purging.purge_jots, at=timezone.now())
