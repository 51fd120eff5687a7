"""The school breaks of a council, of which a plan of sessions tells."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from front.forms.places import SchoolBreakForm
from front.views.office.doors import office
from kit.attempts import attempt
from kit.dates import in_full
from people.http import AuthedRequest
from towns.actions.school_breaks import (
    BackwardBreak,
    BreakKnown,
    add_school_break,
    remove_school_break,
)
from towns.queries.holidays import councils_visible_to, school_breaks_from

BESIDE = {BackwardBreak: "ends_on", BreakKnown: "starts_on"}


@require_http_methods(["GET", "POST"])
@office
def breaks_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """Those that last today or come, and where one more is entered."""
    today = timezone.localdate()
    council = get_object_or_404(councils_visible_to(request.user, on=today), slug=slug)
    form = SchoolBreakForm(request.POST if request.method == "POST" else None)

    def add() -> None:
        add_school_break(council, **form.cleaned_data, by=request.user, at=timezone.now())

    if attempt(form, add, at=BESIDE):
        messages.success(request, f"{form.cleaned_data['name']} has been added.")
        return redirect("front:office_breaks", slug)
    context = {"council": council, "breaks": school_breaks_from(council, today), "form": form}
    return render(request, "front/office/breaks_page.html", context)


@require_POST
@office
def remove(request: AuthedRequest, slug: str, number: int) -> HttpResponse:
    """One of them away."""
    today = timezone.localdate()
    council = get_object_or_404(councils_visible_to(request.user, on=today), slug=slug)
    found = get_object_or_404(council.school_breaks, pk=number)
    remove_school_break(found, by=request.user, at=timezone.now())
    messages.success(request, f"Taken out: {found.name}, from {in_full(found.starts_on)} on.")
    return redirect("front:office_breaks", slug)
