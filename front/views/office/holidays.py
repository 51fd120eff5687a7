"""Councils and their holidays: listed, added, removed, and read from a file."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import towns.actions.holidays
from front.due_dates import effects_of
from front.forms.places import (
    LARGEST_UPLOAD,
    ConfirmImportForm,
    HolidayFileForm,
    HolidayForm,
)
from front.views.office.doors import office
from kit.attempts import attempt
from kit.dates import in_full
from kit.uploads import takes_files
from people.http import AuthedRequest
from towns.holiday_files import FORMATS_IN_WORDS, SAMPLE, HolidayFile, day_from, read_holidays
from towns.models import Council
from towns.queries.holidays import councils_visible_to, plan_import, with_days_of

YEARS = range(2000, 2100)
A_PAGE = 50


def _council(request: AuthedRequest, slug: str) -> Council:
    return get_object_or_404(councils_visible_to(request.user, on=timezone.localdate()), slug=slug)


def _year(request: AuthedRequest) -> int:
    """The year asked for; anything else is this year."""
    asked = request.GET.get("year", "")
    known = asked in {str(year) for year in YEARS}
    return int(asked) if known else timezone.localdate().year


def _url(council: Council, year: int, **query: str) -> str:
    address = reverse("front:office_council", args=[council.slug])
    return f"{address}?{urlencode({'year': str(year)} | query)}"


@require_safe
@office
def councils_page(request: AuthedRequest) -> HttpResponse:
    """Every council, with how many holidays it has this year and the next."""
    today = timezone.localdate()
    after = request.GET.get("after", "")[:120]
    councils = councils_visible_to(request.user, on=today).filter(name__gt=after)
    found = list(with_days_of(councils, year=today.year)[: A_PAGE + 1])
    context = {
        "councils": found[:A_PAGE],
        "year": today.year,
        "next_year": today.year + 1,
        "older": f"?{urlencode({'after': found[A_PAGE - 1].name})}" if found[A_PAGE:] else "",
    }
    return render(request, "front/office/councils_page.html", context)


@require_http_methods(["GET", "POST"])
@office
def council_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """One council's year; a day can be added, and what that moves is told."""
    council = _council(request, slug)
    year = _year(request)
    form = HolidayForm(request.POST if request.method == "POST" else None)

    def add() -> None:
        towns.actions.holidays.add_holiday(
            council,
            on=form.cleaned_data["day"],
            name=form.cleaned_data["name"],
            by=request.user,
            at=timezone.now(),
        )

    if attempt(form, add, at={towns.actions.holidays.DayIsHoliday: "day"}):
        day = form.cleaned_data["day"]
        messages.success(request, f"{in_full(day)} is a holiday of {council} now.")
        return redirect(_url(council, day.year, changed=day.isoformat()))
    return render(
        request, "front/office/council_page.html", _year_of(request, council, year) | {"form": form}
    )


def _year_of(request: AuthedRequest, council: Council, year: int) -> dict[str, object]:
    """A council's year and, after a change, what the change means."""
    today = timezone.localdate()
    changed = day_from(request.GET.get("changed", ""))
    known = changed is not None and changed.year in YEARS
    return {
        "council": council,
        "year": year,
        "holidays": council.holidays.filter(on__year=year).order_by("on"),
        "towns": council.towns.order_by("name"),
        "earlier": _url(council, year - 1) if year - 1 in YEARS else "",
        "later": _url(council, year + 1) if year + 1 in YEARS else "",
        "changed": changed if known else None,
        "effects": effects_of(council, day=changed, user=request.user, on=today)
        if changed and known
        else [],
    }


@require_POST
@office
def remove(request: AuthedRequest, slug: str, day: str) -> HttpResponse:
    """Takes one day out of a council's holidays."""
    council = _council(request, slug)
    holiday = get_object_or_404(council.holidays, on=_day(day))
    towns.actions.holidays.remove_holiday(holiday, by=request.user, at=timezone.now())
    messages.success(request, f"{in_full(holiday.on)} is a working day of {council} again.")
    return redirect(_url(council, holiday.on.year, changed=holiday.on.isoformat()))


def _day(text: str) -> date:
    day = day_from(text)
    if day is None:
        raise Http404
    return day


@require_POST
@office
def load_defaults(request: AuthedRequest, slug: str) -> HttpResponse:
    """Gives a council the Scottish bank holidays of a year that was never filled."""
    council = _council(request, slug)
    year = _year(request)
    added = towns.actions.holidays.load_default_holidays(
        council, years=[year], by=request.user, at=timezone.now()
    )
    if added:
        messages.success(request, f"{added} Scottish bank holidays of {year} were added.")
    else:
        messages.info(request, f"{year} was filled before, so it has been left as it is.")
    return redirect(_url(council, year))


@takes_files(LARGEST_UPLOAD)
@require_http_methods(["GET", "POST"])
@office
def import_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """A file of holidays: read, every bad row named, and shown before anything is kept."""
    council = _council(request, slug)
    posted = request.method == "POST"
    form = HolidayFileForm(request.POST if posted else None, request.FILES if posted else None)
    read = HolidayFile((), ())
    if form.is_valid():
        read = read_holidays(form.content())
        form.refuse(read.faults)
    context = {"council": council, "form": form, "formats": FORMATS_IN_WORDS}
    if not form.is_valid():
        return render(request, "front/office/import_page.html", context)
    return _preview(request, council, read, extent=form.cleaned_data["extent"])


def _preview(
    request: AuthedRequest, council: Council, read: HolidayFile, *, extent: str
) -> HttpResponse:
    plan = plan_import(council, read.rows, whole_years=extent == "whole")
    confirm = ConfirmImportForm(initial={"rows": read.as_csv(), "extent": extent})
    context = {"council": council, "plan": plan, "confirm": confirm, "years": read.years}
    return render(request, "front/office/import_preview_page.html", context)


@require_POST
@office
def confirm_import(request: AuthedRequest, slug: str) -> HttpResponse:
    """Keeps the rows of the preview, all or none."""
    council = _council(request, slug)
    form = ConfirmImportForm(request.POST)
    if not form.is_valid():
        return redirect("front:office_import", slug=slug)
    read = read_holidays(form.cleaned_data["rows"].encode())
    if read.faults or not read.rows:
        return redirect("front:office_import", slug=slug)
    plan = towns.actions.holidays.import_holidays(
        council,
        rows=read.rows,
        whole_years=form.cleaned_data["extent"] == "whole",
        by=request.user,
        at=timezone.now(),
    )
    messages.success(
        request,
        f"{len(plan.added)} days added, {len(plan.removed)} removed, {len(plan.renamed)} renamed, "
        f"{len(plan.unchanged)} as before.",
    )
    return redirect(_url(council, read.years[0]))


@require_safe
@office
def sample(request: AuthedRequest) -> HttpResponse:  # noqa: ARG001 -- the sample is the same for all
    """A file of the right kind, to begin from."""
    return HttpResponse(
        SAMPLE,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="holidays.csv"'},
    )
