"""Keeps what a report held at the moment it was handed over."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from people.models import User
from reflections.models import Report, ReportVersion
from reflections.nudging import nudge
from reflections.queries.reports import SnapshotItem, last_version, snapshot


def add_version(
    report: Report, *, items: Sequence[SnapshotItem] | None = None, by: User, at: datetime
) -> int:
    """Keep what the report holds as its next version; returns its number. Needs it locked.

    `items` is its snapshot, if the caller has it.
    """
    version = last_version(report)
    number = version.number + 1 if version else 1
    ReportVersion.objects.create(
        report=report,
        number=number,
        made_at=at,
        made_by=by,
        nothing_to_report=report.nothing_to_report,
        note=report.note,
        items=snapshot(report) if items is None else items,
    )
    transaction.on_commit(nudge)
    return number
