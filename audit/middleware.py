"""Tells the history of rows whose request changed them."""

from typing import Any

from django.http import HttpRequest  # noqa: TID251 -- middleware is about requests
from pghistory.middleware import HistoryMiddleware


class ActorMiddleware(HistoryMiddleware):
    """Each row's history carries the account whose POST changed it, and no address."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """`user` alone: an address may hold a secret."""
        return {"user": request.user.pk}
