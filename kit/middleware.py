"""What every request and every answer passes: unreadable input is refused, pages are pressed."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from kit.text import holds_unstorable


class CleanInputMiddleware:
    """A NUL byte or half a surrogate pair is never a database error.

    In an address or a query string it is answered with 400; a cookie that holds one is ignored, as
    the browser would send it for ever. Form fields refuse it themselves, beside the field.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Looks at the path, the query and the cookies, then passes on."""
        if holds_unstorable(request.path) or any(
            holds_unstorable(text)
            for name, values in request.GET.lists()
            for text in (name, *values)
        ):
            raise BadRequest("The address holds a sign that cannot be read.")
        if any(holds_unstorable(text) for cookie in request.COOKIES.items() for text in cookie):
            request.COOKIES = {
                name: value
                for name, value in request.COOKIES.items()
                if not holds_unstorable(name + value)
            }
        return self.get_response(request)


class PressPagesMiddleware(GZipMiddleware):
    """Pages go out compressed; files as they lie, with their length: most are pressed already."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Leaves a file alone."""
        if isinstance(response, FileResponse):
            return response
        return super().process_response(request, response)
