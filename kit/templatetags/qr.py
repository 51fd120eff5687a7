"""A QR code inside the page: our content policy lets no `data:` image in."""

import re

from django import template

register = template.Library()

_PATH = re.compile(r' d="([MHVLZmhvlz0-9., ]+)"')
_BOX = re.compile(r'viewBox="0 0 (\d+) \d+"')


@register.filter
def qr_path(svg: str) -> str:
    """The outline of the dark squares; only letters and figures that draw are let through."""
    found = _PATH.search(svg)
    return found.group(1) if found else ""


@register.filter
def qr_size(svg: str) -> str:
    """How many units wide and high the code is."""
    found = _BOX.search(svg)
    return found.group(1) if found else "0"
