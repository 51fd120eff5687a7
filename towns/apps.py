"""Names the room for Django."""

from django.apps import AppConfig


class TownsConfig(AppConfig):
    """The room `towns`."""

    name = "towns"
