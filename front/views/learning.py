"""The learning library: search, one item, and the pages of outcomes."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from front.actions.words import note_search
from front.queries.learning import Found, find, vocabulary_of
from front.queries.learning_asked import Asked, Vocabulary, asked_by
from front.queries.learning_facets import capped, chosen_of, facets_of
from front.queries.learning_item import item_page_of
from front.queries.learning_rows import rows_of
from front.queries.outcomes import outcome_page_of, outcome_seen
from front.queries.start import pack_of
from kit.dates import in_full
from people.http import AuthedRequest
from people.models import User
from towns.access import Thing
from towns.posts import posts_of_sender
from towns.queries.words import in_vain, put_right


@require_safe
def learning_page(request: AuthedRequest) -> HttpResponse:
    """What the cohort learned, by words and by what it is narrowed to."""
    today = timezone.localdate()
    posts = posts_of_sender(request, on=today)
    asked, user = asked_by(request.GET.dict()), request.user
    vocabulary = vocabulary_of(asked) if posts.held else Vocabulary()
    found = find(asked, user, vocabulary, on=today) if asked.is_anything else Found()
    context = {
        "asked": asked,
        "outcomes": vocabulary.outcomes,
        "rows": rows_of(found, asked, user, vocabulary, on=today),
        "number": capped(found.number),
        "counted": found.counted,
        "facets": facets_of(found, asked, vocabulary),
        "chosen": chosen_of(asked, vocabulary),
        "newest_url": asked.address(order="newest"),
        "nearest_url": asked.address(order=""),
        "older": asked.address(after=found.further) if found.further else "",
        "sees_unfound": posts.reaches(Thing.UNFOUND),
    }
    if asked.words and not found.number and posts.held:
        context |= _nothing(found, asked, user, vocabulary, on=today)
    return render(request, "front/learning_page.html", context)


def _nothing(
    found: Found, asked: Asked, user: User, vocabulary: Vocabulary, *, on: date
) -> dict[str, object]:
    """What else to look for; and the Programme Team learns what was missed, not by whom."""
    if found.says_nothing:
        return {"says_nothing": True}
    right = asked.with_words(put_right(asked.words, user, on=on))
    if not asked.narrowed:
        note_search(asked.words, on=on)
    is_there = bool(right.words) and find(right, user, vocabulary, on=on).number > 0
    return {"instead": right if is_there else None}


@require_safe
def item_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """One item in full, for who may read it."""
    today = timezone.localdate()
    page = item_page_of(key, request.user, posts_of_sender(request, on=today), on=today)
    if page is None:
        raise Http404
    return render(request, "front/learning_item_page.html", {"page": page})


@require_safe
def start_page(request: AuthedRequest) -> HttpResponse:
    """The newcomer pack: what others used most, and is still true."""
    today = timezone.localdate()
    posts_of_sender(request, on=today)
    context = {"pack": pack_of(request.user, on=today), "today": in_full(today)}
    return render(request, "front/newcomer_page.html", context)


@require_safe
def outcome_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """One outcome across towns and time."""
    today = timezone.localdate()
    posts_of_sender(request, on=today)
    outcome = outcome_seen(slug, request.user, on=today)
    if outcome is None:
        raise Http404
    page = outcome_page_of(outcome, request.user, on=today)
    return render(request, "front/outcome_page.html", {"page": page})


@require_safe
def unfound_page(request: AuthedRequest) -> HttpResponse:
    """What was looked for and stands nowhere, for the Programme Team."""
    today: date = timezone.localdate()
    if not posts_of_sender(request, on=today).reaches(Thing.UNFOUND):
        raise Http404
    context = {"rows": in_vain(request.user, on=today)}
    return render(request, "front/unfound_page.html", context)
