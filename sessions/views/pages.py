"""The page of one form about a session."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from people.http import AuthedRequest
from sessions.models import CohortSession
from sessions.queries.register import caption_of


def session_form(
    request: AuthedRequest,
    form: forms.Form,
    session: CohortSession,
    *,
    title: str,
    button: str,
    standing: str = "",
) -> HttpResponse:
    """A form with what was typed, and the way back; `standing` says above it what it is about."""
    context = {
        "form": form,
        "title": title,
        "button": button,
        "caption": caption_of(session),
        "back_url": reverse("sessions:session", args=[session.slug]),
        "back_label": str(session),
        "standing": standing,
    }
    return render(request, "sessions/form_page.html", context)
