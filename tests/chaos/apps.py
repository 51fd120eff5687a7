"""Names the tests for Django, where they run as part of the portal's processes."""

from django.apps import AppConfig


class ChaosConfig(AppConfig):
    """The tests' kinds of letter."""

    name = "tests.chaos"
    label = "chaos"

    def ready(self) -> None:
        """Kinds of letter and addresses that only the tests know."""
        from outbox.kinds import register, register_addresses, register_hours  # noqa: PLC0415 -- models must be loaded first
        from tests.chaos import letters  # noqa: PLC0415 -- the same

        register(*letters.KINDS)
        register_addresses(letters.addresses)
        register_hours(letters.hours)
