"""Keeps when each session was last used, so that people recognise theirs on the list."""

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse

from people.adapter import SIGNED_IN_AT

SEEN_AT = "seen_at"  # session: when its last use was noted, in seconds since 1970
NOTED_EVERY_SECONDS = 3600


class SessionSeenMiddleware:
    """Notes the use of a session once an hour: allauth's own middleware writes at every request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Notes it before the page."""
        session = request.session
        since = session.get(SEEN_AT, session.get(SIGNED_IN_AT))
        if (
            since is not None
            and time.time() - since > NOTED_EVERY_SECONDS
            and request.user.is_authenticated
        ):
            session[SEEN_AT] = time.time()
            UserSession.objects.create_from_request(request)
        return self.get_response(request)
