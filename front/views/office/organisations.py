"""The register of organisations: renamed, merged, parted."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import front.actions.organisations
from front.forms.people import (
    AliasForm,
    KindForm,
    MergeForm,
    NewOrganisationForm,
    OrganisationNameForm,
)
from front.queries.mergers import sector_words, touched_by_merger
from front.views.office.doors import FormPage, form_page, names_of_organisations, office
from kit.attempts import attempt
from kit.errors import DomainError
from kit.text import without_unstorable
from people.actions.organisations import NameNotInUse, PartOfItself
from people.http import AuthedRequest
from people.models import Organisation
from people.queries import organisation_named, sectors_in_order
from towns.queries.people import organisations_visible_to

A_PAGE = 50
MOST_SHOWN = 10


class Unknown(DomainError):
    """No organisation bears the name."""


# Beside which field a refusal stands: whatever is not named here concerns the name.
FIELDS = {
    NameNotInUse: "from_on",
    PartOfItself: "parent",
    Unknown: "parent",
    DomainError: "name",
}


def _organisation(request: AuthedRequest, slug: str) -> Organisation:
    register = organisations_visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(register.select_related("parent", "merged_into", "sector"), slug=slug)


def _named(name: str) -> Organisation:
    found = organisation_named(name)
    if found is None:
        raise Unknown("No organisation bears this name. Check the spelling.")
    return found


def _page_of(organisation: Organisation, title: str, button: str, **more: Any) -> FormPage:  # noqa: ANN401 -- passed on
    back = reverse("front:office_organisation", args=[organisation.slug])
    name = organisation.name
    return FormPage(title, button, back, name, caption=name, **more)


@require_safe
@office
def organisations_page(request: AuthedRequest) -> HttpResponse:
    """The register by name, today's names and earlier ones alike."""
    name, after = request.GET.get("name", "")[:200], request.GET.get("after", "")[:200]
    register = organisations_visible_to(request.user, on=timezone.localdate())
    if name:
        named = Q(name__icontains=name) | Q(names__name__icontains=name)
        register = register.filter(pk__in=register.filter(named).values("pk"))
    found = list(
        register.filter(name__gt=after)
        .select_related("parent", "merged_into", "sector")
        .order_by("name", "pk")[: A_PAGE + 1]
    )
    onward = {"name": name, "after": found[A_PAGE - 1].name if found[A_PAGE:] else ""}
    context = {
        "organisations": found[:A_PAGE],
        "name": name,
        "older": f"?{urlencode(onward)}" if onward["after"] else "",
    }
    return render(request, "front/office/organisations_page.html", context)


@require_safe
@office
def organisation_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """One organisation: its names through time, its people, seats and parts."""
    organisation = _organisation(request, slug)
    context = {
        "organisation": organisation,
        "names": organisation.names.order_by("is_alias", "-until_on", "name"),
        "people": organisation.people.order_by("name")[:MOST_SHOWN],
        "seats": organisation.seats.select_related("group").order_by("-starts_on")[:MOST_SHOWN],
        "parts": organisation.parts.order_by("name")[:MOST_SHOWN],
        "absorbed": organisation.absorbed.order_by("name")[:MOST_SHOWN],
    }
    return render(request, "front/office/organisation_page.html", context)


@require_http_methods(["GET", "POST"])
@office
def new_page(request: AuthedRequest) -> HttpResponse:
    """An organisation joins the register."""
    form = NewOrganisationForm(
        request.POST if request.method == "POST" else None, sectors=list(sectors_in_order())
    )
    added: list[Organisation] = []
    if form.is_bound and form.is_valid() and "name" in form.taken:
        return redirect("front:office_organisation", slug=form.taken["name"].slug)

    @transaction.atomic
    def add() -> None:
        typed, by, now = form.cleaned_data, request.user, timezone.now()
        whole = front.actions.organisations.organisation_called(typed["parent"], by=by, at=now)
        made = front.actions.organisations.add_organisation(
            typed["name"],
            kind=typed["kind"],
            parent=whole,
            sector=form.sector_chosen,
            by=by,
            at=now,
        )
        added.append(made)

    if attempt(form, add, at=FIELDS):
        messages.success(request, f"{added[0]} has been added.")
        return redirect("front:office_organisation", slug=added[0].slug)
    back, names = reverse("front:office_organisations"), names_of_organisations(request)
    page = FormPage("Add an organisation", "Add", back, "Organisations", organisations=names)
    return form_page(request, form, page)


@require_http_methods(["GET", "POST"])
@office
def kind_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """What an organisation is, in which sector, and what it is part of."""
    organisation = _organisation(request, slug)
    known = {
        "kind": organisation.kind,
        "parent": organisation.parent.name if organisation.parent else "",
        "sector": organisation.sector.slug if organisation.sector else "",
    }
    posted = request.POST if request.method == "POST" else None
    form = KindForm(posted, initial=known, sectors=list(sectors_in_order()))

    @transaction.atomic
    def place() -> None:
        typed, by, now = form.cleaned_data, request.user, timezone.now()
        whole = front.actions.organisations.organisation_called(typed["parent"], by=by, at=now)
        if (typed["kind"], whole) != (organisation.kind, organisation.parent):
            front.actions.organisations.place_organisation(
                organisation, kind=typed["kind"], parent=whole, by=by, at=now
            )
        if form.sector_chosen != organisation.sector:
            front.actions.organisations.say_sector(
                organisation, sector=form.sector_chosen, by=by, at=now
            )

    if attempt(form, place, at=FIELDS):
        messages.success(request, "Kept.")
        return redirect("front:office_organisation", slug=slug)
    names = names_of_organisations(request)
    return form_page(
        request,
        form,
        _page_of(organisation, "Kind, sector and parent", "Save", organisations=names),
    )


@require_http_methods(["GET", "POST"])
@office
def alias_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """Another name under which people look for an organisation."""
    organisation = _organisation(request, slug)
    form = AliasForm(request.POST if request.method == "POST" else None)

    def add() -> None:
        front.actions.organisations.add_alias(
            organisation, **form.cleaned_data, by=request.user, at=timezone.now()
        )

    if attempt(form, add, at=FIELDS):
        messages.success(request, f"{organisation} is found by this name too.")
        return redirect("front:office_organisation", slug=slug)
    return form_page(request, form, _page_of(organisation, "Another name", "Add the name"))


@require_POST
@office
def alias_remove(request: AuthedRequest, slug: str) -> HttpResponse:
    """Takes out another name that was a mistake."""
    organisation = _organisation(request, slug)
    name = without_unstorable(request.POST.get("name", ""))
    front.actions.organisations.remove_alias(
        organisation, name=name, by=request.user, at=timezone.now()
    )
    messages.success(request, f"{organisation} is not found by that name any more.")
    return redirect("front:office_organisation", slug=slug)


@require_http_methods(["GET", "POST"])
@office
def rename_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """A new name, from today or from a day in the past."""
    organisation = _organisation(request, slug)
    known = {"name": organisation.name, "from_on": timezone.localdate()}
    form = OrganisationNameForm(request.POST if request.method == "POST" else None, initial=known)

    def rename() -> None:
        organisation.refresh_from_db(fields=["name"])
        renamed = front.actions.organisations.rename_organisation(
            organisation, **form.cleaned_data, by=request.user, at=timezone.now()
        )
        is_new = renamed.name.lower() != organisation.name.lower()
        messages.success(
            request, "Renamed. The earlier name stays known." if is_new else "Renamed."
        )

    if attempt(form, rename, at=FIELDS):
        return redirect("front:office_organisation", slug=slug)
    return form_page(request, form, _page_of(organisation, "Rename", "Rename"))


@require_http_methods(["GET", "POST"])
@office
def merge_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """Two rows that are one organisation: shown first, then kept by a second press."""
    organisation = _organisation(request, slug)
    form = MergeForm(request.POST if request.method == "POST" else None)
    is_sure = request.POST.get("is_sure") == "yes"
    found: list[Organisation] = []

    def merge() -> None:
        into = _named(form.cleaned_data["into"])
        found.append(into)
        if is_sure or into.pk == organisation.pk:
            front.actions.organisations.merge_organisations(
                organisation, into=into, by=request.user, at=timezone.now()
            )

    done = attempt(form, merge, at={DomainError: "into"})
    if done and is_sure:
        messages.success(request, f"{organisation} is {found[0]} from today.")
        return redirect("front:office_organisation", slug=found[0].slug)
    if done:
        return _merge_preview(request, organisation, found[0], form)
    names = names_of_organisations(request)
    title, button = "The same organisation twice", "Show what would happen"
    return form_page(request, form, _page_of(organisation, title, button, organisations=names))


def _merge_preview(
    request: AuthedRequest, organisation: Organisation, into: Organisation, form: MergeForm
) -> HttpResponse:
    context = {
        "organisation": organisation,
        "into": into,
        "form": form,
        "sector_words": sector_words(organisation, into),
        "touched": touched_by_merger(organisation, request.user, on=timezone.localdate()),
    }
    return render(request, "front/office/merge_page.html", context)


@require_POST
@office
def part(request: AuthedRequest, slug: str) -> HttpResponse:
    """Takes a merger back."""
    organisation = _organisation(request, slug)
    try:
        front.actions.organisations.part_organisations(
            organisation, by=request.user, at=timezone.now()
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{organisation} stands by itself again.")
    return redirect("front:office_organisation", slug=slug)
