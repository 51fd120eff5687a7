"""The page on which a session's agenda is written."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kit.attempts import attempt
from people.http import AuthedRequest
from sessions.actions.agendas import AgendaChanged, write_agenda
from sessions.agendas import typed_as
from sessions.forms.agendas import AgendaForm
from sessions.models import CohortSession
from sessions.queries.details import agenda_with_times, points_of
from sessions.times import words_of
from sessions.views.guards import planned


@require_http_methods(["GET", "POST"])
@planned
def agenda_page(request: AuthedRequest, session: CohortSession) -> HttpResponse:
    """Written anew as a whole; after another has written it, with theirs in sight."""
    known = points_of(session)
    stands = typed_as(known)
    form = AgendaForm(
        request.POST if request.method == "POST" else None,
        initial={"lines": stands, "seen": stands},
    )

    def write() -> None:
        points, seen = form.cleaned_data["lines"], form.cleaned_data["seen"].replace("\r", "")
        write_agenda(session, points, seen=seen, by=request.user, at=timezone.now())

    if attempt(form, write, at={AgendaChanged: "lines"}):
        messages.success(request, _said(session))
        return redirect("sessions:session", session.slug)
    is_changed = form.is_bound and stands != request.POST.get("seen", "").replace("\r", "")
    if is_changed:
        form.data = {**request.POST.dict(), "seen": stands}
    context = {
        "form": form,
        "session": session,
        "when": words_of(session),
        "stands": agenda_with_times(session, known) if is_changed else None,
    }
    return render(request, "sessions/agenda_page.html", context)


def _said(session: CohortSession) -> str:
    """How the agenda fits the session: a warning, not a refusal."""
    agenda = agenda_with_times(session, points_of(session))
    if agenda.over > 0:
        return f"Saved. The agenda takes {agenda.over} minutes longer than the session."
    return "Saved." if agenda.rows else "Saved: there is no agenda."
