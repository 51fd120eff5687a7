"""What the timetable asks of this room."""

from celery import shared_task
from django.utils import timezone

from reflections.actions import obligations


@shared_task(name="reflections.settle_obligations", ignore_result=True)
def settle_obligations() -> None:
    """Each hour: open new months and correct who owes what."""
    obligations.settle_obligations(at=timezone.now())
