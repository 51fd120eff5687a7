"""Pages of those who plan sessions."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from people.http import AuthedRequest
from sessions.models import CohortSession
from sessions.policies import may_plan_sessions

type Page = Callable[..., HttpResponse]


def for_planners(page: Page) -> Page:
    """A page of those who plan."""

    @wraps(page)
    def guarded(request: AuthedRequest, **kwargs: str) -> HttpResponse:
        if not may_plan_sessions(request.user, on=timezone.localdate()):
            raise PermissionDenied
        return page(request, **kwargs)

    return guarded


def planned(page: Page) -> Page:
    """A page of those who plan, about one session that they see."""

    @wraps(page)
    def guarded(request: AuthedRequest, slug: str, **kwargs: UUID) -> HttpResponse:
        today = timezone.localdate()
        found = CohortSession.objects.visible_to(request.user, on=today).select_related("kind")
        session = get_object_or_404(found, slug=slug)
        if not may_plan_sessions(request.user, on=today):
            raise PermissionDenied
        return page(request, session, **kwargs)

    return guarded
