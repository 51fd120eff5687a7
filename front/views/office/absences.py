"""Absences: begun with or without cover, ended, taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

import front.actions.posts
from front.forms.posts import AbsenceEndForm, AbsenceForm
from front.views.office.doors import form_page, names_of_people, office, person_named
from front.views.office.posts import page_of, tenure_of, url_of
from kit.attempts import attempt
from kit.errors import DomainError
from people.http import AuthedRequest
from towns.actions.absences import AlreadyAway, CoversThemselves, OutsidePost
from towns.actions.days import EndsBeforeStart, LastDayOutside, OutsideProgramme
from towns.actions.posts import AlreadyHeld
from towns.models import Absence
from towns.queries.posts import absences_visible_to

FIELD_OF = {
    AlreadyAway: "starts_on",
    AlreadyHeld: "cover",
    CoversThemselves: "cover",
    EndsBeforeStart: "ends_on",
    LastDayOutside: "ends_on",  # before the kind of which it is one
    OutsideProgramme: "starts_on",
    OutsidePost: "starts_on",
}


@require_http_methods(["GET", "POST"])
@office
def absence_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """Somebody is away; perhaps somebody stands in."""
    tenure = tenure_of(request, key)
    form = AbsenceForm(request.POST if request.method == "POST" else None)
    cover = None
    if form.is_valid() and form.cleaned_data["cover"]:
        cover = person_named(request, form, "cover")

    def begin() -> None:
        days = {name: form.cleaned_data[name] for name in ("starts_on", "ends_on")}
        front.actions.posts.begin_absence(
            tenure, **days, cover=cover, by=request.user, at=timezone.now()
        )

    if attempt(form, begin, at=FIELD_OF):
        messages.success(request, "The absence is entered.")
        return redirect(url_of(tenure))
    page = page_of(
        tenure,
        title="Away from the post",
        button="Save",
        lead="The reason is not asked, and is not for this portal.",
        people=names_of_people(request),
    )
    return form_page(request, form, page)


def absence_of(request: AuthedRequest, key: UUID, pk: int) -> Absence:
    """The absence of that number from the post with this key."""
    absences = absences_visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(absences, pk=pk, tenure__key=key)


@require_http_methods(["GET", "POST"])
@office
def absence_end_page(request: AuthedRequest, key: UUID, pk: int) -> HttpResponse:
    """The last day away: said, changed, or open again."""
    absence = absence_of(request, key, pk)
    known = {"ends_on": absence.ends_on}
    form = AbsenceEndForm(request.POST if request.method == "POST" else None, initial=known)

    def end() -> None:
        front.actions.posts.end_absence(
            absence, **form.cleaned_data, by=request.user, at=timezone.now()
        )

    if attempt(form, end, at={DomainError: "ends_on"}):
        messages.success(request, "The last day away is kept.")
        return redirect(url_of(absence.tenure))
    page = page_of(tenure_of(request, key), title="Last day away", button="Save")
    return form_page(request, form, page)


@require_POST
@office
def cancel(request: AuthedRequest, key: UUID, pk: int) -> HttpResponse:
    """Takes back an absence that has not begun, with its cover."""
    absence = absence_of(request, key, pk)
    try:
        front.actions.posts.cancel_absence(absence, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The absence has been taken back.")
    return redirect(url_of(absence.tenure))
