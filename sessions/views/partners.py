"""Which partners bring something to a session: added, and dropped out."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kit.attempts import attempt
from kit.errors import DomainError
from people.actions.organisations import add_organisation
from people.http import AuthedRequest
from sessions.actions.contributions import PartnerKnown, add_contribution, drop_contribution
from sessions.forms.sessions import PartnerForm
from sessions.models import CohortSession, Contribution
from sessions.queries.sessions import contributions_to
from sessions.times import words_of
from sessions.views.guards import planned
from towns.queries.people import organisations_visible_to

MOST_SUGGESTIONS = 300


@require_http_methods(["GET", "POST"])
@planned
def partners_page(request: AuthedRequest, session: CohortSession) -> HttpResponse:
    """The partners of a session, and where one more is added."""
    form = PartnerForm(request.POST if request.method == "POST" else None)

    @transaction.atomic
    def add() -> None:
        name, topic, now = form.cleaned_data["name"], form.cleaned_data["topic"], timezone.now()
        partner = add_organisation(name, by=request.user, at=now)
        add_contribution(session, partner, topic=topic, by=request.user, at=now)

    if attempt(form, add, at={PartnerKnown: "name"}):
        messages.success(request, f"{form.cleaned_data['name']} has been added.")
        return redirect("sessions:partners", session.slug)
    register = organisations_visible_to(request.user, on=timezone.localdate())
    names = register.filter(merged_into=None).order_by("name").values_list("name", flat=True)
    context = {
        "form": form,
        "session": session,
        "when": words_of(session),
        "contributions": contributions_to(session),
        "names": names[:MOST_SUGGESTIONS],
    }
    return render(request, "sessions/partners_page.html", context)


@require_POST
@planned
def drop(request: AuthedRequest, session: CohortSession, key: UUID) -> HttpResponse:
    """A partner drops out; the session stands."""
    found = Contribution.objects.visible_to(request.user, on=timezone.localdate())
    contribution = get_object_or_404(found.filter(session=session), key=key)
    try:
        drop_contribution(contribution, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{contribution.organisation} has dropped out.")
    return redirect("sessions:partners", session.slug)
