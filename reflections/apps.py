"""Names the room for Django, and tells the outbox what it writes and when."""

from django.apps import AppConfig


class ReflectionsConfig(AppConfig):
    """The room `reflections`."""

    name = "reflections"

    def ready(self) -> None:
        """Its letters are known, reminders are planned from what is owed, nudges go by Celery."""
        from outbox.kinds import register  # noqa: PLC0415 -- models must be loaded first
        from outbox.planning import plan_with  # noqa: PLC0415 -- models must be loaded first
        from reflections import nudging, tasks  # noqa: PLC0415 -- models must be loaded first
        from reflections.letters.kinds import KINDS  # noqa: PLC0415 -- models must be loaded first
        from reflections.queries import reminding  # noqa: PLC0415 -- models must be loaded first

        register(*KINDS)
        plan_with(reports=reminding.plan)
        nudging.nudge.goes_by(tasks.nudge)
