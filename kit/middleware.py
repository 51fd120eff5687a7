"""Refuses input that no text can hold, before anything reads it."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

NUL = "\x00"


class CleanInputMiddleware:
    """A NUL byte in an address or a query string is answered with 400, not with a database error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Looks at the path and the query, then passes on."""
        if NUL in request.path or any(
            NUL in value
            for values in request.GET.lists()
            for value in (values[0], *values[1])
        ):
            raise BadRequest("The address holds a sign that cannot be read.")
        return self.get_response(request)
