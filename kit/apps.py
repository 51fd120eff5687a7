"""Names the room for Django, so that its template tags are found."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """The room `kit`."""

    name = "kit"
