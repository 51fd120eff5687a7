"""The programme's facts and its outcomes."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from front.forms.programmes import NewOutcomeForm, OutcomeForm, ProgrammeForm
from front.views.office.doors import FormPage, form_page, office
from kit.attempts import attempt
from kit.errors import DomainError
from people.http import AuthedRequest
from towns.actions.names import NameTaken, NameWithoutLetters
from towns.actions.programmes import (
    EchoesOutOfOrder,
    OutcomeOver,
    QuietAllDay,
    RemindersOutOfOrder,
    add_outcome,
    change_outcome,
    change_programme,
)
from towns.queries.programmes import outcomes_visible_to, programmes_visible_to

BESIDE = {
    RemindersOutOfOrder: "report_late_second",
    EchoesOutOfOrder: "echo_third_months",
    QuietAllDay: "quiet_from",
    DomainError: "ends_on",  # of all others, the days
}


@require_http_methods(["GET", "POST"])
@office
def programme_page(request: AuthedRequest) -> HttpResponse:
    """The facts by which months open and fall due."""
    programme = programmes_visible_to(request.user, on=timezone.localdate()).first()
    if programme is None:
        raise Http404
    form = ProgrammeForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(programme, name) for name in ProgrammeForm.base_fields},
    )

    def change() -> None:
        change_programme(programme, form.facts(), by=request.user, at=timezone.now())

    if attempt(form, change, at=BESIDE):
        messages.success(request, "Changed. Months that are open keep their due dates.")
        return redirect("front:office_programme")
    page = FormPage(
        title="The programme's facts",
        caption=programme.name,
        button="Save",
        back_url=reverse("front:office"),
        back_label="Office",
        lead="Due dates are set when a month opens, so a change holds for months to come. "
        "When letters leave changes at once.",
    )
    return form_page(request, form, page)


@require_safe
@office
def outcomes_page(request: AuthedRequest) -> HttpResponse:
    """The vocabulary, by theme."""
    today = timezone.localdate()
    context = {"outcomes": outcomes_visible_to(request.user, on=today)[:200], "today": today}
    return render(request, "front/office/outcomes_page.html", context)


@require_http_methods(["GET", "POST"])
@office
def outcome_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """One outcome's wording, and until when it is in use."""
    outcomes = outcomes_visible_to(request.user, on=timezone.localdate())
    outcome = get_object_or_404(outcomes, slug=slug)
    known = {"statement": outcome.statement, "valid_until": outcome.valid_until}
    form = OutcomeForm(request.POST if request.method == "POST" else None, initial=known)

    def change() -> None:
        change_outcome(outcome, **form.cleaned_data, by=request.user, at=timezone.now())

    if attempt(form, change, at={OutcomeOver: "valid_until"}):
        messages.success(request, "Changed. Items keep the outcomes that they have.")
        return redirect("front:office_outcomes")
    back = reverse("front:office_outcomes")
    page = FormPage(outcome.name, "Save", back, "Outcomes", caption=outcome.theme)
    return form_page(request, form, page)


@require_http_methods(["GET", "POST"])
@office
def new_outcome_page(request: AuthedRequest) -> HttpResponse:
    """An outcome joins the vocabulary."""
    form = NewOutcomeForm(request.POST if request.method == "POST" else None)

    def add() -> None:
        add_outcome(**form.cleaned_data, by=request.user, at=timezone.now())

    if attempt(form, add, at={NameTaken: "name", NameWithoutLetters: "name"}):
        messages.success(request, f"{form.cleaned_data['name']} has been added.")
        return redirect("front:office_outcomes")
    back = reverse("front:office_outcomes")
    return form_page(request, form, FormPage("Add an outcome", "Add", back, "Outcomes"))
