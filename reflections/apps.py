"""Names the room for Django, and tells the outbox what it writes and when."""

from django.apps import AppConfig


class ReflectionsConfig(AppConfig):
    """The room `reflections`."""

    name = "reflections"

    def ready(self) -> None:
        """Its reminders are planned from what is owed."""
        from outbox.planning import plan_with  # noqa: PLC0415 -- models must be loaded first
        from reflections.queries import reminding  # noqa: PLC0415 -- models must be loaded first

        plan_with(reports=reminding.plan)
