"""The towns: all of them, and one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from front.forms.days import OnDayForm
from front.town_pages import reports_of
from people.http import AuthedRequest
from towns.access import Thing
from towns.models import Town
from towns.models.tenures import TOWN_ROLES
from towns.posts import Posts, posts_of_sender
from towns.queries.groups import members_visible_to
from towns.queries.packs import is_listed
from towns.queries.posts import as_told_to, town_through_time, towns_on

A_PAGE = 50


@require_safe
def towns_page(request: AuthedRequest) -> HttpResponse:
    """Every town as it stands today."""
    today = timezone.localdate()
    towns = Town.objects.visible_to(request.user, on=today).select_related("council")
    after = request.GET.get("after", "")[:120]
    found = list(towns.filter(name__gt=after).order_by("name")[: A_PAGE + 1])
    context = {
        "towns": towns_on(found[:A_PAGE], on=today),
        "has_quotes": posts_of_sender(request, on=today).reads(Thing.QUOTES),
        "older": f"?{urlencode({'after': found[A_PAGE - 1].name})}" if found[A_PAGE:] else "",
    }
    return render(request, "front/towns_page.html", context)


@require_safe
def town_page(request: AuthedRequest, town_slug: str) -> HttpResponse:
    """One town on a day: who is in post, its months, its Steering Group, and what is next."""
    user, today = request.user, timezone.localdate()
    towns = Town.objects.visible_to(user, on=today).select_related("council")
    town = get_object_or_404(towns, slug=town_slug)
    posts = posts_of_sender(request, on=today)
    form = OnDayForm(request.GET)
    on = (form.cleaned_data["on"] if form.is_valid() else None) or today
    through_time = town_through_time(town, on=on)
    sees_people = posts.reads(Thing.PEOPLE)
    context = {
        "town": town,
        "form": form,
        "on": on,
        "is_today": on == today,
        "now": as_told_to(posts, through_time.now),
        "periods": through_time.periods,
        "later": [period for period in through_time.periods if period.starts_on > today],
        "tenures": through_time.tenures
        if sees_people or posts.holds_in(town.pk, *TOWN_ROLES)
        else (),
        "reports": reports_of(town, user=user, on=today),
        "members": members_visible_to(user, town=town, on=today),
        "packs": [one for one in through_time.tenures if is_listed(one, on=today)],
        "links_people": sees_people,
    }
    return render(request, "front/town_page.html", context | _ways_on(posts, town))


def _ways_on(posts: Posts, town: Town) -> dict[str, bool]:
    """Which further pages about a town the reader may open."""
    return {
        "has_quotes": posts.reads_in(Thing.QUOTES, town.pk),
        "reads_ties": posts.reaches(Thing.TIES),
        "reads_packs": posts.reads_in(Thing.HANDOVERS, town.pk),
    }
