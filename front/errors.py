"""Pages for what went wrong."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

TOO_LARGE = 413


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere."""
    return render(request, "403.html", {"reason": reason}, status=403)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read, or there is too much of it."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return render(request, "413.html", status=TOO_LARGE)
    return render(request, "400.html", status=400)


@requires_csrf_token
def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Something was asked for too often in a short time."""
    return render(request, "429.html", status=429)
