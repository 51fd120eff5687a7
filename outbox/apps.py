"""Names the room for Django, and tells it who gives nudges."""

from django.apps import AppConfig
from django.core import checks

from outbox.checks import provider_can_report, times_of_delivery_fit


class OutboxConfig(AppConfig):
    """The room `outbox`."""

    name = "outbox"

    def ready(self) -> None:
        """Nudges go by Celery; settings with which letters would go wrong are told at start-up."""
        checks.register(provider_can_report)
        checks.register(times_of_delivery_fit)
        from outbox import backend, nudging, tasks  # noqa: F401, PLC0415 -- models must be loaded first

        nudging.nudge.goes_by(tasks.nudge)
