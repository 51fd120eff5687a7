"""What is noted of every request: a number, one line in the log, and how long it took."""

import logging
import re
import time
from collections.abc import Callable
from http import HTTPMethod
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse  # noqa: TID251 -- a middleware
from structlog.contextvars import bind_contextvars, clear_contextvars

from front import figures

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
# Asked all the time by machines that watch; they count themselves.
QUIET = frozenset({"front:healthz", "front:metrics", "front:readyz"})
QUIET_PATHS = frozenset({"/healthz", "/metrics", "/readyz"})
UNKNOWN = "unknown"  # the route of an address that leads nowhere, the method that nobody knows

logger = logging.getLogger(__name__)

type Answer = Callable[[HttpRequest], HttpResponse]


class MachinesMiddleware:
    """Machines ask each server by its address in the inner network, which is none of our names.

    What they are told depends on no name, so they are taken to have asked by ours.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.host = urlsplit(settings.BASE_URL).netloc

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Every other page refuses a name that is not ours."""
        if request.path_info in QUIET_PATHS:
            request.META["HTTP_HOST"] = self.host
        return self.get_response(request)


class RequestMiddleware:
    """Gives each request a number, and notes how it was answered.

    First in the chain, so that whatever is logged meanwhile carries the number, and refusals of
    the other middleware are noted too. Nothing that goes wrong in noting reaches the reader.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers the number in a header, for those who ask for help."""
        begun = time.perf_counter()
        number = _number(request)
        clear_contextvars()
        bind_contextvars(request_id=number, method=_method(request))
        try:
            response = self.get_response(request)
            response[HEADER] = number
            _note(request, response.status_code, seconds=time.perf_counter() - begun)
        finally:
            clear_contextvars()
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],  # noqa: ARG002 -- Django's signature
        args: list[object],  # noqa: ARG002 -- Django's signature
        kwargs: dict[str, object],  # noqa: ARG002 -- Django's signature
    ) -> None:
        """From here on the lines name the route: never the address, which may hold a token."""
        bind_contextvars(route=_route(request))


def _number(request: HttpRequest) -> str:
    """The number that our own proxy gave, or a new one."""
    given = request.headers.get(HEADER, "") if settings.TRUSTED_PROXIES else ""
    return given if WELL_FORMED.fullmatch(given) else uuid4().hex


def _method(request: HttpRequest) -> str:
    """One of the methods that exist: a made-up one may be any text."""
    method = request.method or UNKNOWN
    return method if method in HTTPMethod.__members__ else UNKNOWN


def _route(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else UNKNOWN


def _note(request: HttpRequest, status: int, *, seconds: float) -> None:
    route = _route(request)
    is_static = route == UNKNOWN and request.path.startswith(settings.STATIC_URL)
    if route in QUIET or is_static:
        return
    method = _method(request)
    try:
        figures.count_request(method=method, route=route, status=status, seconds=seconds)
    except OSError as fault:  # the folder that the processes of a server share is full or gone
        logger.warning("A request could not be counted: %s", type(fault).__name__)
    told = {"route": route, "status": status, "milliseconds": round(seconds * 1000, 1)}
    logger.info("request", extra=told | {"user_id": _user_id(request)})


def _user_id(request: HttpRequest) -> int | None:
    """The number of the account, if anybody asked for it: the log asks the database nothing."""
    user = getattr(request, "user", None)
    return getattr(getattr(user, "_wrapped", user), "pk", None)
