"""Names the room for Django, and tells the outbox of its letters."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room `people`."""

    name = "people"

    def ready(self) -> None:
        """Its kinds of letter, and where people get letters."""
        from outbox.kinds import register, register_addresses  # noqa: PLC0415 -- models must be loaded first
        from people import letters  # noqa: PLC0415 -- the same

        register(*letters.KINDS)
        register_addresses(letters.addresses)
