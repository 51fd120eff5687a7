"""What the timetable asks of this room, and the nudge that hurries the check of a file."""

import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from outbox.actions.running import run
from sessions.actions import checking, inviting

logger = logging.getLogger(__name__)


@shared_task(name="sessions.settle_invitations", ignore_result=True)
def settle_invitations() -> None:
    """Every few minutes: invite who came into post, take out who left."""
    run("settle invitations", inviting.settle_invitations, at=timezone.now())


# One file may take two minutes and a half; what is left then waits for the next minute.
@shared_task(name="sessions.check_files", ignore_result=True, soft_time_limit=240, time_limit=250)
def check_files() -> None:
    """Each minute, and at each nudge: check the files that wait."""
    run("checking files", checking.check_files, at=timezone.now())


@shared_task(name="sessions.sweep_files", ignore_result=True)
def sweep_files() -> None:
    """Each night: delete the files that nobody needs any more."""
    run("deleting files", checking.sweep_files, at=timezone.now())


def nudge() -> None:
    """Ask a worker to check now. A broker that does not answer only makes it a minute later."""
    try:
        check_files.apply_async(retry=False, expires=60)
    except (OperationalError, OSError) as fault:
        logger.warning("The broker took no nudge: %s", type(fault).__name__)
