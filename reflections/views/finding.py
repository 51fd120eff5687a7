"""Finds the report of an address, for those who may read or write it."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from kit.dates import day_of
from people.http import AuthedRequest
from reflections.models import Report
from reflections.policies import may_write_report
from reflections.queries import editor
from reflections.queries.reports import report_of
from towns.posts import posts_of_sender


def report_at(request: AuthedRequest, town_slug: str, month: date, *, on: date) -> Report:
    """The report of a town's month, with its town; 404 for who does not read it."""
    reports = _visible(request, on=on).select_related("town")
    return get_object_or_404(reports, town__slug=town_slug, month=month)


def report_with_month(
    request: AuthedRequest, town_slug: str, month: date, *, at: datetime
) -> Report:
    """The same with all that the page to write on tells of its month."""
    posts_of_sender(request, on=day_of(at))  # first: every condition from here on is made of them
    report = editor.report_with_month(request.user, town_slug, month, at=at)
    if report is None:
        raise Http404
    return report


def _visible(request: AuthedRequest, *, on: date) -> QuerySet[Report]:
    posts_of_sender(request, on=on)  # first: every condition from here on is made of them
    return Report.objects.visible_to(request.user, on=on)


def writes(request: AuthedRequest, report: Report, *, on: date) -> bool:
    """Whether the sender may write this report, by the posts that the page knows already."""
    return may_write_report(request.user, report, on=on, posts=posts_of_sender(request, on=on))


def report_to_write(request: AuthedRequest, town_slug: str, month: date, *, on: date) -> Report:
    """The same for those who write it; 403 for a reader who does not."""
    report = report_of(town_slug, month)
    if report is not None and writes(request, report, on=on):
        return report
    report_at(request, town_slug, month, on=on)  # who does not even read it finds nothing
    raise PermissionDenied
