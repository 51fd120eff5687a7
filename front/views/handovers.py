"""The pack of somebody who leaves a post of a town."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from front.queries.handovers import pack_of
from people.http import AuthedRequest
from reflections.actions.jots import release_jots, take_back_jots
from reflections.forms.moves import keys_chosen
from towns.models import Tenure, Town
from towns.posts import posts_of_sender
from towns.queries.packs import packs_visible_to


@require_http_methods(["GET", "HEAD", "POST"])
def handover_page(request: AuthedRequest, town_slug: str, key: UUID) -> HttpResponse:
    """What one post hands over; its holder gives jots along, and takes back what nobody used."""
    today = timezone.localdate()
    posts_of_sender(request, on=today)  # first: every condition from here on is made of them
    packs = packs_visible_to(request.user, on=today).filter(town__slug=town_slug)
    tenure = get_object_or_404(packs, key=key)
    town = _town_of(tenure)
    if request.method == "POST":
        if tenure.person_id != request.user.person_id:
            raise PermissionDenied
        messages.success(request, _jots_moved(request, town))
        return redirect("towns:handover", town.slug, key)
    context = {"pack": pack_of(tenure, town, user=request.user, on=today)}
    return render(request, "front/handover_page.html", context)


def _town_of(tenure: Tenure) -> Town:
    if tenure.town is None:
        raise ValueError(tenure)  # a post with a pack is one of a town
    return tenure.town


def _jots_moved(request: AuthedRequest, town: Town) -> str:
    """Do what the pressed button says; what came of it, in a sentence."""
    now = timezone.now()
    if "take_back" in request.POST:
        number = take_back_jots(town=town, by=request.user, at=now)
        return f"{_jots(number)} yours alone again."
    chosen = keys_chosen(request.POST.getlist("jots"))
    number = release_jots(town=town, by=request.user, at=now, only=chosen)
    return f"{_jots(number)} given to whoever follows you."


def _jots(number: int) -> str:
    if number == 0:
        return "No jot is"
    return "1 jot is" if number == 1 else f"{number} jots are"
