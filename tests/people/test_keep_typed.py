"""What was typed while signed out is kept where it can be, and is never a fault where it cannot."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from people.typed import SignInFirstMiddleware, forget_typed, keeps_typed, typed_before_sign_in
from tests import make

pytestmark = pytest.mark.django_db


@keeps_typed
def page(request: HttpRequest) -> HttpResponse:
    """A page with a form."""
    return HttpResponse(request.path)


def _signed_out(method: str = "post", **fields: str) -> HttpRequest:
    request: HttpRequest = getattr(RequestFactory(), method)("/somewhere/", fields)
    request.user = AnonymousUser()
    request.session = SessionStore()
    return request


def _ask(request: HttpRequest) -> int:
    answer = SignInFirstMiddleware(page).process_view(request, page, (), {})
    assert answer is not None
    return answer.status_code


def test_without_the_cache_the_person_is_still_asked_to_sign_in(settings: Settings) -> None:
    user = make.lead().user
    dead = settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": dead}
    request = _signed_out(owner=str(user.person.key), text="An hour of work")

    assert _ask(request) == 302
    request.session["typed_before_sign_in"] = "token"
    request.user = user
    assert typed_before_sign_in(request) is None  # type: ignore[arg-type]
    forget_typed(request)  # type: ignore[arg-type]
    assert "typed_before_sign_in" not in request.session


def test_the_text_comes_back_to_its_own_person_only() -> None:
    user, other = make.lead().user, make.lead().user
    request = _signed_out(owner=str(user.person.key), text="An hour of work")

    _ask(request)
    request.user = other
    theirs = typed_before_sign_in(request)  # type: ignore[arg-type]
    request.user = user
    own = typed_before_sign_in(request)  # type: ignore[arg-type]

    assert theirs is None
    assert own is not None
    assert own["text"] == "An hour of work"


@pytest.mark.parametrize("owner", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_stranger_fills_no_cache(owner: str) -> None:
    request = _signed_out(owner=owner, text="x")

    assert _ask(request) == 302
    assert "typed_before_sign_in" not in request.session
