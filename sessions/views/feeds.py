"""Where people make addresses for their calendar programs, and what those programs read."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.attempts import attempt
from kit.links import link_to
from people.http import AuthedRequest
from sessions.actions.feeds import FeedKnown, make_feed, revoke_feed
from sessions.forms.feeds import FeedForm
from sessions.models import CalendarFeed
from sessions.queries.feeds import calendar_of, feed_of_token, feeds_of


@login_not_required
@never_cache
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001 -- Django's way of calling
    """The calendar behind a secret address. A revoked or unknown one is not found."""
    found = feed_of_token(token)
    if found is None:
        raise Http404
    content = calendar_of(found, on=timezone.localdate())
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="cohort.ics"'
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@never_cache
@require_http_methods(["GET", "POST"])
def feeds_page(request: AuthedRequest) -> HttpResponse:
    """One's own addresses; a new one is shown once, on the page that made it."""
    form = FeedForm(request.POST if request.method == "POST" else None)
    made: list[str] = []

    def make() -> None:
        _, token = make_feed(**form.cleaned_data, by=request.user, at=timezone.now())
        made.append(link_to(reverse("calendar:feed", args=[token])))

    if attempt(form, make, at={FeedKnown: "name"}):
        form = FeedForm()
    context = {
        "form": form,
        "new": made[0] if made else "",
        "feeds": feeds_of(request.user, on=timezone.localdate()),
    }
    return render(request, "sessions/feeds_page.html", context)


@require_POST
def revoke(request: AuthedRequest, key: UUID) -> HttpResponse:
    """One address ends; the others go on."""
    own = CalendarFeed.objects.visible_to(request.user, on=timezone.localdate())
    found = revoke_feed(get_object_or_404(own, key=key), by=request.user, at=timezone.now())
    messages.success(request, f"The address for {found.name} is closed. Nothing reads it any more.")
    return redirect("sessions:feeds")
