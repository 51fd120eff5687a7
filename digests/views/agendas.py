"""The agenda of the quarterly session, drafted from an edition and saved with the session."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from digests.agendas import agenda_of
from digests.models import Digest
from digests.queries import reading
from digests.queries.copies import whole_of
from digests.queries.recipients import next_gathering
from digests.views.finding import edited
from kit.attempts import attempt
from people.http import AuthedRequest
from sessions.actions.agendas import AgendaChanged, write_agenda
from sessions.agendas import typed_as
from sessions.forms.agendas import AgendaForm
from sessions.models import CohortSession
from sessions.queries.details import points_of
from sessions.times import words_of


@require_http_methods(["GET", "HEAD", "POST"])
@edited
def agenda_page(request: AuthedRequest, digest: Digest) -> HttpResponse:
    """Equal time for each town, with what its section opens with; to be changed, then saved."""
    session = next_gathering(at=timezone.now())
    if session is None:
        messages.error(request, "No session is planned to which Steering Groups are invited.")
        return redirect("digests:desk", digest.quarter)
    stands = typed_as(points_of(session))
    initial = {"lines": _drafted(request, digest, session), "seen": stands}
    form = AgendaForm(request.POST if request.method == "POST" else None, initial=initial)

    def write() -> None:
        points, seen = form.cleaned_data["lines"], form.cleaned_data["seen"].replace("\r", "")
        write_agenda(session, points, seen=seen, by=request.user, at=timezone.now())

    if attempt(form, write, at={AgendaChanged: "lines"}):
        messages.success(request, "Saved with the session.")
        return redirect("sessions:session", session.slug)
    context = {
        "digest": digest,
        "session": session,
        "when": words_of(session),
        "form": form,
        "has_agenda": bool(stands),
    }
    return render(request, "digests/agenda_page.html", context)


def _drafted(request: AuthedRequest, digest: Digest, session: CohortSession) -> str:
    """What the published edition makes of the session's minutes."""
    on = timezone.localdate()
    edition = reading.edition_of(digest, request.user, on=on)
    if edition is None or session.begins_at is None or session.ends_at is None:
        return ""
    minutes = int((session.ends_at - session.begins_at).total_seconds() // 60)
    return typed_as(agenda_of(whole_of(edition, on=on).parts, minutes=minutes))
