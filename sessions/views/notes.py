"""Notes and decisions of a session: written, changed, taken away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kit.attempts import attempt
from kit.errors import DomainError
from people.http import AuthedRequest
from sessions.actions import notes as actions
from sessions.forms.record import ChangeNoteForm, NoteForm
from sessions.models import CohortSession, Note
from sessions.views.guards import planned
from sessions.views.pages import session_form


@require_http_methods(["GET", "POST"])
@planned
def new_page(request: AuthedRequest, session: CohortSession) -> HttpResponse:
    """One more."""
    form = NoteForm(request.POST if request.method == "POST" else None)

    def add() -> None:
        actions.add_note(session, **form.cleaned_data, by=request.user, at=timezone.now())

    if attempt(form, add):
        return redirect(_back(session))
    return session_form(request, form, session, title="Write a note", button="Keep")


@require_http_methods(["GET", "POST"])
@planned
def change_page(request: AuthedRequest, session: CohortSession, key: UUID) -> HttpResponse:
    """One of them anew; after another has changed it, with theirs in sight."""
    note = _found(request, session, key)
    known = {"sort": note.sort, "text": note.text, "seen_at": note.changed_at.isoformat()}
    form = ChangeNoteForm(request.POST if request.method == "POST" else None, initial=known)

    def change() -> None:
        typed = form.cleaned_data
        actions.change_note(note, **typed, by=request.user, at=timezone.now())

    if attempt(form, change, at={actions.NoteChanged: "text"}):
        return redirect(_back(session))
    if form.is_bound:
        form.data = {**request.POST.dict(), "seen_at": known["seen_at"]}
    return session_form(request, form, session, title="Change the note", button="Save")


@require_POST
@planned
def remove(request: AuthedRequest, session: CohortSession, key: UUID) -> HttpResponse:
    """One of them away."""
    note = _found(request, session, key)
    try:
        actions.remove_note(note, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Taken away. Its history keeps it.")
    return redirect(_back(session))


def _found(request: AuthedRequest, session: CohortSession, key: UUID) -> Note:
    notes = Note.objects.visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(notes.filter(session=session).select_related("session"), key=key)


def _back(session: CohortSession) -> str:
    return f"{reverse('sessions:session', args=[session.slug])}#notes"
