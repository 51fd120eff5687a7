"""What must be true of the settings before the portal starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

ANSWERS = 3  # that a sender may wait for while it holds a letter opened: to DATA, text and dot


def times_of_delivery_fit(**_: Any) -> list[CheckMessage]:  # noqa: ANN401 -- Django's signature
    """No sender that is alive loses its letter, and none that was frozen can still hand one over.

    The first by the lease, which outlasts every answer; the second by the relay, which ends a
    silent line before the letter on it is given to another sender.
    """
    times = settings.DELIVERY
    found: list[CheckMessage] = []
    if times["lease_seconds"] <= ANSWERS * times["answer_seconds"]:
        told = f"MAIL_LEASE_SECONDS must be more than {ANSWERS} times MAIL_ANSWER_SECONDS."
        found.append(Error(told, id="outbox.E004"))
    if times["grace_seconds"] <= times["idle_seconds"]:
        told = "MAIL_GRACE_SECONDS must be more than MAIL_IDLE_SECONDS."
        found.append(Error(told, id="outbox.E005"))
    return found


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
