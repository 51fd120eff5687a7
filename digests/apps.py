"""Names the room for Django, and tells the outbox what it writes."""

from django.apps import AppConfig


class DigestsConfig(AppConfig):
    """The room `digests`."""

    name = "digests"
