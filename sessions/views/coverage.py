"""Which towns the series reach, and who is heard."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.http import AuthedRequest
from sessions.queries.coverage import coverage_of
from sessions.views.guards import for_planners

AROUND = 5  # years before and after this one that can be asked for


@require_safe
@for_planners
def coverage_page(request: AuthedRequest) -> HttpResponse:
    """A year of the series by town, and the voices of the last sessions."""
    today = timezone.localdate()
    asked = request.GET.get("year") or str(today.year)
    years = {str(year): year for year in range(today.year - AROUND, today.year + AROUND + 1)}
    if asked not in years:
        raise Http404
    year = years[asked]
    context = {
        "coverage": coverage_of(request.user, year=year, on=today),
        "year": year,
        "before": year - 1 if str(year - 1) in years else None,
        "after": year + 1 if str(year + 1) in years else None,
    }
    return render(request, "sessions/coverage_page.html", context)
