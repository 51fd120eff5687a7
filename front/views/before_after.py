"""Two days of the map of relationships beside each other: to read, and to print."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from front.drawing.dots import dots_of
from front.forms.relationships import BeforeAfterForm
from front.queries.relationships import map_of, words_on
from front.views.relationships import reader_today
from kit.dates import in_full
from partners.queries.baselines import baseline_of
from people.http import AuthedRequest
from towns.models import Town

A_PAGE, WIDTH = 20, 380  # organisations and units: two drawings fit a sheet of paper


@require_safe
def before_after_page(request: AuthedRequest) -> HttpResponse:
    """What became of all ties between two days."""
    return _page(request, None, today=reader_today(request))


@require_safe
def town_page(request: AuthedRequest, town_slug: str) -> HttpResponse:
    """The same of one town: since its baseline, if that is frozen."""
    today = reader_today(request)
    town = get_object_or_404(Town.objects.visible_to(request.user, on=today), slug=town_slug)
    return _page(request, town, today=today)


def _page(request: AuthedRequest, town: Town | None, *, today: date) -> HttpResponse:
    baseline = baseline_of(town) if town else None
    form = BeforeAfterForm(request.GET, today=today, start=baseline.on if baseline else None)
    wanted = form.wanted
    found = map_of(request.user, wanted, town=town, today=today, most=A_PAGE)
    before, after = in_full(wanted.since or wanted.on), in_full(wanted.on)
    context = {
        "town": town,
        "form": form,
        "wanted": wanted,
        "map": found,
        "baseline": baseline if baseline and baseline.on == wanted.since else None,
        "drawn_before": dots_of(
            found.as_it_was, title=f"Before: {before}", placed=found, width=WIDTH
        ),
        "drawn_after": dots_of(found, title=f"After: {after}", width=WIDTH),
        "words": words_on(today),
        "same": f"?{urlencode(form.address)}",
        "older": f"?{urlencode(form.address | {'after': found.after})}" if found.after else "",
        "first": f"?{urlencode(form.address)}" if wanted.after else "",
    }
    return render(request, "front/before_after_page.html", context)
