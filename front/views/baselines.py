"""Whom a town knew at its start: noted, and frozen."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from front.bonds import words_of_strength
from front.forms.baselines import FreezeForm, KnownForm
from kit.attempts import attempt
from kit.errors import DomainError
from partners.actions.baselines import freeze_start, note_at_start, take_out_of_start
from partners.policies import may_note_start
from partners.queries.baselines import baseline_of, noted_at_start, start_of
from people.actions.organisations import add_organisation
from people.http import AuthedRequest
from towns.access import Thing
from towns.models import Town
from towns.posts import posts_of_sender
from towns.queries.people import organisations_visible_to

MOST_SUGGESTIONS = 300


@require_http_methods(["GET", "HEAD", "POST"])
def start_page(request: AuthedRequest, town_slug: str) -> HttpResponse:
    """Whom the town knew when it began, for its lead to note and to freeze."""
    now = timezone.now()
    town = _town(request, town_slug, at=now)
    pressed = request.POST if request.method == "POST" else None
    known = KnownForm(pressed if pressed and "freeze" not in pressed else None)
    freeze = FreezeForm(pressed if pressed and "freeze" in pressed else None)
    if pressed is not None:
        if not may_note_start(request.user, town, on=timezone.localdate(now)):
            raise PermissionDenied
        if _done(request, town, known, freeze, at=now):
            return redirect("towns:relationships_start", town.slug)
    return render(request, "front/start_page.html", _context(request, town, known, freeze, at=now))


def _done(
    request: AuthedRequest, town: Town, known: KnownForm, freeze: FreezeForm, *, at: datetime
) -> bool:
    """Do what was pressed; false if it was refused, with the reason in its form."""
    by = request.user
    if baseline_of(town) is not None:
        messages.error(request, "The baseline is frozen. It does not change any more.")
        return True
    if "take_out" in request.POST:
        return _taken_out(request, town, request.POST["take_out"], at=at)
    if freeze.is_bound:
        return attempt(freeze, lambda: freeze_start(town, by=by, at=at))

    @transaction.atomic
    def note() -> None:
        organisation = add_organisation(known.cleaned_data["name"], by=by, at=at)
        strength = known.cleaned_data["strength"]
        note_at_start(town, organisation, strength=strength, by=by, at=at)

    return attempt(known, note, at={DomainError: "name"})


def _taken_out(request: AuthedRequest, town: Town, slug: str, *, at: datetime) -> bool:
    """Take out what was noted by mistake, or say why that cannot be."""
    noted = {one.tie.organisation.slug: one.tie.organisation for one in noted_at_start(town)}
    try:
        if slug in noted:
            take_out_of_start(town, noted[slug], by=request.user, at=at)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return True


def _context(
    request: AuthedRequest, town: Town, known: KnownForm, freeze: FreezeForm, *, at: datetime
) -> dict[str, object]:
    today = timezone.localdate(at)
    baseline = baseline_of(town)
    register = organisations_visible_to(request.user, on=today).filter(merged_into=None)
    names = register.order_by("name").values_list("name", flat=True)
    can_write = baseline is None and may_note_start(request.user, town, on=today)
    return {
        "town": town,
        "start": baseline.on if baseline else start_of(town, today=today),
        "baseline": baseline,
        "rows": [(one, words_of_strength(one.strength)) for one in noted_at_start(town)],
        "known": known if can_write else None,
        "freeze": freeze,
        "names": names[:MOST_SUGGESTIONS] if can_write else (),
    }


def _town(request: AuthedRequest, slug: str, *, at: datetime) -> Town:
    """The town, for those who read of ties."""
    today = timezone.localdate(at)
    if not posts_of_sender(request, on=today).reaches(Thing.TIES):
        raise Http404
    return get_object_or_404(Town.objects.visible_to(request.user, on=today), slug=slug)
