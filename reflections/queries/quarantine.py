"""Items that were set aside: who did it and when, never what they say."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kit.dates import moment_in_full
from people.models import User
from reflections.models import Item, Kind, Report
from reflections.queries.addresses import address_of


@dataclass(frozen=True, slots=True)
class SetAside:
    """One item that nobody reads for now."""

    kind: str
    author: str
    when: str
    by: str
    put_back_url: str


def set_aside_in(report: Report) -> list[SetAside]:
    """The items of a report that were set aside, oldest first: one statement."""
    rows = (
        Item.objects.filter(report=report, quarantined_at__isnull=False)
        .order_by("quarantined_at", "pk")
        .values_list(
            "kind", "author__name", "quarantined_at", "quarantined_by__person__name", "key"
        )
    )
    return [
        SetAside(Kind(kind).label, author, moment_in_full(at), by, address_of("item_put_back", key))
        for kind, author, at, by, key in rows
        if at is not None
    ]


def set_aside_item(user: User, key: UUID, *, on: date) -> Item | None:
    """A set-aside item of a report that this person reads, by its key."""
    reports = Report.objects.visible_to(user, on=on)
    items = Item.objects.filter(quarantined_at__isnull=False, report__in=reports)
    return items.select_related("report__town").filter(key=key).first()
