"""Names the room for Django."""

from django.apps import AppConfig


class ReflectionsConfig(AppConfig):
    """The room `reflections`."""

    name = "reflections"
