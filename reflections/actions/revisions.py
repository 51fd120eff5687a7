"""Revises a report that was handed over. Until it is done the others read the last version."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.db.models import QuerySet

import audit.actions
from kit.errors import DomainError
from people.models import Organisation, User
from reflections.actions.leaving_out import back_to_jots
from reflections.actions.reports import NothingWritten
from reflections.actions.versions import add_version
from reflections.actions.writing import Change, locked_for, write
from reflections.entries import Content
from reflections.models import Item, Obligation, Report
from reflections.queries.items import Loaded, by_key
from reflections.queries.reports import Named, SnapshotItem, items_of, last_version
from towns.models import Outcome


class NotSubmitted(DomainError):
    """There is nothing to revise: the report was not handed over yet."""


class NotRevising(DomainError):
    """No revision is under way."""


@transaction.atomic
def start_revision(report: Report, *, by: User, at: datetime) -> Report:
    """Open a submitted report to its lead again. The others go on reading the last version.

    Starting twice is starting once.

    Raises:
        PermissionDenied: `by` is not the town's Project Lead then.
        NotSubmitted: it was not handed over yet.
    """
    report = locked_for(report, by=by, at=at)
    if report.status == Report.Status.OPEN:
        raise NotSubmitted("This report has not been submitted yet: change it as it is.")
    if report.status == Report.Status.SUBMITTED:
        report.status = Report.Status.REVISING
        report.save(update_fields=["status", "changed_at"])
        audit.actions.record("report.revision_started", about=report, by=by, at=at)
    return report


@transaction.atomic
def submit_revision(report: Report, *, by: User, at: datetime) -> Report:
    """Hand a revised report over as its next version. When the month was met does not change.

    Raises:
        PermissionDenied: `by` is not the town's Project Lead then.
        NotRevising: it was handed over, or given up, first.
        NothingWritten: no item is left in it.
    """
    report = _locked_revising(report, by=by, at=at)
    if not Item.objects.standing().filter(report=report).exists():
        raise NothingWritten(
            "A revised report needs an item. To keep what was there, give up the revision."
        )
    report.status = Report.Status.SUBMITTED
    report.nothing_to_report, report.note = False, ""
    report.revised_at = at
    report.save()
    number = add_version(report, by=by, at=at)
    Obligation.objects.filter(
        town=report.town, month=report.month, state=Obligation.State.MET
    ).update(met_with=Obligation.MetWith.REPORT, changed_at=at)
    audit.actions.record("report.revised", about=report, by=by, at=at, facts={"version": number})
    return report


@transaction.atomic
def give_up_revision(report: Report, *, by: User, at: datetime) -> Report:
    """End a revision and put every item back as it was. What is new waits among the jots.

    Raises:
        PermissionDenied: `by` is not the town's Project Lead then.
        NotRevising: it was handed over, or given up, first.
    """
    report = _locked_revising(report, by=by, at=at)
    version = last_version(report)
    copies = {UUID(copy["key"]): copy for copy in items_of(version)} if version else {}
    known = by_key(Item.objects.filter(report=report, quarantined_at=None))
    for key in known.keys() - copies.keys():
        back_to_jots(known[key].item, report=report, at=at)
    _restore([(known[key], copies[key]) for key in copies if key in known], report, by=by, at=at)
    report.status = Report.Status.SUBMITTED
    report.save(update_fields=["status", "changed_at"])
    audit.actions.record("report.revision_given_up", about=report, by=by, at=at)
    return report


def _locked_revising(report: Report, *, by: User, at: datetime) -> Report:
    report = locked_for(report, by=by, at=at)
    if report.status != Report.Status.REVISING:
        raise NotRevising("This report is not being revised any more.")
    return report


def _restore(
    pairs: Iterable[tuple[Loaded, SnapshotItem]], report: Report, *, by: User, at: datetime
) -> None:
    """Put items back as they were copied: text, audience, tags and all."""
    pairs = list(pairs)
    outcomes = _numbers(Outcome.objects.all(), [copy["outcomes"] for _, copy in pairs])
    organisations = _numbers(
        Organisation.objects.all(), [copy["organisations"] for _, copy in pairs]
    )
    changes = []
    for found, copy in pairs:
        content = Content(
            kind=copy["kind"],
            text=copy["text"],
            audience=copy["audience"],
            sensitive=copy["sensitive"],
            asks_data=copy["asks_data"],
            strength=copy.get("strength"),
            readers=frozenset(copy["readers"]),
            outcomes=_those(outcomes, copy["outcomes"]),
            organisations=_those(organisations, copy["organisations"]),
        )
        if content != found.content or found.item.withdrawn_at is not None:
            changes.append(Change(found, content))
    write(report, changes, by=by, at=at)


def _numbers[Row: models.Model](
    rows: QuerySet[Row], groups: Iterable[Iterable[Named]]
) -> dict[str, int]:
    """The keys of all that the copies name, by slug."""
    slugs = {named["slug"] for group in groups for named in group}
    return dict(rows.filter(slug__in=slugs).values_list("slug", "pk"))


def _those(numbers: dict[str, int], names: Iterable[Named]) -> frozenset[int]:
    return frozenset(numbers[named["slug"]] for named in names if named["slug"] in numbers)
