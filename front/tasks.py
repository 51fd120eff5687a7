"""What the timetable asks of this room."""

from celery import shared_task
from django.utils import timezone

from front.actions.words import gather_words
from outbox.actions.running import run
from towns.actions.words import purge_unfound


@shared_task(name="front.gather_words", ignore_result=True)
def gather() -> None:
    """Each hour: the words by which a misspelt one is put right."""
    run("gather words", gather_words)


@shared_task(name="front.purge_unfound", ignore_result=True)
def purge() -> None:
    """Each night: delete what was looked for in vain half a year ago."""
    run("purge unfound", purge_unfound, at=timezone.now())
