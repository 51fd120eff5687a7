"""Keeps what somebody typed when their session had ended, and gives it back after sign-in.

The text waits half an hour in the cache under a secret that stands in the browser's session alone.
It is given back on the same page, to the same person, and only there: the form says whose page it
was.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.cache import cache
from django.http import HttpRequest, JsonResponse, QueryDict  # noqa: TID251 -- a middleware
from django.http.response import HttpResponseBase  # noqa: TID251 -- a middleware
from redis import RedisError

from people.http import AuthedRequest
from people.models import User

KEPT_FOR = timedelta(minutes=30)
LARGEST = 600_000  # bytes as they were posted
IN_SESSION = "typed_before_sign_in"
SIGNED_OUT = 401


def keeps_typed[View: Callable[..., HttpResponseBase]](view: View) -> View:
    """A view whose forms say in `owner` whose page they are, and which shows typed text again."""
    view.keeps_typed = True  # type: ignore[attr-defined]
    return view


class SignInFirstMiddleware(LoginRequiredMiddleware):
    """Asks to sign in before every page that is not public, without losing what was typed."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """A script is told so; a form's text is kept; then the sign-in page."""
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is None:
            return None
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"signed_out": True}, status=SIGNED_OUT)
        if request.method == "POST" and getattr(view_func, "keeps_typed", False):
            _keep(request)
        return answer


def typed_before_sign_in(request: AuthedRequest) -> QueryDict | None:
    """What this person posted to this page before they were asked to sign in, if it still waits."""
    token = request.session.get(IN_SESSION)
    kept = None
    with suppress(RedisError):
        kept = cache.get(_name(token)) if token else None
    if not kept or kept["path"] != request.path or kept["owner"] != str(request.user.person.key):
        return None
    return QueryDict(kept["body"])


def forget_typed(request: AuthedRequest) -> None:
    """It has been kept, or dropped, by the person themselves."""
    token = request.session.get(IN_SESSION)
    if token:
        with suppress(RedisError):  # it ends by itself, half an hour after it was kept
            cache.delete(_name(token))
        del request.session[IN_SESSION]


def _keep(request: HttpRequest) -> None:
    body = request.POST.urlencode()
    owner = _owner(request.POST.get("owner", ""))
    if owner is None or len(body) > LARGEST:
        return
    token = token_urlsafe()
    kept = {"owner": owner, "path": request.path, "body": body}
    with suppress(RedisError):  # without the cache the text is lost, but the page still answers
        cache.set(_name(token), kept, KEPT_FOR.total_seconds())
        request.session[IN_SESSION] = token


def _owner(key: str) -> str | None:
    """The key of somebody who has an account: strangers cannot fill the cache."""
    try:
        known = User.objects.filter(person__key=UUID(key), is_active=True).exists()
    except ValueError:
        return None
    return str(UUID(key)) if known else None


def _name(token: str) -> str:
    return f"typed:{token}"
