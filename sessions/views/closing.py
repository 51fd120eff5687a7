"""Where a session that has passed is written up and closed, with what is missing in sight."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kit.attempts import attempt
from kit.errors import DomainError
from people.http import AuthedRequest
from sessions.actions import closing as actions
from sessions.forms.record import RecordingForm
from sessions.models import CohortSession
from sessions.queries.closing import closing_of, has_passed
from sessions.queries.questions import excerpt, waiting_in
from sessions.queries.register import caption_of
from sessions.views.guards import planned

type Deed = Callable[..., CohortSession]
DEEDS: Mapping[str, tuple[Deed, str]] = MappingProxyType(
    {
        "hold": (actions.hold_session, "It was held."),
        "write_up": (actions.write_up_session, "It is written up."),
        "close": (actions.close_session, "It is closed."),
    }
)


@require_http_methods(["GET", "POST"])
@planned
def close_page(request: AuthedRequest, session: CohortSession) -> HttpResponse:
    """What is there, what is missing; a press settles one of them, or takes the next step."""
    if request.method == "POST":
        return _pressed(request, session)
    closing = closing_of(session)
    context = {
        "session": session,
        "caption": caption_of(session),
        "closing": closing,
        "questions": [excerpt(one.text) for one in waiting_in(session)],
        "has_passed": has_passed(session, at=timezone.now()),
        "is_closed": session.state == CohortSession.State.CLOSED,
        "can_hold": session.state in CohortSession.DATED,
        "can_write_up": session.state == CohortSession.State.HELD and closing.has_notes,
    }
    return render(request, "sessions/close_page.html", context)


def _pressed(request: AuthedRequest, session: CohortSession) -> HttpResponse:
    by_and_at: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    said, part = request.POST.get("deed", ""), request.POST.get("part", "")
    try:
        if said in DEEDS:
            deed, done = DEEDS[said]
            deed(session, **by_and_at)
            messages.success(request, done)
        elif said in {"none", "some"} and part in CohortSession.Part:
            is_needed = said == "some"
            actions.say_not_needed(session, part, is_needed=is_needed, **by_and_at)
        else:
            messages.error(request, "Press one of the buttons.")
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("sessions:close", session.slug)


@require_http_methods(["GET", "POST"])
@planned
def recording_page(request: AuthedRequest, session: CohortSession) -> HttpResponse:
    """Whether it was recorded, where, and until when."""
    known = {
        "recording": session.recording,
        "link": session.recording_link,
        "until": session.recording_until,
    }
    form = RecordingForm(request.POST if request.method == "POST" else None, initial=known)

    def say() -> None:
        actions.say_recording(session, **form.cleaned_data, by=request.user, at=timezone.now())

    if attempt(form, say, at={actions.PlaceMissing: "link"}):
        return redirect("sessions:close", session.slug)
    context = {
        "form": form,
        "title": "The recording",
        "button": "Save",
        "caption": caption_of(session),
        "back_url": reverse("sessions:close", args=[session.slug]),
        "back_label": "Close the session",
    }
    return render(request, "sessions/form_page.html", context)
