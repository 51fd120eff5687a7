"""Where the Programme Team edits the series and the kinds of session."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kit.attempts import attempt
from people.http import AuthedRequest
from sessions.actions.kinds import keep_kind
from sessions.actions.series import NameTaken, add_series, change_audience, change_series
from sessions.forms.plans import AudienceForm, ChangeSeriesForm, KindForm, NewSeriesForm
from sessions.queries.plans import kinds_visible_to, roles_invited, series_rows, series_visible_to
from sessions.rhythm import EndsBeforeStart, NoSuchRhythm, PastMidnight
from sessions.views.guards import for_planners

BESIDE = {
    NameTaken: "name",
    EndsBeforeStart: "ends_on",
    NoSuchRhythm: "every",
    PastMidnight: "minutes",
}


@require_safe
@for_planners
def kinds_page(request: AuthedRequest) -> HttpResponse:
    """What series and kinds there are."""
    today = timezone.localdate()
    context = {
        "series": series_rows(request.user, on=today),
        "kinds": kinds_visible_to(request.user, on=today),
    }
    return render(request, "sessions/kinds_page.html", context)


@require_http_methods(["GET", "POST"])
@for_planners
def new_series_page(request: AuthedRequest) -> HttpResponse:
    """A series from the beginning."""
    form = NewSeriesForm(request.POST if request.method == "POST" else None)

    def add() -> None:
        known = form.cleaned_data
        named = {name: known[name] for name in ("kind", "roles", "ends_on")}
        add_series(known["name"], form.rhythm(), **named, by=request.user, at=timezone.now())

    if attempt(form, add, at=BESIDE):
        messages.success(request, f"Added: {form.cleaned_data['name']}. Its days can be planned.")
        return redirect("sessions:plan")
    return _form(request, form, title="Add a series", button="Add")


@require_http_methods(["GET", "POST"])
@for_planners
def series_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """A series' name and last day."""
    today = timezone.localdate()
    series = get_object_or_404(series_visible_to(request.user, on=today), slug=slug)
    known = {"name": series.name, "ends_on": series.ends_on}
    form = ChangeSeriesForm(request.POST if request.method == "POST" else None, initial=known)

    def change() -> None:
        change_series(series, **form.cleaned_data, by=request.user, at=timezone.now())

    if attempt(form, change, at=BESIDE):
        messages.success(request, "Changed.")
        return redirect("sessions:kinds")
    return _form(request, form, title="Change the series", button="Save", caption=series.name)


@require_http_methods(["GET", "POST"])
@for_planners
def audience_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """Whom a series invites, from a day on."""
    today = timezone.localdate()
    series = get_object_or_404(series_visible_to(request.user, on=today), slug=slug)
    known = {"roles": roles_invited(series, on=today), "from_on": today}
    form = AudienceForm(request.POST if request.method == "POST" else None, initial=known)

    def change() -> None:
        change_audience(series, **form.cleaned_data, by=request.user, at=timezone.now())

    if attempt(form, change):
        messages.success(request, "Changed. Sessions before that day keep whom they invited.")
        return redirect("sessions:kinds")
    title = "Change who is invited"
    return _form(request, form, title=title, button="Save", caption=series.name)


@require_http_methods(["GET", "POST"])
@for_planners
def kind_page(request: AuthedRequest, slug: str | None = None) -> HttpResponse:
    """A kind of session; a new one without `slug`."""
    kinds = kinds_visible_to(request.user, on=timezone.localdate())
    kind = get_object_or_404(kinds, slug=slug) if slug else None
    names = ("name", "minutes", "roles", "invite_weeks", "remind_days", "is_used")
    known = {name: getattr(kind, name) for name in names} if kind else {}
    form = KindForm(request.POST if request.method == "POST" else None, initial=known)

    def keep() -> None:
        keep_kind(kind, **form.cleaned_data, by=request.user, at=timezone.now())

    if attempt(form, keep, at=BESIDE):
        messages.success(request, f"Saved: {form.cleaned_data['name']}.")
        return redirect("sessions:kinds")
    title, button = ("Change the kind", "Save") if kind else ("Add a kind of session", "Add")
    return _form(request, form, title=title, button=button, caption=kind.name if kind else "")


def _form(
    request: AuthedRequest, form: forms.Form, *, title: str, button: str, caption: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "button": button,
        "caption": caption,
        "back_url": reverse("sessions:kinds"),
        "back_label": "Series and kinds",
    }
    return render(request, "sessions/form_page.html", context)
