"""Who may enter a page about sessions."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone

from people.http import AuthedRequest
from people.models import User
from sessions.models import CohortSession
from sessions.policies import may_ask_at, may_plan_sessions
from sessions.queries.sessions import session_seen

type Page = Callable[..., HttpResponse]


def for_planners(page: Page) -> Page:
    """A page of those who plan."""

    @wraps(page)
    def guarded(request: AuthedRequest, **kwargs: str) -> HttpResponse:
        if not may_plan_sessions(request.user, on=timezone.localdate()):
            raise PermissionDenied
        return page(request, **kwargs)

    return guarded


def about_session(may: Callable[[User, CohortSession, date], bool]) -> Callable[[Page], Page]:
    """A page about one session: not there for who does not see it, closed to whom `may` refuses."""

    def decorated(page: Page) -> Page:
        @wraps(page)
        def guarded(request: AuthedRequest, slug: str, **kwargs: UUID) -> HttpResponse:
            today = timezone.localdate()
            session = session_seen(request.user, slug, on=today)
            if session is None:
                raise Http404
            if not may(request.user, session, today):
                raise PermissionDenied
            return page(request, session, **kwargs)

        return guarded

    return decorated


# For those who plan; for those who may put questions into its basket.
planned = about_session(lambda user, _, today: may_plan_sessions(user, on=today))
asking = about_session(lambda user, session, today: may_ask_at(user, session, on=today))
