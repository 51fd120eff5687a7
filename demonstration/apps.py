"""Names the room for Django."""

from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """The room `demonstration`."""

    name = "demonstration"
