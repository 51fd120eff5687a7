"""Towns as the office keeps them: opened, their facts, and how they stand."""

from datetime import date, datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

import front.actions.posts
import towns.actions.holidays
import towns.actions.towns
from front.forms.places import NewTownForm, StatusForm, TownForm
from front.views.office.doors import FormPage, form_page, office
from front.views.office.fields import FIELD_OF
from kit.attempts import attempt
from kit.errors import DomainError
from people.http import AuthedRequest
from people.models import User
from towns.actions.names import NameTaken, NameWithoutLetters
from towns.holiday_files import day_from
from towns.models import Council, Programme, Town
from towns.queries.holidays import councils_visible_to
from towns.queries.posts import towns_on
from towns.queries.programmes import programmes_visible_to


class NoProgramme(DomainError):
    """There is no programme to which a town could belong."""


class CouncilRefused(DomainError):
    """The council's name cannot be taken."""


@require_http_methods(["GET", "POST"])
@office
def new_town_page(request: AuthedRequest) -> HttpResponse:
    """A town joins the programme."""
    councils = _councils(request)
    form = NewTownForm(request.POST if request.method == "POST" else None, councils=councils)
    fields = FIELD_OF | {CouncilRefused: "new_council"}
    if attempt(form, lambda: _add(request, form, councils), at=fields):
        messages.success(request, f"{form.cleaned_data['name']} has been opened.")
        return redirect("front:office_posts")
    page = FormPage(
        title="Open a town",
        button="Open the town",
        back_url=reverse("front:office"),
        back_label="Office",
    )
    return form_page(request, form, page)


@transaction.atomic
def _add(request: AuthedRequest, form: NewTownForm, councils: list[Council]) -> Town:
    """The town, and its council if that is new."""
    typed, now = form.cleaned_data, timezone.now()
    today = timezone.localdate(now)
    programme: Programme | None = programmes_visible_to(request.user, on=today).first()
    if programme is None:
        raise NoProgramme("There is no programme yet. Begin one first.")
    council = next((known for known in councils if known.slug == typed["council"]), None)
    if council is None:
        council = _new_council(typed["new_council"], by=request.user, at=now)
    return front.actions.posts.add_town(
        typed["name"],
        programme=programme,
        council=council,
        health_board=typed["health_board"],
        status=typed["status"],
        from_on=typed["from_on"],
        by=request.user,
        at=now,
    )


def _new_council(name: str, *, by: User, at: datetime) -> Council:
    """A council with Scotland's holidays of this year and the next."""
    try:
        council = towns.actions.towns.add_council(name, by=by, at=at)
    except (NameTaken, NameWithoutLetters) as refusal:
        raise CouncilRefused(str(refusal)) from refusal
    year = timezone.localdate(at).year
    towns.actions.holidays.load_default_holidays(council, years=[year, year + 1], by=by, at=at)
    return council


def _councils(request: AuthedRequest) -> list[Council]:
    return list(councils_visible_to(request.user, on=timezone.localdate()))


def _town(request: AuthedRequest, slug: str) -> Town:
    towns = Town.objects.visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(towns.select_related("council", "programme"), slug=slug)


@require_http_methods(["GET", "POST"])
@office
def town_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """How a town stands, through its days; a change from a day on."""
    town = _town(request, slug)
    form = StatusForm(request.POST if request.method == "POST" else None)
    today = timezone.localdate()

    def change() -> None:
        front.actions.posts.change_status(
            town, **form.cleaned_data, by=request.user, at=timezone.now()
        )

    if attempt(form, change, at=FIELD_OF | {DomainError: "from_on"}):
        messages.success(request, f"{town} has been changed; what its lead owes follows.")
        return redirect("front:office_town", slug=slug)
    periods = list(town.statuses.order_by("-starts_on"))
    context = {
        "town": town,
        "form": form,
        "now": towns_on([town], on=today)[0],
        "periods": periods,
        "planned": periods[0] if periods[1:] and periods[0].starts_on > today else None,
    }
    return render(request, "front/office/town_page.html", context)


@require_POST
@office
def take_back_status(request: AuthedRequest, slug: str) -> HttpResponse:
    """Takes back the change that is planned for a day ahead; the form says which."""
    town = _town(request, slug)
    typed = request.POST.get("from_on", "")
    try:
        front.actions.posts.take_back_status(
            town, from_on=day_from(typed) or date.min, by=request.user, at=timezone.now()
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The change has been taken back; what {town} owes follows.")
    return redirect("front:office_town", slug=slug)


@require_http_methods(["GET", "POST"])
@office
def town_edit_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """A town's council, health board and introduction."""
    town, councils = _town(request, slug), _councils(request)
    known = {
        "council": town.council.slug,
        "health_board": town.health_board,
        "introduction": town.introduction,
    }
    form = TownForm(
        request.POST if request.method == "POST" else None, initial=known, councils=councils
    )

    def change() -> None:
        council = next(one for one in councils if one.slug == form.cleaned_data["council"])
        towns.actions.towns.change_town(
            town, **form.cleaned_data | {"council": council}, by=request.user, at=timezone.now()
        )

    if attempt(form, change):
        messages.success(request, "Changed.")
        return redirect("front:office_town", slug=slug)
    back = reverse("front:office_town", args=[slug])
    page = FormPage("Facts", "Save", back, town.name, caption=town.name)
    return form_page(request, form, page)
