"""The list of sessions, and the page of one."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kit.periods import month_of
from people.http import AuthedRequest
from sessions.models import CohortSession, Kind
from sessions.policies import may_plan_sessions
from sessions.queries.details import agenda_of, outcomes_of
from sessions.queries.months import WEEKDAYS, month_of_sessions
from sessions.queries.questions import basket_of
from sessions.queries.record import record_of
from sessions.queries.replies import own_reply, replies_to
from sessions.queries.resources import shelf_of
from sessions.queries.sessions import (
    invited_to,
    is_invited,
    kinds_in_use,
    session_rows,
    sessions_past,
    sessions_to_come,
)
from sessions.queries.untold import waiting_for
from sessions.queries.whole import whole
from sessions.times import is_to_come, may_be_reinstated


@require_safe
def sessions_page(request: AuthedRequest) -> HttpResponse:
    """What comes, the next first; or what was, the latest first."""
    today = timezone.localdate()
    is_past = request.GET.get("when") == "past"
    kinds = kinds_in_use()
    kind = _kind_asked(request, kinds)
    page = (sessions_past if is_past else sessions_to_come)(
        request.user, on=today, kind=kind, after=_session_asked(request)
    )
    context = {
        "page": page,
        "is_past": is_past,
        "kinds": kinds,
        "kind": kind,
        "further": _further(page.further, is_past=is_past, kind=kind),
        "is_first": "after" not in request.GET,
        "may_plan": may_plan_sessions(request.user, on=today),
    }
    return render(request, "sessions/sessions_page.html", context)


@require_safe
def month_page(request: AuthedRequest, month: date | None = None) -> HttpResponse:
    """A month of sessions; this month if none is named."""
    today = timezone.localdate()
    first = month or month_of(today)
    shown = month_of_sessions(request.user, month=first, on=today)
    return render(request, "sessions/month_page.html", {"month": shown, "weekdays": WEEKDAYS})


@require_safe
def session_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """One session: when, where, with whom, and how it stands."""
    at = timezone.now()
    today = timezone.localdate(at)
    found = CohortSession.objects.visible_to(request.user, on=today)
    session = whole(get_object_or_404(found.only("pk"), slug=slug).pk, on=today)
    may_plan = may_plan_sessions(request.user, on=today)
    [row] = session_rows([session])
    context = {
        "row": row,
        "session": session,
        "invited": invited_to(session),
        "outcomes": outcomes_of(session),
        "agenda": agenda_of(session),
        "joins": session.join_link and (may_plan or is_invited(request.user, session, on=today)),
        "shelf": shelf_of(session, request.user, on=today),
        "basket": basket_of(request.user, session, at=at),
        "record": record_of(request.user, session, at=at),
        "own": own_reply(request.user, session, at=at),
    }
    planning = _planning(session, at=at) if may_plan else {}
    return render(request, "sessions/session_page.html", context | planning)


def _planning(session: CohortSession, *, at: datetime) -> dict[str, object]:
    """What those who plan may do to it, and how invitations stand."""
    return {
        "may_plan": session.state != CohortSession.State.CANCELLED,
        "may_reinstate": may_be_reinstated(session, at=at),
        "is_to_come": is_to_come(session, at=at),
        "has_day": session.state in CohortSession.DATED,
        "replies": replies_to(session) if session.begins_at else None,
        "waiting": waiting_for(session, at=at),
    }


def _kind_asked(request: AuthedRequest, kinds: Iterable[Kind]) -> Kind | None:
    slug = request.GET.get("kind")
    if not slug:
        return None
    found = next((kind for kind in kinds if kind.slug == slug), None)
    if found is None:
        raise Http404
    return found


def _session_asked(request: AuthedRequest) -> CohortSession | None:
    """The session after which the page begins, if one is named."""
    if not (key := request.GET.get("after")):
        return None
    try:
        wanted = UUID(key)
    except ValueError:
        raise Http404 from None
    found = CohortSession.objects.visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(found, key=wanted)


def _further(key: str, *, is_past: bool, kind: Kind | None) -> str:
    if not key:
        return ""
    past, of_kind = "when=past&" if is_past else "", f"kind={kind.slug}&" if kind else ""
    return f"?{past}{of_kind}after={key}"
