"""Groups: their seats, their members, and new ones."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import front.actions.posts
import people.actions.organisations
import towns.actions.groups
from front.forms.days import OnDayForm
from front.forms.places import GroupChangeForm, GroupForm, MemberForm, SeatEndForm, SeatForm
from front.views.office.doors import (
    FormPage,
    form_page,
    names_of_organisations,
    names_of_people,
    office,
    person_named,
)
from front.views.office.fields import FIELD_OF
from kit.attempts import attempt
from kit.dates import in_full
from kit.errors import DomainError
from people.http import AuthedRequest
from towns.actions.days import EndsBeforeStart, OutsideProgramme
from towns.actions.group_days import AfterGroup
from towns.actions.groups import GroupInUse, MembersStay, SeatHeld
from towns.actions.posts import ChairTaken, Post, SeatElsewhere
from towns.models import Group, Role, Seat
from towns.queries.groups import groups_off, groups_on, is_in_use, seats_of
from towns.queries.programmes import places_visible_to

ROLE_IN = {
    Group.Kind.STEERING: Role.STEERING,
    Group.Kind.PROGRAMME: Role.PLANNING,
    Group.Kind.PLANNING: Role.PLANNING,
    Group.Kind.NATIONAL: Role.NATIONAL,
}


def _group(request: AuthedRequest, slug: str) -> Group:
    groups = Group.objects.visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(groups.select_related("town", "programme"), slug=slug)


def _page_of(group: Group, title: str, button: str, **more: Any) -> FormPage:  # noqa: ANN401 -- passed on
    back = reverse("front:office_group", args=[group.slug])
    return FormPage(title, button, back, group.name, caption=group.name, **more)


@require_safe
@office
def groups_page(request: AuthedRequest) -> HttpResponse:
    """The groups of today, then those that ended or are still to begin."""
    today = timezone.localdate()
    groups = Group.objects.visible_to(request.user, on=today)
    context = {
        "today": today,
        "groups": groups_on(groups, on=today),
        "others": groups_off(groups, on=today),
    }
    return render(request, "front/office/groups_page.html", context)


@require_http_methods(["GET", "POST"])
@office
def new_group_page(request: AuthedRequest) -> HttpResponse:
    """A group is founded."""
    places = places_visible_to(request.user, on=timezone.localdate())
    form = GroupForm(request.POST if request.method == "POST" else None, towns=places.towns)

    def add() -> None:
        typed = form.cleaned_data
        town = next((town for town in places.towns if town.slug == typed["town"]), None)
        programme = town.programme if town else places.programme
        assert programme is not None  # noqa: S101 -- whoever sees this page holds a post in one
        towns.actions.groups.add_group(
            typed["name"],
            kind=typed["kind"],
            programme=programme,
            town=town,
            starts_on=typed["starts_on"],
            by=request.user,
            at=timezone.now(),
        )

    if attempt(form, add, at=FIELD_OF):
        messages.success(request, "The group has been added.")
        return redirect("front:office_groups")
    page = FormPage("Add a group", "Add the group", reverse("front:office_groups"), "Groups")
    return form_page(request, form, page)


@require_safe
@office
def group_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """Who sits on which seat on a day."""
    group = _group(request, slug)
    today = timezone.localdate()
    form = OnDayForm(request.GET)
    on: date = (form.cleaned_data["on"] if form.is_valid() else None) or today
    context = {
        "group": group,
        "form": form,
        "on": on,
        "is_today": on == today,
        "seats": seats_of(group, on=on),
        "is_empty": not is_in_use(group),
        "is_over": group.ends_on is not None and group.ends_on < today,
    }
    return render(request, "front/office/group_page.html", context)


@require_http_methods(["GET", "POST"])
@office
def group_edit_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """A group's name and its last day."""
    group = _group(request, slug)
    known = {"name": group.name, "ends_on": group.ends_on}
    form = GroupChangeForm(request.POST if request.method == "POST" else None, initial=known)

    def change() -> None:
        towns.actions.groups.change_group(
            group, **form.cleaned_data, by=request.user, at=timezone.now()
        )

    fields = FIELD_OF | {OutsideProgramme: "ends_on"}
    if attempt(form, change, at=fields | {GroupInUse: "ends_on", MembersStay: "ends_memberships"}):
        messages.success(request, "The group has been changed.")
        return redirect("front:office_group", slug=slug)
    return form_page(request, form, _page_of(group, "Name and last day", "Save"))


@require_POST
@office
def group_remove(request: AuthedRequest, slug: str) -> HttpResponse:
    """Takes out a group that was entered by mistake."""
    group = _group(request, slug)
    try:
        towns.actions.groups.remove_group(group, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("front:office_group", slug=slug)
    messages.success(request, f"{group} has been removed.")
    return redirect("front:office_groups")


@require_http_methods(["GET", "POST"])
@office
def seat_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """An organisation is given a seat."""
    group = _group(request, slug)
    form = SeatForm(request.POST if request.method == "POST" else None)

    @transaction.atomic
    def add() -> None:
        now = timezone.now()
        organisation = people.actions.organisations.add_organisation(
            form.cleaned_data["organisation"], by=request.user, at=now
        )
        towns.actions.groups.add_seat(
            group, organisation, starts_on=form.cleaned_data["starts_on"], by=request.user, at=now
        )

    if attempt(form, add, at=FIELD_OF | {SeatHeld: "organisation", AfterGroup: "starts_on"}):
        messages.success(request, "The seat has been added.")
        return redirect("front:office_group", slug=slug)
    page = _page_of(
        group, "Add a seat", "Add the seat", organisations=names_of_organisations(request)
    )
    return form_page(request, form, page)


@require_http_methods(["GET", "POST"])
@office
def member_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """A person joins a group, on a seat or without one."""
    group = _group(request, slug)
    seats = {str(seat.pk): seat for seat in _seats(group)}
    form = MemberForm(
        request.POST if request.method == "POST" else None,
        seats=[(key, seat.organisation.name) for key, seat in seats.items()],
    )
    person = person_named(request, form, "person") if form.is_valid() else None

    def join() -> None:
        assert person is not None  # noqa: S101 -- the form is refused without one
        post = Post(
            ROLE_IN[Group.Kind(group.kind)],
            group.programme,
            group=group,
            seat=seats.get(form.cleaned_data["seat"]),
            capacity=form.cleaned_data["capacity"],
        )
        front.actions.posts.begin_tenure(
            person,
            post,
            starts_on=form.cleaned_data["starts_on"],
            ends_on=group.ends_on,
            by=request.user,
            at=timezone.now(),
        )

    fields = FIELD_OF | {ChairTaken: "capacity", SeatElsewhere: "seat"}
    if attempt(form, join, at=fields | {EndsBeforeStart: "starts_on"}):
        messages.success(request, f"{form.cleaned_data['person']} has joined.")
        return redirect("front:office_group", slug=slug)
    notes = (_end_of(group),) if group.ends_on else ()
    page = _page_of(group, "Add a member", "Add", people=names_of_people(request), notes=notes)
    return form_page(request, form, page)


def _end_of(group: Group) -> str:
    assert group.ends_on is not None  # noqa: S101 -- asked by the page
    return f"The group ends on {in_full(group.ends_on)}, and the membership with it."


def _seats(group: Group) -> list[Seat]:
    active = group.seats.active(on=timezone.localdate())
    return list(active.select_related("organisation").order_by("organisation__name"))


@require_http_methods(["GET", "POST"])
@office
def seat_end_page(request: AuthedRequest, slug: str, key: int) -> HttpResponse:
    """The last day of a seat."""
    group = _group(request, slug)
    seat = get_object_or_404(group.seats.select_related("organisation"), pk=key)
    form = SeatEndForm(
        request.POST if request.method == "POST" else None, initial={"ends_on": seat.ends_on}
    )

    def end() -> None:
        towns.actions.groups.end_seat(seat, **form.cleaned_data, by=request.user, at=timezone.now())

    if attempt(form, end, at={DomainError: "ends_on"}):
        messages.success(request, "The last day of the seat is kept.")
        return redirect("front:office_group", slug=slug)
    page = _page_of(group, f"End the seat of {seat.organisation}", "Save")
    return form_page(request, form, page)
