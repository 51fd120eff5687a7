"""Names the room for Django, and tells the outbox what it writes and when.

Its label is not `sessions`, which is that of Django's own store.
"""

from django.apps import AppConfig


class SessionsConfig(AppConfig):
    """The room `sessions`."""

    name = "sessions"
    label = "cohort_sessions"

    def ready(self) -> None:
        """Its letters are known, its reminders are planned, and nudges go by Celery."""
        from outbox.kinds import register  # noqa: PLC0415 -- models must be loaded first
        from outbox.planning import plan_with  # noqa: PLC0415 -- models must be loaded first
        from sessions import nudging, tasks  # noqa: PLC0415 -- models must be loaded first
        from sessions.letters.kinds import KINDS  # noqa: PLC0415 -- models must be loaded first
        from sessions.queries import reminding  # noqa: PLC0415 -- models must be loaded first

        register(*KINDS)
        plan_with(sessions=reminding.plan)
        nudging.nudge.goes_by(tasks.nudge)
