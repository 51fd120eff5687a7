"""Names the room for Django, and tells the outbox when people may be written to."""

from django.apps import AppConfig


class TownsConfig(AppConfig):
    """The room `towns`."""

    name = "towns"

    def ready(self) -> None:
        """The hours in which people may be written to."""
        from outbox.kinds import register_hours  # noqa: PLC0415 -- models must be loaded first
        from towns.queries.hours import open_from  # noqa: PLC0415 -- the same

        register_hours(open_from)
