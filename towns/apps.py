"""Names the room for Django, and tells the outbox what it writes, when, and in which hours."""

from django.apps import AppConfig


class TownsConfig(AppConfig):
    """The room `towns`."""

    name = "towns"

    def ready(self) -> None:
        """Its kinds of letter, who is due one, and the hours in which people are written to."""
        from outbox.kinds import register, register_hours  # noqa: PLC0415 -- models must be loaded first
        from outbox.planning import plan_with  # noqa: PLC0415 -- models must be loaded first
        from towns.letters import kinds  # noqa: PLC0415 -- models must be loaded first
        from towns.queries.hours import open_from  # noqa: PLC0415 -- models must be loaded first

        register(*kinds.KINDS)
        plan_with(posts=kinds.plan)
        register_hours(open_from)
