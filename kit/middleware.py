"""What every request and every answer passes: unreadable input is refused, pages are pressed."""

import re
import secrets
from collections.abc import Callable

import brotli
from django.core.exceptions import BadRequest
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from kit.text import holds_unstorable

QUALITY = 5  # of 11: from here on time grows faster than pages shrink
WORTH_PRESSING = 200  # bytes
MOST_NOISE = 100  # bytes
_TAKES_BROTLI = re.compile(r"\bbr\b(?!\s*;\s*q=0(\.0*)?(\s|,|$))")


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
    """Pages go out compressed; files as they lie, with their length: most are pressed already.

    Brotli makes a page a fifth smaller than gzip in hardly more time. As with Django's own, nobody
    who counts bytes on the way learns what a page holds: it ends in a comment of random length.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Leaves a file alone."""
        if isinstance(response, FileResponse):
            return response
        accepted = _TAKES_BROTLI.search(request.headers.get("Accept-Encoding", ""))
        if accepted and isinstance(response, HttpResponse) and _is_page(response):
            return _pressed(response)
        return super().process_response(request, response)


def _is_page(response: HttpResponse) -> bool:
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    is_plain = "Content-Encoding" not in response.headers and "ETag" not in response.headers
    return is_html and is_plain and len(response.content) >= WORTH_PRESSING


def _pressed(response: HttpResponse) -> HttpResponse:
    noise = secrets.token_urlsafe(MOST_NOISE)[: secrets.randbelow(MOST_NOISE)]
    page = response.content + f"<!--{noise.replace('-', '_')}-->".encode()
    response.content = brotli.compress(page, quality=QUALITY)
    patch_vary_headers(response, ["Accept-Encoding"])
    response.headers["Content-Encoding"] = "br"
    response.headers["Content-Length"] = str(len(response.content))
    return response
