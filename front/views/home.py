"""The home page: what you owe, what is next, what is new, by the posts you hold."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from digests.queries.home import digest_lines
from front.queries.home import home_of
from kit.dates import in_full
from people.http import AuthedRequest
from towns.posts import posts_of_sender


@require_safe
def home_page(request: AuthedRequest) -> HttpResponse:
    """One page for everybody; what stands on it follows from their posts today."""
    now = timezone.now()
    today = timezone.localdate(now)
    posts = posts_of_sender(request, on=today)
    context = {
        "home": home_of(request.user, posts, at=now),
        "digest": digest_lines(request.user, posts, at=now),
        "today": in_full(today),
    }
    return render(request, "front/home_page.html", context)
