"""Pages for what went wrong."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from kit.text import without_unstorable

TOO_LARGE = 413


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere: shows back what was typed, to be copied."""
    return render(request, "403.html", {"reason": reason, "typed": _prose(request)}, status=403)


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


def _prose(request: HttpRequest) -> list[str]:
    """What a person wrote in a form: every text of more than a word, and what is named as one."""
    return [
        without_unstorable(value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
        if len(value.split()) > 1 or (value and name.endswith("text"))
    ]
