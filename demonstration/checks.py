"""The demonstration signs anybody in: it must never answer anywhere but on its own machine."""

import ipaddress
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error


def is_loopback(host: str) -> bool:
    """Whether this host name or address is the machine itself and nobody else's."""
    host = host.strip("[]").lower()
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def demonstration_stays_home(
    *,
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 -- Django's signature
    **kwargs: Any,  # noqa: ANN401, ARG001 -- Django's signature
) -> list[CheckMessage]:
    """Refuses `DEMO=true` where the portal answers elsewhere than on loopback over plain http."""
    if not settings.DEMO:
        return []
    faults = []
    address = urlsplit(settings.BASE_URL)
    if not settings.PLAIN_HTTP or address.scheme != "http":
        faults.append("DEMO=true needs PLAIN_HTTP=true and a BASE_URL that begins with http://.")
    if not is_loopback(address.hostname or ""):
        faults.append("DEMO=true needs a BASE_URL on this machine, such as http://localhost:8000.")
    if not all(is_loopback(host) for host in settings.ALLOWED_HOSTS):
        faults.append("DEMO=true needs ALLOWED_HOSTS to name this machine alone.")
    return [
        Error(
            fault,
            hint="Everybody who reaches a demonstration can sign in as anybody.",
            id=f"demonstration.E{number:03d}",
        )
        for number, fault in enumerate(faults, start=1)
    ]
