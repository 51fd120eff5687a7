"""Names the room for Django, and tells it who gives nudges."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The room `outbox`."""

    name = "outbox"

    def ready(self) -> None:
        """Nudges go by Celery."""
        from outbox import backend, nudging, tasks  # noqa: F401, PLC0415 -- models must be loaded first

        nudging.nudged_by(tasks.nudge)
