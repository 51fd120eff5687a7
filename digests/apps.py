"""Names the room for Django, and tells the outbox what it writes."""

from django.apps import AppConfig


class DigestsConfig(AppConfig):
    """The room `digests`."""

    name = "digests"

    def ready(self) -> None:
        """Its letters are known, nudges go by Celery, and quotes learn where they are used."""
        from digests import nudging, tasks  # noqa: PLC0415 -- models must be loaded first
        from digests.letters.kinds import KINDS  # noqa: PLC0415 -- models must be loaded first
        from digests.queries.uses import uses_of  # noqa: PLC0415 -- models must be loaded first
        from evidence.uses import told_by  # noqa: PLC0415 -- models must be loaded first
        from outbox.kinds import register  # noqa: PLC0415 -- models must be loaded first

        register(*KINDS)
        nudging.nudge.goes_by(tasks.nudge)
        told_by(uses_of)
