"""What every deed of the writing side begins with: the report, locked, for those who write it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kit.errors import DomainError
from people.models import User
from reflections.models import Report
from reflections.policies import may_write_report


class AlreadySubmitted(DomainError):
    """The report was handed over before, perhaps a moment ago in another window."""


def locked(report: Report) -> Report:
    """The report as it is now, held until the transaction ends, as writers of items do."""
    return Report.objects.select_for_update(of=["self"]).select_related("town").get(pk=report.pk)


def locked_for(report: Report, *, by: User, at: datetime) -> Report:
    """The same, for somebody who may write it at that moment.

    Raises:
        PermissionDenied: `by` is not the town's Project Lead then.
    """
    report = locked(report)
    if not may_write_report(by, report, on=timezone.localdate(at)):
        raise PermissionDenied
    return report


def locked_for_writing(report: Report, *, by: User, at: datetime) -> Report:
    """The same, while it is open or being revised.

    Raises:
        PermissionDenied: `by` is not the town's Project Lead then.
        AlreadySubmitted: somebody handed it over first.
    """
    report = locked_for(report, by=by, at=at)
    if report.status == Report.Status.SUBMITTED:
        raise AlreadySubmitted("This report has been submitted meanwhile.")
    return report
