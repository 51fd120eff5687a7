"""Whole addresses of the portal's pages, as letters need them."""

from django.conf import settings


def link_to(path: str) -> str:
    """Where a path of the portal is found from outside: `/towns/` as "https://…/towns/"."""
    return f"{str(settings.BASE_URL).rstrip('/')}{path}"
