"""One item's own page: where a link from the check or from the guard leads."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.http import AuthedRequest
from reflections.models import Report
from reflections.queries.editor import editor_of
from reflections.views.finding import report_with_month, writes


@require_safe
def entry_page(request: AuthedRequest, town_slug: str, month: date, key: UUID) -> HttpResponse:
    """One entry to write on, while its lead may write the report; else its place in the report."""
    now = timezone.now()
    on = timezone.localdate(now)
    report = report_with_month(request, town_slug, month, at=now)
    if report.status == Report.Status.SUBMITTED or not writes(request, report, on=on):
        return redirect(f"{report.get_absolute_url()}#item-{key}")
    editor = editor_of(report, request.user, at=now)
    entry = next((found for found in editor.entries() if found.key == str(key)), None)
    if entry is None or entry.is_blank:
        raise Http404
    context = {"editor": editor, "entry": entry, "report_url": report.get_absolute_url()}
    return render(request, "reflections/item_page.html", context)
