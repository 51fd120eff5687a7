"""What was entered wrongly about a post or an absence that has begun: corrected, or taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

import front.actions.posts
from front.actions.posts import HasWritten
from front.forms.posts import AbsenceCorrectionForm, FirstDayForm, MistakeForm
from front.views.office import absences
from front.views.office.doors import form_page, names_of_people, office, person_named
from front.views.office.fields import FIELD_OF
from front.views.office.posts import page_of, tenure_of, url_of
from kit.attempts import attempt
from kit.errors import DomainError
from people.http import AuthedRequest
from towns.actions.days import EndsBeforeStart
from towns.models import Role

TAKEN_BACK = (
    "It goes from the lists and from the page of the person. That it was entered and taken back, "
    "by whom and when, stays in the history."
)


@require_http_methods(["GET", "POST"])
@office
def first_day_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """The first day in post as it ought to have been entered."""
    tenure = tenure_of(request, key)
    known = {"starts_on": tenure.starts_on, "handover_until": tenure.handover_until}
    form = FirstDayForm(
        request.POST if request.method == "POST" else None,
        initial=known,
        has_handover=tenure.role == Role.PROJECT_LEAD and not tenure.covering,
    )

    def correct() -> None:
        days = {"handover_until": None} | form.cleaned_data
        front.actions.posts.correct_first_day(tenure, **days, by=request.user, at=timezone.now())

    fields = FIELD_OF | {EndsBeforeStart: "starts_on", DomainError: "starts_on"}
    if attempt(form, correct, at=fields):
        messages.success(request, "The first day has been corrected.")
        return redirect(url_of(tenure))
    notes = ("What the post lets its holder see begins with the first day.",)
    page = page_of(tenure, title="Correct the first day", button="Save", notes=notes)
    return form_page(request, form, page)


@require_http_methods(["GET", "POST"])
@office
def mistake_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """A post that was entered by mistake: what goes is said, a reason is asked, then it goes."""
    tenure = tenure_of(request, key)
    form = MistakeForm(request.POST if request.method == "POST" else None)

    def take_back() -> None:
        front.actions.posts.take_back_tenure(
            tenure, **form.cleaned_data, by=request.user, at=timezone.now()
        )

    if attempt(form, take_back):
        messages.success(request, "The post has been taken back.")
        return redirect("front:office_person", key=tenure.person.key)
    page = page_of(
        tenure,
        title="Entered by mistake",
        button="Take the post back",
        lead="For a post that was never held. For one that is over, enter its last day instead.",
        notes=(TAKEN_BACK, "The days of the post before it stay as they are."),
    )
    return form_page(request, form, page)


@require_http_methods(["GET", "POST"])
@office
def absence_page(request: AuthedRequest, key: UUID, pk: int) -> HttpResponse:
    """The first day away, and who stands in, as they ought to have been entered."""
    tenure, absence = tenure_of(request, key), absences.absence_of(request, key, pk)
    name = absence.cover.person.name if absence.cover else ""
    form = AbsenceCorrectionForm(
        request.POST if request.method == "POST" else None,
        initial={"starts_on": absence.starts_on, "cover": name},
    )
    cover = absence.cover.person if absence.cover else None
    if form.is_valid() and form.cleaned_data["cover"] != name:
        typed = form.cleaned_data["cover"]
        cover = person_named(request, form, "cover") if typed else None

    def correct() -> None:
        front.actions.posts.correct_absence(
            absence,
            starts_on=form.cleaned_data["starts_on"],
            cover=cover,
            by=request.user,
            at=timezone.now(),
        )

    fields = absences.FIELD_OF | {EndsBeforeStart: "starts_on", HasWritten: "cover"}
    if attempt(form, correct, at=fields):
        messages.success(request, "The absence has been corrected.")
        return redirect(url_of(tenure))
    people = names_of_people(request)
    page = page_of(tenure, title="Correct the absence", button="Save", people=people)
    return form_page(request, form, page)


@require_http_methods(["GET", "POST"])
@office
def absence_mistake_page(request: AuthedRequest, key: UUID, pk: int) -> HttpResponse:
    """An absence that was entered by mistake, with its cover."""
    tenure, absence = tenure_of(request, key), absences.absence_of(request, key, pk)
    form = MistakeForm(request.POST if request.method == "POST" else None)

    def take_back() -> None:
        front.actions.posts.take_back_absence(
            absence, **form.cleaned_data, by=request.user, at=timezone.now()
        )

    if attempt(form, take_back, at={DomainError: "reason"}):
        messages.success(request, "The absence has been taken back.")
        return redirect(url_of(tenure))
    page = page_of(
        tenure,
        title="Absence entered by mistake",
        button="Take the absence back",
        lead="For days on which the person was in post. If they are back, enter the last day.",
        notes=(TAKEN_BACK, "Whoever is entered as standing in does so no longer."),
    )
    return form_page(request, form, page)
