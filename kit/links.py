"""Whole addresses of the portal's pages, as letters need them."""

from urllib.parse import urlsplit

from django.conf import settings


def link_to(path: str) -> str:
    """Where a path of the portal is found from outside: `/towns/` as "https://…/towns/"."""
    return f"{str(settings.BASE_URL).rstrip('/')}{path}"


def own_host() -> str:
    """The name under which the portal is known: "portal.example.org"."""
    return urlsplit(str(settings.BASE_URL)).hostname or "localhost"
