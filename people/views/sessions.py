"""Where one is signed in, and signing out one device from another."""

from typing import Any

from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kit.templatetags.devices import device
from people.actions.sessions import end_session
from people.http import AuthedRequest
from people.queries import sessions_of


class SessionsView(ListUserSessionsView):
    """The devices this account is signed in on: this one first, then the newest."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 -- allauth's signature
        """The list in the order in which one looks for a stranger."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["sessions"].sort(
            key=lambda session: (session.is_current(), session.created_at), reverse=True
        )
        return context


sessions_page = SessionsView.as_view()


@require_POST
def end_page(request: AuthedRequest, session: int) -> HttpResponse:
    """Signs one other device out. This one is left by its own button, which asks about jots."""
    found = sessions_of(request.user).filter(pk=session).first()
    if found is None:
        raise Http404
    if found.is_current():
        return redirect("account_logout")
    end_session(found, by=request.user, at=timezone.now())
    messages.success(request, f"{device(found.user_agent)} is signed out.")
    return redirect("usersessions_list")
