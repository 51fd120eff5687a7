"""Revising a report that was handed over, and its versions beside each other."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from people.http import AuthedRequest
from reflections.actions.revisions import (
    NotRevising,
    NotSubmitted,
    give_up_revision,
    start_revision,
)
from reflections.models import Report
from reflections.queries.versions import versions_of
from reflections.views.conflicts import conflict_page
from reflections.views.finding import report_at, report_to_write
from reflections.views.saving import keep


@require_http_methods(["GET", "HEAD", "POST"])
def revise_page(request: AuthedRequest, town_slug: str, month: date) -> HttpResponse:
    """Starts a revision; with what somebody typed too late, if they ask so."""
    now = timezone.now()
    report = report_to_write(request, town_slug, month, on=timezone.localdate(now))
    if request.method != "POST":
        if report.status != Report.Status.SUBMITTED:
            return redirect(report)
        return render(request, "reflections/revise_page.html", {"report": report})
    try:
        report = start_revision(report, by=request.user, at=now)
    except NotSubmitted:
        return redirect(report)
    if "entry" in request.POST:
        typed = keep(report, request.POST, by=request.user, at=now)
        if typed.saved.conflicts:
            return conflict_page(request, report, typed, at=now)
    return redirect(report)


@require_http_methods(["GET", "HEAD", "POST"])
def give_up_page(request: AuthedRequest, town_slug: str, month: date) -> HttpResponse:
    """Asks once more, then ends a revision and puts everything back."""
    now = timezone.now()
    report = report_to_write(request, town_slug, month, on=timezone.localdate(now))
    if request.method != "POST" and report.status == Report.Status.REVISING:
        return render(request, "reflections/give_up_page.html", {"report": report})
    if request.method == "POST":
        try:
            give_up_revision(report, by=request.user, at=now)
        except NotRevising:
            return redirect(report)
    return redirect(report)


@require_safe
def versions_page(request: AuthedRequest, town_slug: str, month: date) -> HttpResponse:
    """What was handed over when, and any two versions compared, as far as the reader reads them."""
    on = timezone.localdate()
    report = report_at(request, town_slug, month, on=on)
    chosen = (_number(request.GET.get("from")), _number(request.GET.get("to")))
    page = versions_of(report, request.user, chosen=chosen, on=on)
    if page is None:
        raise Http404
    return render(request, "reflections/versions_page.html", {"page": page})


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else None
