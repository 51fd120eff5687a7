"""One item of a report, as the learning library shows it to whoever may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kit.dates import month_name
from people.models import Organisation, User
from reflections.models import Item, Kind, Report
from reflections.policies import may_use_learning
from reflections.queries.addresses import address_of
from reflections.queries.echoes import Said, echoes_of_row, said_later
from reflections.queries.found import items_to_find
from reflections.queries.reuse import times_used, used_here, used_words
from towns.access import Thing
from towns.models import Outcome
from towns.posts import Posts


@dataclass(frozen=True)
class ItemPage:
    """An item with its town, month, outcomes and partners; the report's address for its readers.

    And what others made of it: for those who may use it, where to ask, and whether their town does.
    """

    item: Item
    month: str
    outcomes: Sequence[Outcome]
    partners: Sequence[Organisation]
    report_url: str
    said: Sequence[Said]
    used: str
    ask_url: str
    helps_url: str
    is_used_here: bool


def item_page_of(key: UUID, user: User, posts: Posts, *, on: date) -> ItemPage | None:
    """The item, for who may read it; none for others: three statements."""
    rows = items_to_find(user, on=on).select_related("report__town")
    rows = rows.annotate(used=times_used(), here=used_here(user, on=on), said=echoes_of_row())
    item = rows.filter(key=key).first()
    if item is None:
        return None
    report, town = item.report, item.report.town_id
    reads_report = posts.reads_in(Thing.REPORTS, town) or posts.reads_in(Thing.DRAFT_REPORTS, town)
    is_learning = item.kind == Kind.LEARNING and report.status == Report.Status.SUBMITTED
    may_use = is_learning and may_use_learning(user, item, on=on, posts=posts)
    return ItemPage(
        item,
        month=month_name(report.month),
        outcomes=list(item.outcomes.order_by("position")),
        partners=list(item.organisations.filter(merged_into=None).order_by("name")),
        report_url=f"{report.get_absolute_url()}#item-{item.key}" if reads_report else "",
        said=said_later(vars(item)["said"]),
        used=used_words(vars(item)["used"]),
        ask_url=address_of("introduce", item.key) if may_use else "",
        helps_url=address_of("item_helps", item.key) if may_use else "",
        is_used_here=vars(item)["here"],
    )
