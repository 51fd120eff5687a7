"""Moves what was filed for the wrong month to the right one, whole or item by item."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

import audit.actions
from kit.errors import DomainError
from people.models import User
from reflections.actions.obligations import settle_obligations
from reflections.actions.reports import meet
from reflections.actions.versions import add_version
from reflections.models import Item, Obligation, Report
from reflections.policies import may_move_report
from towns.models import Town


class NoSuchMonth(DomainError):
    """The town has no report for that month, or it is the same one."""


class UnderRevision(DomainError):
    """One of the two reports is being revised."""


class MonthHasItems(DomainError):
    """The other month has items of its own, and nobody chose which ones move."""


class NothingChosen(DomainError):
    """No item was chosen that could move."""


@transaction.atomic
def move_report(
    report: Report, *, to: date, keys: Collection[UUID] | None = None, by: User, at: datetime
) -> Report:
    """Move a report's items to another month of its town: all of them, or those of these keys.

    A month that was empty and open takes the submission over, with the moment it was received; the
    month that is left empty is open and owed again. A month that was handed over gets a new
    version; a "nothing" beside what it has is taken back. Both months are audited. Returns the
    other month's report.

    Raises:
        PermissionDenied: `by` is neither the town's Project Lead nor, for what was handed over, of
            the team. NoSuchMonth, UnderRevision, MonthHasItems, NothingChosen: see there.
    """
    source, target = _locked_pair(report, to)
    if not may_move_report(by, source, on=timezone.localdate(at)):
        raise PermissionDenied
    if Report.Status.REVISING in {source.status, target.status}:
        raise UnderRevision("One of the two reports is being revised. Finish that first.")
    was_empty = not _standing(target).exists() and target.status == Report.Status.OPEN
    if keys is None and _standing(target).exists():
        raise MonthHasItems("That month has items of its own. Choose which ones to move.")
    moved = _move(source, target, keys)
    if not moved and not source.nothing_to_report:
        raise NothingChosen("Choose at least one item to move.")
    is_left_empty = not _standing(source).exists()
    if source.status == Report.Status.SUBMITTED and was_empty and is_left_empty:
        _take_over(source, target, by=by, at=at)
    elif target.status == Report.Status.SUBMITTED and moved:
        _add_revision(target, by=by, at=at)
    if source.status == Report.Status.SUBMITTED:
        if is_left_empty:
            _reopen(source, at=at)
        else:
            _add_revision(source, by=by, at=at)
    facts = {"items": moved, "from": source.pk, "to": target.pk}
    audit.actions.record("report.moved", about=source, by=by, at=at, facts=facts)
    audit.actions.record("report.taken_in", about=target, by=by, at=at, facts=facts)
    return target


def _locked_pair(report: Report, to: date) -> tuple[Report, Report]:
    """Both reports as they are now, locked in one order whichever way things move."""
    rows = {
        row.month: row
        for row in Report.objects.select_for_update(of=["self"])
        .select_related("town")
        .filter(town=report.town_id, month__in=[report.month, to])
        .order_by("pk")
    }
    if len(rows) < 2:
        raise NoSuchMonth("Choose another month of the programme, up to this one.")
    return rows[report.month], rows[to]


def _standing(report: Report) -> QuerySet[Item]:
    return Item.objects.standing().filter(report=report)


def _move(source: Report, target: Report, keys: Collection[UUID] | None) -> int:
    """Point the items at the other report; with them all goes what is out of sight, too."""
    items = Item.objects.filter(report=source)
    if keys is not None:
        items = items.standing().filter(key__in=keys)
    return items.update(report=target, version=F("version") + 1, changed_at=timezone.now())


def _take_over(source: Report, target: Report, *, by: User, at: datetime) -> None:
    """The empty month is handed over as of when the other one was."""
    target.status = Report.Status.SUBMITTED
    target.submitted_at, target.submitted_by = source.submitted_at, source.submitted_by
    target.nothing_to_report, target.note = source.nothing_to_report, source.note
    target.started_at, target.saved_at = source.started_at, source.saved_at
    target.save()
    add_version(target, by=by, at=at)
    meet(target, at=source.submitted_at or at)


def _add_revision(report: Report, *, by: User, at: datetime) -> None:
    """Others read at once what a report holds that was handed over before."""
    report.nothing_to_report, report.note = False, ""
    report.revised_at = at
    report.save()
    add_version(report, by=by, at=at)
    Obligation.objects.filter(
        town=report.town_id, month=report.month, state=Obligation.State.MET
    ).update(met_with=Obligation.MetWith.REPORT, changed_at=at)


def _reopen(report: Report, *, at: datetime) -> None:
    """Nothing is left of it: the month is open again, and owed or excused as the facts stand."""
    report.status = Report.Status.OPEN
    report.submitted_at = report.submitted_by = report.revised_at = None
    report.nothing_to_report, report.note = False, ""
    report.save()
    obligation = Obligation.objects.filter(town=report.town_id, month=report.month).first()
    if obligation is not None and obligation.state == Obligation.State.MET:
        is_held = obligation.holder_id is not None
        obligation.state = Obligation.State.OWED if is_held else Obligation.State.EXCUSED
        obligation.reason = "" if is_held else Obligation.Reason.VACANT
        obligation.met_with, obligation.met_at, obligation.was_late = "", None, False
        obligation.save()
    settle_obligations(at=at, towns=Town.objects.filter(pk=report.town_id))
