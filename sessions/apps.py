"""Names the room for Django: its label is not `sessions`, which is that of Django's own store."""

from django.apps import AppConfig


class SessionsConfig(AppConfig):
    """The room `sessions`."""

    name = "sessions"
    label = "cohort_sessions"
