"""The sectors in which organisations work."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from front.actions.sectors import add_sector, change_sector
from front.forms.sectors import NewSectorForm, SectorForm
from front.views.office.doors import FormPage, form_page, office
from kit.attempts import attempt
from people.http import AuthedRequest
from towns.actions.names import NameTaken, NameWithoutLetters
from towns.queries.people import sectors_visible_to

BESIDE = {NameTaken: "name", NameWithoutLetters: "name"}


@require_safe
@office
def sectors_page(request: AuthedRequest) -> HttpResponse:
    """All of them, in their order."""
    sectors = sectors_visible_to(request.user, on=timezone.localdate())
    return render(request, "front/office/sectors_page.html", {"sectors": sectors})


@require_http_methods(["GET", "POST"])
@office
def new_page(request: AuthedRequest) -> HttpResponse:
    """A sector joins the others."""
    form = NewSectorForm(request.POST if request.method == "POST" else None)

    def add() -> None:
        add_sector(**form.cleaned_data, by=request.user, at=timezone.now())

    if attempt(form, add, at=BESIDE):
        messages.success(request, f"{form.cleaned_data['name']} has been added.")
        return redirect("front:office_sectors")
    back = reverse("front:office_sectors")
    return form_page(request, form, FormPage("Add a sector", "Add", back, "Sectors"))


@require_http_methods(["GET", "POST"])
@office
def sector_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """One sector's name and place."""
    sectors = sectors_visible_to(request.user, on=timezone.localdate())
    sector = get_object_or_404(sectors, slug=slug)
    form = SectorForm(
        request.POST if request.method == "POST" else None,
        places=sectors.count(),
        initial={"name": sector.name, "position": sector.position},
    )

    def change() -> None:
        change_sector(sector, **form.cleaned_data, by=request.user, at=timezone.now())

    if attempt(form, change, at=BESIDE):
        messages.success(request, "Changed. Organisations stay in their sectors.")
        return redirect("front:office_sectors")
    back = reverse("front:office_sectors")
    return form_page(request, form, FormPage(sector.name, "Save", back, "Sectors"))
