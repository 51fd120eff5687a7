"""The office's first page: what wants doing today, and the ways to everything else."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from front.views.office.doors import office
from people.http import AuthedRequest
from towns.queries.holidays import councils_without
from towns.queries.people import invitations_visible_to, post_in_words
from towns.queries.posts import ending_soon, vacancies

MOST = 20
HOLIDAYS_MATTER_FROM = 9  # September: by then councils have published the next year's days


@require_safe
@office
def office_page(request: AuthedRequest) -> HttpResponse:
    """Vacancies, posts that end, invitations that wait, calendars that lack a year."""
    user, today = request.user, timezone.localdate()
    waiting = invitations_visible_to(user, on=today).waiting(on=today)  # type: ignore[attr-defined]
    year = _year_to_fill(today)
    context = {
        "today": today,
        "vacancies": vacancies(user, on=today, limit=MOST),
        "ending": [
            {"tenure": tenure, "words": post_in_words(tenure)}
            for tenure in ending_soon(user, on=today, limit=MOST)
        ],
        "invitations": waiting.order_by("expires_on", "pk")[:MOST],
        "councils": councils_without(user, year=year, on=today)[:MOST],
        "year": year,
    }
    return render(request, "front/office/office_page.html", context)


def _year_to_fill(today: date) -> int:
    return today.year + 1 if today.month >= HOLIDAYS_MATTER_FROM else today.year
