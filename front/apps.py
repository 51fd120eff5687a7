"""Names the room for Django."""

from django.apps import AppConfig


class FrontConfig(AppConfig):
    """The room `front`."""

    name = "front"
