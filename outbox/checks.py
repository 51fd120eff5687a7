"""What must be true of the settings before the portal starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error


def provider_can_report(**_: Any) -> list[CheckMessage]:  # noqa: ANN401 -- Django's signature
    """The mail provider that is set is one that Anymail reads, with the secrets that it needs."""
    from outbox import providers  # noqa: PLC0415 -- models must be loaded first

    name = settings.BOUNCE_PROVIDER
    if not name:
        return []
    if name not in providers.PROVIDERS:
        known = ", ".join(providers.PROVIDERS)
        return [Error(f"BOUNCE_PROVIDER is {name!r}, but may be {known}.", id="outbox.E001")]
    if any(":" not in secret for secret in settings.BOUNCE_SECRET):
        return [Error("BOUNCE_SECRET is a name and a password: name:password.", id="outbox.E002")]
    try:
        providers.reader()
    except Exception as fault:  # noqa: BLE001 -- whatever Anymail misses, it says in words
        return [Error(f"{name} cannot report: {fault}.", id="outbox.E003")]
    return []
