"""What every answer carries, and what is asked before some pages."""

import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from front.posts import is_privileged
from people.adapter import REMEMBERED_FOR, SIGNED_IN_AT
from people.queries import has_second_factor

WRONG_METHOD = 405
WRONG_SORT = 415
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})

type Answer = Callable[[HttpRequest], HttpResponse]

# Where somebody who has yet to set up the second step may go.
BEFORE_SECOND_FACTOR = frozenset(
    {
        "front:accessibility",
        "front:contact",
        "front:healthz",
        "front:metrics",
        "front:privacy",
        "front:readyz",
        "front:second_factor",
        "account_email",
        "account_email_verification_sent",
        "account_inactive",
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "outbox:stop",
        "outbox:why",
        "people:invitation",
    }
)


class PrivatePagesMiddleware:
    """Pages of a signed-in person are kept by no cache, nor by the browser after sign-out."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Adds `Cache-Control: no-store` where somebody is signed in."""
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        return response


class SessionLimitMiddleware:
    """Ends sessions that have lasted long enough since signing in, whatever was done meanwhile.

    Twelve hours for the privileged posts, also where the post began during the session; thirty
    days on a phone that the person chose to stay signed in on; else fourteen.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Signs out before the page is asked for, so that the page asks to sign in."""
        signed_in_at = request.session.get(SIGNED_IN_AT)
        if (
            signed_in_at is not None
            and time.time() - signed_in_at > _limit(request).total_seconds()
        ):
            logout(request)
        return self.get_response(request)


def _limit(request: HttpRequest) -> timedelta:
    if is_privileged(request):
        return settings.PRIVILEGED_SESSION_AGE
    if request.session.get_expire_at_browser_close():
        return timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return REMEMBERED_FOR


class SecondFactorMiddleware:
    """People whose posts need a second factor set it up before anything else.

    Signing in asks for it from then on: that is allauth's. The demonstration does not force it.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes on: the question is asked once the page is known."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Answer,  # noqa: ARG002 -- Django's signature
        args: list[object],  # noqa: ARG002 -- Django's signature
        kwargs: dict[str, object],  # noqa: ARG002 -- Django's signature
    ) -> HttpResponse | None:
        """Sends those who lack it to the page where it is set up, from every other page."""
        if settings.DEMO or not request.user.is_authenticated or not is_privileged(request):
            return None
        if request.resolver_match and request.resolver_match.view_name in BEFORE_SECOND_FACTOR:
            return None
        if has_second_factor(request.user):
            return None
        return redirect("front:second_factor")


class WrongMethodMiddleware:
    """A page that only takes forms, visited by its address, says so in the portal's look."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Puts a page into an empty 405; what asks for data is left alone."""
        response = self.get_response(request)
        is_bare = response.status_code == WRONG_METHOD and not response.content
        if not is_bare or not request.accepts("text/html"):
            return response
        page = render(request, "405.html", status=WRONG_METHOD)
        page["Allow"] = response["Allow"]
        return page


class FormsOnlyMiddleware:
    """What is posted in another shape than a form's would be read as an empty form."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes on: the question is asked once the page is known."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Answer,
        args: list[object],  # noqa: ARG002 -- Django's signature
        kwargs: dict[str, object],  # noqa: ARG002 -- Django's signature
    ) -> HttpResponse | None:
        """Says so, unless a program calls the view. A post without a body has no shape."""
        has_body = request.headers.get("content-length") not in {None, "", "0"}
        is_form = request.method != "POST" or request.content_type in FORMS or not has_body
        if is_form or getattr(view, "takes_any_body", False):
            return None
        return render(request, "400.html", status=WRONG_SORT)
