"""The grid of towns by months, and a town's own list of months."""

from datetime import date, datetime
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kit.periods import month_from
from people.http import AuthedRequest
from reflections.forms.grid import GridFilterForm
from reflections.queries import grid
from reflections.queries.months import months_of_towns
from towns.access import Thing
from towns.models import Town
from towns.posts import Posts, posts_of_sender


@require_safe
def grid_page(request: AuthedRequest) -> HttpResponse:
    """Who owes what: every town for the team, the own towns' months for a lead."""
    now = timezone.now()
    posts = posts_of_sender(request, on=timezone.localdate(now))
    if posts.reads(Thing.OBLIGATIONS):
        return _grid_of_towns(request, posts, now)
    if posts.reaches(Thing.OBLIGATIONS):
        return _list_of_months(request, posts, now)
    raise Http404


def _grid_of_towns(request: AuthedRequest, posts: Posts, now: datetime) -> HttpResponse:
    today = timezone.localdate(now)
    first = _month_asked(request, "from", today)
    form = GridFilterForm(request.GET if "state" in request.GET else None)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    page = grid.grid_of(
        request.user,
        posts,
        months=grid.window(first, on=today),
        after=_town_asked(request, today),
        narrowed_to=state,
        at=now,
    )
    context = {
        "grid": page,
        "form": form,
        "first": first,
        "legend": grid.LEGEND,
        "is_narrowed": bool(state),
        **_ways(page, state=state, first=first),
    }
    return render(request, "reflections/grid_page.html", context)


def _ways(page: grid.Grid, *, state: str, first: date | None) -> dict[str, str]:
    """The addresses of other months and other towns; empty where there are none."""
    return {
        "earlier": _address(state=state, first=page.earlier) if page.earlier else "",
        "later": _address(state=state, first=page.later) if page.later else "",
        "all_towns": "" if page.is_first_page else _address(state=state, first=first),
        "more_towns": (
            _address(state=state, first=first, after=page.next_town) if page.next_town else ""
        ),
    }


def _list_of_months(request: AuthedRequest, posts: Posts, now: datetime) -> HttpResponse:
    before = _month_asked(request, "before", timezone.localdate(now))
    towns, older = months_of_towns(request.user, posts, before=before, at=now)
    context = {
        "towns": towns,
        "older": f"?before={older:%Y-%m}" if older else "",
        "newest": request.path if before else "",
    }
    return render(request, "reflections/my_reports_page.html", context)


def _month_asked(request: AuthedRequest, name: str, today: date) -> date | None:
    """The month in the query string, if there is one; what is no month so far is not found."""
    text = request.GET.get(name)
    if not text:
        return None
    month = month_from(text)
    if month is None or month > today:
        raise Http404
    return month


def _town_asked(request: AuthedRequest, today: date) -> Town | None:
    """The town after which the page begins, if one is named."""
    slug = request.GET.get("after")
    if not slug:
        return None
    return get_object_or_404(Town.objects.visible_to(request.user, on=today), slug=slug)


def _address(*, state: str, first: date | None, after: str = "") -> str:
    """The same page, another window of months or towns."""
    asked = {"state": state, "from": f"{first:%Y-%m}" if first else "", "after": after}
    return f"?{urlencode({name: value for name, value in asked.items() if value})}"
