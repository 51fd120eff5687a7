"""What the timetable asks of this room."""

from celery import shared_task
from django.utils import timezone

from outbox.actions.running import run
from sessions.actions import inviting


@shared_task(name="sessions.settle_invitations", ignore_result=True)
def settle_invitations() -> None:
    """Every few minutes: invite who came into post, take out who left."""
    run("settle invitations", inviting.settle_invitations, at=timezone.now())
