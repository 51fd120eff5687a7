"""Names the room for Django, and tells the outbox what it writes and when."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The room `evidence`."""

    name = "evidence"

    def ready(self) -> None:
        """Its letters are known, and the ends of consents are planned."""
        from evidence.letters.kinds import KINDS  # noqa: PLC0415 -- models must be loaded first
        from evidence.queries import ending  # noqa: PLC0415 -- models must be loaded first
        from outbox.kinds import register  # noqa: PLC0415 -- models must be loaded first
        from outbox.planning import plan_with  # noqa: PLC0415 -- models must be loaded first

        register(*KINDS)
        plan_with(consents=ending.plan)
