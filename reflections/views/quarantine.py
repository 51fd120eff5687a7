"""Setting an item aside, and putting it back: for the Programme Team."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.http import AuthedRequest
from reflections.actions import quarantine
from reflections.models import Report
from reflections.policies import may_quarantine
from reflections.queries.quarantine import set_aside_in, set_aside_item
from reflections.queries.reading import item_before
from reflections.views.reading import reader_of
from towns.posts import posts_of_sender


@require_http_methods(["GET", "HEAD", "POST"])
def item_quarantine(request: AuthedRequest, key: UUID) -> HttpResponse:
    """Asks first, then sets the item aside at once."""
    reader = reader_of(request)
    found = item_before(reader, key)
    if found is None:
        raise Http404
    item, shown = found
    if not may_quarantine(request.user, on=reader.on, posts=reader.posts):
        raise PermissionDenied
    if request.method == "POST":
        quarantine.quarantine(item, by=request.user, at=reader.at)
        messages.success(request, "The item is set aside. Nobody reads it now.")
        return redirect(item.report)
    context = {
        "item": shown,
        "town": item.report.town.name,
        "month": item.report.month,
        "back_url": f"{item.report.get_absolute_url()}#item-{key}",
    }
    return render(request, "reflections/quarantine_page.html", context)


@require_safe
def set_aside_page(request: AuthedRequest, town_slug: str, month: date) -> HttpResponse:
    """What was set aside in a report, without its text."""
    on = timezone.localdate()
    reports = Report.objects.visible_to(request.user, on=on).select_related("town")
    report = get_object_or_404(reports, town__slug=town_slug, month=month)
    if not may_quarantine(request.user, on=on, posts=posts_of_sender(request, on=on)):
        raise PermissionDenied
    context = {"report": report, "items": set_aside_in(report)}
    return render(request, "reflections/set_aside_page.html", context)


@require_POST
def item_put_back(request: AuthedRequest, key: UUID) -> HttpResponse:
    """Lets a set-aside item be read again by those it was meant for."""
    now = timezone.now()
    on = timezone.localdate(now)
    item = set_aside_item(request.user, key, on=on)
    if item is None:
        raise Http404
    quarantine.put_back(item, by=request.user, at=now)
    messages.success(request, "The item is back in the report.")
    return redirect(item.report)
