"""What every deed of the writing side shares: the report, locked, and items written at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import IntegerField
from django.utils import timezone

import audit.actions
from kit.errors import DomainError
from kit.prepared import Prepared, slot
from people.models import User
from reflections.entries import Content
from reflections.models import Item, Jot, Report
from reflections.policies import may_write_report
from reflections.queries.items import Loaded

_LINKS: tuple[tuple[type[models.Model], str, str], ...] = (
    (Item.outcomes.through, "outcome_id", "outcomes"),
    (Item.organisations.through, "organisation_id", "organisations"),
    (Item.readers.through, "person_id", "readers"),
)
_COLUMNS = (
    "kind",
    "text",
    "audience",
    "sensitive",
    "asks_data",
    "strength",
    "open_findings",
    "version",
    "withdrawn_at",
)


class AlreadySubmitted(DomainError):
    """The report was handed over before, perhaps a moment ago in another window."""


def locked(report: Report) -> Report:
    """The report as it is now, held until the transaction ends, as writers of items do."""
    found = _LOCKED(report=report.pk)
    if not found:
        raise Report.DoesNotExist
    found[0].town = report.town  # a report never changes its town
    return found[0]


_LOCKED = Prepared(
    lambda: Report.objects.select_for_update().filter(pk=slot("report", IntegerField()))
)


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


@dataclass(frozen=True)
class Change:
    """What an item says, and what it shall say. An item without a row is new."""

    found: Loaded
    content: Content


def write(
    report: Report,
    changes: Sequence[Change],
    jots: Sequence[Jot] = (),
    *,
    by: User,
    at: datetime,
) -> None:
    """Write changed and new items and jots; the number of statements does not grow with theirs.

    Needs the report locked. `found.content` says afterwards what the item says.
    """
    if not changes and not jots:
        return
    new = [change.found.item for change in changes if change.found.item.pk is None]
    known = [change.found.item for change in changes if change.found.item.pk is not None]
    before = [change.found.content for change in changes]
    for change in changes:
        _apply(change, by=by, at=at)
    Item.objects.bulk_create(new)
    Item.objects.bulk_update(known, [*_COLUMNS, "changed_by", "changed_at"])
    for through, column, name in _LINKS:
        _link(
            through,
            column,
            {
                change.found.item.pk: (getattr(old, name), getattr(change.content, name))
                for change, old in zip(changes, before, strict=True)
            },
        )
    for jot in jots:
        jot.changed_at = at
    Jot.objects.bulk_update(jots, ["text", "status", "item", "changed_at"])
    report.started_at = report.started_at or at
    report.saved_at = at
    report.save(update_fields=["started_at", "saved_at", "changed_at"])
    facts = {"new": len(new), "changed": len(known)}
    audit.actions.record("report.saved", about=report, by=by, at=at, facts=facts)


def _apply(change: Change, *, by: User, at: datetime) -> None:
    """Put what was said into the row; its version rises by one."""
    found, content = change.found, change.content
    found.content = content
    item = found.item
    item.kind, item.text, item.audience = content.kind, content.text, content.audience
    item.sensitive, item.asks_data = content.sensitive, content.asks_data
    item.strength = content.strength
    item.open_findings = len(found.findings)
    item.version += 1
    item.withdrawn_at = None
    item.changed_by, item.changed_at = by, at


type Links = tuple[frozenset[int], frozenset[int]]


def _link(through: type[models.Model], column: str, links: Mapping[int, Links]) -> None:
    """Make the links of many items what they shall be, in at most two statements."""
    gone = models.Q()
    for item_id, (old, new) in links.items():
        if old - new:
            gone |= models.Q(item_id=item_id, **{f"{column}__in": old - new})
    if gone:
        through._default_manager.filter(gone).delete()  # noqa: SLF001 -- the only name every model has
    through._default_manager.bulk_create(  # noqa: SLF001 -- the only name every model has
        through(**{"item_id": item_id, column: number})
        for item_id, (old, new) in links.items()
        for number in sorted(new - old)
    )
