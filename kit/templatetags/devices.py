"""The device somebody signed in with, in words they use."""

from django import template

register = template.Library()

# First match wins: every browser claims to be Safari, and Edge claims to be Chrome.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "an Android device"),
    ("Windows", "Windows"),
    ("Macintosh", "a Mac"),
    ("CrOS", "a Chromebook"),
    ("Linux", "Linux"),
)


@register.filter
def device(user_agent: str) -> str:
    """As in "Safari on an iPhone"; a guess from what the browser says of itself."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "An unknown browser")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "an unknown device")
    return f"{browser} on {system}"
