"""Names the room for Django."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """The room `partners`."""

    name = "partners"
