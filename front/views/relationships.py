"""The map of relationships: of the whole programme, and of one town."""

from dataclasses import replace
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from front.actions.ties import export_ties
from front.drawing.dots import dots_of
from front.drawing.lines import lines_of
from front.forms.relationships import LONGEST, WantedForm, days_before
from front.queries.pairs import pairs_of
from front.queries.relationships import map_of, programme_start, words_on
from kit.periods import month_from, month_of, shift
from kit.text import without_unstorable
from partners.queries.baselines import start_of
from people.http import AuthedRequest
from people.queries import sectors_in_order
from towns.access import Thing
from towns.models import Town
from towns.posts import posts_of_sender


@require_safe
def relationships_page(request: AuthedRequest) -> HttpResponse:
    """Which towns know which organisations, on any day."""
    return _map_page(request, None, today=reader_today(request))


@require_safe
def town_page(request: AuthedRequest, town_slug: str) -> HttpResponse:
    """The same of one town."""
    today = reader_today(request)
    town = get_object_or_404(Town.objects.visible_to(request.user, on=today), slug=town_slug)
    return _map_page(request, town, today=today)


def _map_page(request: AuthedRequest, town: Town | None, *, today: date) -> HttpResponse:
    form = WantedForm(request.GET, today=today)
    wanted = form.wanted
    found = map_of(request.user, wanted, town=town, today=today)
    title = f"Relationships of {town.name}" if town else "Relationships"
    context = {
        "town": town,
        "form": form,
        "wanted": wanted,
        "map": found,
        "title": title,
        "can_export": posts_of_sender(request, on=today).reaches(Thing.OFFICE),
        "lines": lines_of(found, title=title),
        "dots": dots_of(found, title=title),
        "words": words_on(today),
        "ways": _ways(form, start=start_of(town, today=today) if town else programme_start()),
        "older": f"?{urlencode(form.address | {'after': found.after})}" if found.after else "",
        "first": f"?{urlencode(form.address)}" if wanted.after else "",
        "same": f"?{urlencode(form.address)}" if form.address else "",
    }
    return render(request, "front/relationships_page.html", context)


def _ways(form: WantedForm, *, start: date) -> list[tuple[str, str, bool]]:
    """Plain links to compare with the days that are asked for mostly."""
    since = form.wanted.since
    return [
        (words, f"?{urlencode(form.address | {'since': day.isoformat()})}", day == since)
        for words, day in days_before(form.wanted.on, start=start)
    ]


def reader_today(request: AuthedRequest) -> date:
    """Today; nobody finds the map who reads of no tie."""
    today = timezone.localdate()
    if not posts_of_sender(request, on=today).reaches(Thing.TIES):
        raise Http404
    return today


@require_POST
def export(request: AuthedRequest) -> HttpResponse:
    """The map as a table for spreadsheets. A form takes it, as who took it is recorded."""
    today = reader_today(request)
    wanted = replace(WantedForm(request.POST, today=today).wanted, after="")
    slug = request.POST.get("town", "")
    towns = Town.objects.visible_to(request.user, on=today)
    town = get_object_or_404(towns, slug=slug) if slug else None
    table = export_ties(wanted, town=town, by=request.user, at=timezone.now())
    return HttpResponse(
        table,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="ties.csv"'},
    )


@require_safe
def pairs_page(request: AuthedRequest) -> HttpResponse:
    """Organisations that were first brought together in a month."""
    today = reader_today(request)
    month = month_from(request.GET.get("month", "")) or month_of(today)
    start = month_of(programme_start())
    month = max(min(month, month_of(today)), start)
    sector = without_unstorable(request.GET.get("sector", ""))[:LONGEST]
    context = {
        "month": month,
        "sector": sector,
        "sectors": sectors_in_order().values_list("slug", "name"),
        "onward": f"&{urlencode({'sector': sector})}" if sector else "",
        "pairs": pairs_of(request.user, month, sector=sector, today=today),
        "before": shift(month, -1) if month > start else None,
        "after": shift(month, 1) if month < month_of(today) else None,
    }
    return render(request, "front/pairs_page.html", context)
