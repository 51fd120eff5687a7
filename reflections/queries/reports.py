"""Reports as they are handed over: the copy that a version keeps, and what a reader sees of it."""

from dataclasses import dataclass
from datetime import date
from typing import NotRequired, TypedDict, cast
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateField, IntegerField, OuterRef, QuerySet, SlugField
from django.db.models.functions import JSONObject

from kit.prepared import Prepared, slot
from people.models import Organisation, User
from reflections.models import Audience, Item, Report, ReportVersion
from reflections.models.items import AUDIENCES
from towns.access import Thing
from towns.models import Outcome
from towns.posts import Posts, posts_of


class Named(TypedDict):
    """An outcome or an organisation, as it was called then."""

    slug: str
    name: str


class SnapshotItem(TypedDict):
    """One item as it was handed over. `readers` and `author` are numbers of people."""

    key: str
    kind: str
    text: str
    audience: str
    sensitive: bool
    asks_data: bool
    strength: NotRequired[int | None]
    readers: list[int]
    outcomes: list[Named]
    organisations: list[Named]
    author: int
    author_name: str
    open_findings: int


def report_of(town_slug: str, month: date) -> Report | None:
    """The report of a town's month, with its town. Asks nobody: for those who write it."""
    return next(iter(_REPORT(town=town_slug, month=month)), None)


_REPORT = Prepared(
    lambda: Report.objects.select_related("town").filter(
        town__slug=slot("town", SlugField()), month=slot("month", DateField())
    )
)


def snapshot(report: Report) -> list[SnapshotItem]:
    """All items that stand in a report, in their order: one statement at any number."""
    return [_copied(item) for item in _SNAPSHOT(report=report.pk)]


def _items_with_names(report_id: int) -> QuerySet[Item]:
    items = Item.objects.standing().filter(report=report_id).select_related("author").in_order()
    outcomes = Outcome.objects.filter(items=OuterRef("pk")).order_by("position")
    organisations = Organisation.objects.filter(items=OuterRef("pk")).order_by("name")
    readers = Item.readers.through.objects.filter(item=OuterRef("pk")).order_by("person_id")
    named = JSONObject(slug="slug", name="name")
    return items.annotate(
        outcome_rows=ArraySubquery(outcomes.values(row=named)),
        organisation_rows=ArraySubquery(organisations.values(row=named)),
        reader_ids=ArraySubquery(readers.values("person_id")),
    )


_SNAPSHOT = Prepared(lambda: _items_with_names(slot("report", IntegerField())))


def last_version(report: Report) -> ReportVersion | None:
    """What was handed over last; none before the first time."""
    return next(iter(_LAST_VERSION(report=report.pk)), None)


_LAST_VERSION = Prepared(
    lambda: ReportVersion.objects.filter(report=slot("report", IntegerField())).order_by("-number")[
        :1
    ]
)


def items_of(version: ReportVersion) -> list[SnapshotItem]:
    """The items of a version, in their order."""
    return cast("list[SnapshotItem]", version.items)


@dataclass(frozen=True, slots=True)
class _Reach:
    """From which audience on somebody reads a town's reports, and whether its data questions."""

    narrowest: str | None
    data: bool


@dataclass(frozen=True, slots=True)
class _Now:
    """How an item of a version stands today."""

    audience: str = Audience.STEERING
    sensitive: bool = False
    is_quarantined: bool = False
    open_findings: int = 0


def read_in_version(
    version: ReportVersion, user: User, *, on: date, posts: Posts | None = None
) -> list[SnapshotItem]:
    """The items of a version that this person may read now. Needs the version's report loaded.

    What counts is the narrower of the audience then and now: narrowing recalls what it can. An item
    that is quarantined now is read by nobody, whatever the version holds.
    """
    reach = _reach(posts or posts_of(user, on=on), version.report.town_id)
    items = items_of(version)
    fields = ("key", "audience", "sensitive", "quarantined_at", "open_findings")
    rows = Item.objects.filter(key__in=[UUID(item["key"]) for item in items])
    now = {
        str(key): _Now(audience, sensitive, held_at is not None, findings)
        for key, audience, sensitive, held_at, findings in rows.values_list(*fields)
    }
    return [
        item
        for item in items
        if _reads(item, now.get(item["key"], _Now()), reach=reach, person=user.person_id)
    ]


def _reach(posts: Posts, town_id: int) -> _Reach:
    """The same table as `towns.access`, asked of the posts that somebody holds."""
    narrowest: str | None = None
    if posts.reads_in(Thing.DRAFT_REPORTS, town_id):
        narrowest = Audience.TOWN
    elif posts.reads_in(Thing.REPORTS, town_id):
        narrowest = Audience.TEAM
    elif posts.reads_in(Thing.COHORT_ITEMS, town_id):
        narrowest = Audience.COHORT
    return _Reach(narrowest, data=posts.reads_in(Thing.DATA_QUESTIONS, town_id))


def _reads(item: SnapshotItem, now: _Now, *, reach: _Reach, person: int) -> bool:
    is_mine = item["author"] == person
    if now.is_quarantined or (reach.narrowest is None and not reach.data):
        return False
    if (item["sensitive"] or now.sensitive) and not is_mine and person not in item["readers"]:
        return False
    audience = min(item["audience"], now.audience, key=AUDIENCES.index)
    if reach.data and item["asks_data"] and audience != Audience.ME:
        return True
    if is_mine and reach.narrowest == Audience.TOWN:
        return True
    if reach.narrowest is None:
        return False
    if reach.narrowest == Audience.COHORT and (now.open_findings or item["open_findings"]):
        return False
    return AUDIENCES.index(audience) >= AUDIENCES.index(reach.narrowest)


def _copied(item: Item) -> SnapshotItem:
    links = vars(item)
    return {
        "key": str(item.key),
        "kind": item.kind,
        "text": item.text,
        "audience": item.audience,
        "sensitive": item.sensitive,
        "asks_data": item.asks_data,
        "strength": item.strength,
        "readers": links["reader_ids"],
        "outcomes": links["outcome_rows"],
        "organisations": links["organisation_rows"],
        "author": item.author_id,
        "author_name": item.author.name,
        "open_findings": item.open_findings,
    }
