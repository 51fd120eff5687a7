"""Hands a month over: as a report, or signed as nothing. By server receipt, with a stated grace."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import DateField, DateTimeField, IntegerField, Q, QuerySet

import audit.actions
from kit.errors import DomainError
from kit.prepared import PreparedUpdate, slot
from people.models import User
from reflections.actions.leaving_out import back_to_jots
from reflections.actions.telling import thank
from reflections.actions.versions import add_version
from reflections.actions.writing import AlreadySubmitted, locked_for_writing
from reflections.models import Item, Obligation, Report
from reflections.queries.reports import SnapshotItem, snapshot


class NothingWritten(DomainError):
    """The report holds no item, and the lead did not say that there was nothing."""


class SomethingWritten(DomainError):
    """The report holds items, and so there was something this month."""


@transaction.atomic
def submit_report(report: Report, *, by: User, at: datetime) -> Report:
    """Hand a month's items over, on time or late: what counts is when they were received (`at`).

    Writes the report, its first version, the obligation, one audit entry and the promise of a
    letter of thanks: all or none. Questions of the guard that wait do not stop it; they only keep
    an item from the cohort.

    Raises:
        PermissionDenied: `by` is not the town's Project Lead then.
        AlreadySubmitted: somebody handed it over first.
        NothingWritten: it holds no item.
    """
    report = _locked_open(report, by=by, at=at)
    items = snapshot(report)
    if not items:
        raise NothingWritten("Write an item first, or say that there was nothing this month.")
    report.nothing_to_report, report.note = False, ""
    _hand_over(report, items, by=by, at=at)
    return report


@transaction.atomic
def submit_nothing(
    report: Report, *, note: str, leave_items: bool = False, by: User, at: datetime
) -> Report:
    """Sign a month in which there was nothing, with a sentence if one likes: as on time.

    With `leave_items`, items begun in the report wait among their authors' jots instead of being
    refused.

    Raises:
        PermissionDenied: `by` is not the town's Project Lead then.
        AlreadySubmitted: somebody handed it over first.
        SomethingWritten: it holds items.
    """
    report = _locked_open(report, by=by, at=at)
    items = list(Item.objects.standing().filter(report=report))
    if items and not leave_items:
        raise SomethingWritten("Something is written for this month already.")
    for item in items:
        back_to_jots(item, report=report, at=at)
    report.nothing_to_report, report.note = True, note
    _hand_over(report, [], by=by, at=at)
    return report


def meet(report: Report, *, at: datetime) -> None:
    """Store that the month is met, at the moment of receipt. A month met before stays as it was."""
    with_what = _MEET_WITH_NOTHING if report.nothing_to_report else _MEET_WITH_REPORT
    with_what(town=report.town_id, month=report.month, at=at)


type _Meeting = tuple[QuerySet[Obligation], dict[str, object]]


def _meeting(met_with: Obligation.MetWith, *, was_late: bool | Q) -> _Meeting:
    """The month if it is not met yet, and what meeting it writes."""
    of_month = Obligation.objects.filter(
        town=slot("town", IntegerField()), month=slot("month", DateField())
    )
    unmet = of_month.exclude(state=Obligation.State.MET)
    return unmet, {
        "state": Obligation.State.MET,
        "reason": "",
        "met_at": _AT,
        "met_with": met_with,
        "was_late": was_late,
        "changed_at": _AT,
    }


_AT = slot("at", DateTimeField())
_MEET_WITH_NOTHING = PreparedUpdate(
    lambda: _meeting(Obligation.MetWith.NOTHING, was_late=False),
)
_MEET_WITH_REPORT = PreparedUpdate(
    lambda: _meeting(Obligation.MetWith.REPORT, was_late=Q(grace_until__lt=_AT)),
)


def _locked_open(report: Report, *, by: User, at: datetime) -> Report:
    report = locked_for_writing(report, by=by, at=at)
    if report.status != Report.Status.OPEN:
        raise AlreadySubmitted("This report has been submitted already.")
    return report


def _hand_over(report: Report, items: Sequence[SnapshotItem], *, by: User, at: datetime) -> None:
    """The report, its first version, the obligation, the deed by its name, and thanks for it."""
    report.status = Report.Status.SUBMITTED
    report.submitted_at, report.submitted_by = at, by
    report.save(
        update_fields=[
            "status",
            "nothing_to_report",
            "note",
            "submitted_at",
            "submitted_by",
            "changed_at",
        ]
    )
    add_version(report, items=items, by=by, at=at)
    meet(report, at=at)
    verb = "report.nothing_signed" if report.nothing_to_report else "report.submitted"
    audit.actions.record(verb, about=report, by=by, at=at)
    thank(report, by=by, at=at)
