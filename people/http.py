"""A request whose sender is known: every page but the public ones has one."""

from django.http import HttpRequest

from people.models import User


class AuthedRequest(HttpRequest):
    """A request after `LoginRequiredMiddleware`."""

    user: User
