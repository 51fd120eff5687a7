"""Reading a report: the page itself, marking as read, opening what is sensitive."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from people.http import AuthedRequest
from reflections.actions import events
from reflections.models import Item, Report
from reflections.queries.addresses import address_of
from reflections.queries.reading import Reader
from reflections.queries.report_page import report_before
from towns.posts import posts_of_sender

OPENED = "opened_item"  # in the session, for one page: the sensitive item just opened


def reader_of(request: AuthedRequest) -> Reader:
    """Who reads, and the sensitive item that they opened a moment ago: it shows once."""
    now = timezone.now()
    opened = str(request.session.pop(OPENED)) if OPENED in request.session else ""
    posts = posts_of_sender(request, on=timezone.localdate(now))
    return Reader(request.user, posts, now, opened)


def report_reading_page(request: AuthedRequest, report: Report) -> HttpResponse:
    """A report for who reads it. The report's own view has found it; needs its town loaded."""
    page = report_before(reader_of(request), report)
    return render(request, "reflections/report_read_page.html", {"report": page})


@require_POST
def report_read(request: AuthedRequest, town_slug: str, month: date) -> HttpResponse:
    """Marks every item of a report as read by this member of the team."""
    now = timezone.now()
    reports = Report.objects.visible_to(request.user, on=timezone.localdate(now))
    found = reports.select_related("town")
    report = get_object_or_404(found, town__slug=town_slug, month=month)
    events.mark_report_read(report, by=request.user, at=now)
    messages.success(request, "Marked as read. The Project Lead sees your name.")
    return redirect(report)


@require_POST
def item_read(request: AuthedRequest, key: UUID) -> HttpResponse:
    """Marks one item as read by this member of the team."""
    now = timezone.now()
    item = visible_item(request, key)
    events.mark_read(item, by=request.user, at=now)
    return redirect(f"{item.report.get_absolute_url()}#item-{key}")


@require_POST
def item_open(request: AuthedRequest, key: UUID) -> HttpResponse:
    """Opens a sensitive item once; that it was opened, and by whom, is kept."""
    item = visible_item(request, key)
    events.open_sensitive(item, by=request.user, at=timezone.now())
    request.session[OPENED] = str(key)
    if "from_item" in request.POST:
        return redirect(address_of("margin", key))
    return redirect(f"{item.report.get_absolute_url()}#item-{key}")


def visible_item(request: AuthedRequest, key: UUID) -> Item:
    """An item that its reader may see, with its report and town."""
    items = Item.objects.visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(items.select_related("report__town"), key=key)
