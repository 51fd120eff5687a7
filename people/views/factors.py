"""Changing one's second step ends every other session of the account."""

from collections.abc import Callable
from functools import wraps

from allauth.usersessions.internal.flows.sessions import end_other_sessions
from django.http import HttpRequest, HttpResponseBase

from people.models import User
from people.queries import second_steps_of

type View = Callable[..., HttpResponseBase]


def revoking(view: View) -> View:
    """A page that may add or take away a second step."""

    @wraps(view)
    def watched(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method != "POST" or not isinstance(request.user, User):
            return view(request, *args, **kwargs)
        user = request.user
        before = _factors_of(user)
        answer = view(request, *args, **kwargs)
        if _factors_of(user) != before:
            end_other_sessions(request, user)
        return answer

    return watched


def _factors_of(user: User) -> set[int]:
    return set(second_steps_of(user))
