"""One item of a report, as the learning library shows it to whoever may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kit.dates import month_name
from people.models import Organisation, User
from reflections.models import Item
from reflections.queries.found import items_to_find
from towns.access import Thing
from towns.models import Outcome
from towns.posts import Posts


@dataclass(frozen=True)
class ItemPage:
    """An item with its town, month, outcomes and partners; the report's address for its readers."""

    item: Item
    month: str
    outcomes: Sequence[Outcome]
    partners: Sequence[Organisation]
    report_url: str


def item_page_of(key: UUID, user: User, posts: Posts, *, on: date) -> ItemPage | None:
    """The item, for who may read it; none for others: three statements."""
    rows = items_to_find(user, on=on).select_related("report__town")
    item = rows.filter(key=key).first()
    if item is None:
        return None
    report, town = item.report, item.report.town_id
    reads_report = posts.reads_in(Thing.REPORTS, town) or posts.reads_in(Thing.DRAFT_REPORTS, town)
    return ItemPage(
        item,
        month=month_name(report.month),
        outcomes=list(item.outcomes.order_by("position")),
        partners=list(item.organisations.filter(merged_into=None).order_by("name")),
        report_url=f"{report.get_absolute_url()}#item-{item.key}" if reads_report else "",
    )
