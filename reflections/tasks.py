"""What the timetable asks of this room."""

from celery import shared_task
from django.utils import timezone

from outbox.actions.running import run
from reflections.actions import obligations, observing, purging


@shared_task(name="reflections.settle_obligations", ignore_result=True)
def settle_obligations() -> None:
    """Each hour: open new months and correct who owes what."""
    run("settle obligations", obligations.settle_obligations, at=timezone.now())


@shared_task(name="reflections.observe", ignore_result=True)
def observe() -> None:
    """Each minute: note in the towns' ties what was handed over since."""
    run("observe ties", observing.observe_reported, at=timezone.now())


@shared_task(name="reflections.purge_jots", ignore_result=True)
def purge_jots() -> None:
    """Each night: delete what was thrown away more than thirty days ago."""
    run("purge jots", purging.purge_jots, at=timezone.now())
