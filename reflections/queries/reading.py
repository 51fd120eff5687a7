"""A report as its readers see it: the items that each may read, and what stands beside them."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from partners.models import Strength
from people.models import User
from reflections.models import Audience, Item, ItemEvent, Kind, Question, Report, ReportVersion
from reflections.policies import (
    may_ask,
    may_mark_read,
    may_quarantine,
    may_reply,
    may_write_report,
)
from reflections.queries.addresses import address_of
from reflections.queries.echoes import Said, echoes_by_item, said_later
from reflections.queries.margins import (
    Heard,
    Speakers,
    Thread,
    heard,
    threads_by_item,
    with_turns,
)
from reflections.queries.reading_shapes import ITEMS_OF_REPORT, ONE_ITEM, THREADS
from reflections.queries.reports import SnapshotItem, last_version, read_in_version
from towns.access import Thing
from towns.models import Tenure
from towns.models.tenures import TOWN_ROLES
from towns.posts import Posts

KIND_ORDER = {str(kind): place for place, kind in enumerate(Kind)}
KIND_WORDS = dict(Kind.choices)
HEADINGS = {
    Kind.CONNECTION: "New connections",
    Kind.CHALLENGE: "Challenges",
    Kind.LEARNING: "Powerful learning moments",
}
AUDIENCE_WORDS = {
    Audience.ME: "Only the author",
    Audience.TOWN: "The town",
    Audience.TEAM: "Programme Team",
    Audience.COHORT: "The cohort",
    Audience.STEERING: "Steering Groups",
}


@dataclass(frozen=True)
class ItemRead:
    """One item before one reader. A closed one is sensitive and not yet opened: it is empty."""

    key: UUID
    kind: str
    kind_word: str
    text: str
    audience: str
    is_sensitive: bool
    is_closed: bool
    asks_data: bool
    author: str
    outcomes: tuple[str, ...]
    organisations: tuple[str, ...]
    strength: str = ""
    heard: tuple[Heard, ...] = ()
    echoes: tuple[Said, ...] = ()
    threads: tuple[Thread, ...] = ()
    read_url: str = ""
    ask_url: str = ""
    open_url: str = ""
    quarantine_url: str = ""


@dataclass(frozen=True)
class Reader:
    """Who reads, when, with which posts, and which sensitive item they have just opened."""

    user: User
    posts: Posts
    at: datetime
    opened: str = ""

    @property
    def on(self) -> date:
        """The day of reading."""
        return timezone.localdate(self.at)


def speakers_of(report: Report) -> Speakers:
    """Who held a post in the report's town, ever: one statement."""
    held = Tenure.objects.filter(town=report.town_id, role__in=TOWN_ROLES)
    return Speakers(tuple(held.select_related("person").order_by("starts_on", "pk")))


def items_before(
    reader: Reader, report: Report, speakers: Speakers, *, version: ReportVersion | None = None
) -> list[ItemRead]:
    """The items of a report that this person reads now, in their order, with their margins.

    With a `version`, the items as they were handed over then: so a report under revision is read,
    and nothing is asked of it meanwhile.
    """
    if version is not None:
        return _from_version(reader, report, version, speakers)
    rows = ITEMS_OF_REPORT(reader.user, on=reader.on, report=report.pk)
    return _from_rows(reader, rows, report, speakers)


def item_before(reader: Reader, key: UUID) -> tuple[Item, ItemRead] | None:
    """One item with its margin before one reader; none if they do not read it."""
    item = Item.objects.select_related("report__town").filter(key=key).first()
    if item is None:
        return None
    speakers = speakers_of(item.report)
    rows = ONE_ITEM(reader.user, on=reader.on, item=item.pk)
    found = _from_rows(reader, rows, item.report, speakers)
    if not found and item.report.status == Report.Status.REVISING:
        version = last_version(item.report)
        found = items_before(reader, item.report, speakers, version=version)
    shown = next((one for one in found if one.key == key), None)
    return (item, shown) if shown else None


def question_before(reader: Reader, key: UUID) -> tuple[Question, Item, ItemRead] | None:
    """One question and its item, with that thread alone in the margin; none if it is not read."""
    question = Question.objects.select_related("item").filter(key=key).first()
    found = item_before(reader, question.item.key) if question else None
    if question is None or found is None:
        return None
    item, shown = found
    threads = tuple(thread for thread in shown.threads if thread.key == key)
    if not threads and not shown.is_closed:
        return None
    return question, item, replace(shown, threads=threads)


def _from_rows(
    reader: Reader, rows: list[Item], report: Report, speakers: Speakers
) -> list[ItemRead]:
    """Items of one report: one statement at any number."""
    rows.sort(key=lambda item: KIND_ORDER[item.kind])
    if not rows:
        return []
    for row in rows:
        row.report = report
    on = reader.on
    threads = threads_by_item(
        THREADS(reader.user, on=on, items=[item.pk for item in rows]),
        speakers,
        can_reply=may_reply(reader.user, rows[0], on=on, posts=reader.posts),
        is_asked=may_write_report(reader.user, rows[0].report, on=on, posts=reader.posts),
    )
    return [_row_before(reader, item, threads.get(item.key, [])) for item in rows]


def _row_before(reader: Reader, item: Item, threads: list[Thread]) -> ItemRead:
    facts: dict[str, Any] = vars(item)
    key, user, on, posts = item.key, reader.user, reader.on, reader.posts
    seen = [event for event in facts["events_seen"] if event["kind"] == ItemEvent.Kind.READ]
    is_marked = any(event["by"] == user.pk for event in seen)
    can_mark = may_mark_read(user, on=on, posts=posts)
    can_ask = may_ask(user, item, on=on, posts=posts)
    return _closed_until_opened(
        ItemRead(
            key=key,
            kind=item.kind,
            kind_word=KIND_WORDS[item.kind],
            text=item.text,
            audience=AUDIENCE_WORDS[Audience(item.audience)],
            is_sensitive=item.sensitive,
            is_closed=False,
            asks_data=item.asks_data,
            author=facts["author_name"],
            outcomes=tuple(facts["outcome_names"]),
            organisations=tuple(facts["organisation_names"]),
            strength=Strength(item.strength).label if item.strength else "",
            heard=heard(facts["events_seen"], reader_id=user.pk),
            echoes=said_later(facts["said_later"]),
            threads=tuple(threads),
            read_url=address_of("item_read", key) if can_mark and not is_marked else "",
            ask_url=address_of("margin", key) if can_ask else "",
            quarantine_url=(
                address_of("item_quarantine", key)
                if may_quarantine(user, on=on, posts=posts)
                else ""
            ),
        ),
        reader,
        author_id=item.author_id,
    )


def _from_version(
    reader: Reader, report: Report, version: ReportVersion, speakers: Speakers
) -> list[ItemRead]:
    """What was handed over last, by the same audiences: threads are shown, nothing can be done."""
    version.report = report
    copies = read_in_version(version, reader.user, on=reader.on, posts=reader.posts)
    copies.sort(key=lambda copy: KIND_ORDER[copy["kind"]])
    reads_margins = reader.posts.reads_in(Thing.REPORTS, report.town_id)
    keys = [UUID(copy["key"]) for copy in copies] if reads_margins else []
    questions = Question.objects.filter(item__key__in=keys)
    threads = threads_by_item(with_turns(questions), speakers, can_reply=False)
    echoes = echoes_by_item(UUID(copy["key"]) for copy in copies)
    can_quarantine = may_quarantine(reader.user, on=reader.on, posts=reader.posts)
    return [
        _copy_before(
            reader,
            copy,
            threads.get(UUID(copy["key"]), []),
            echoes.get(UUID(copy["key"]), ()),
            can_quarantine=can_quarantine,
        )
        for copy in copies
    ]


def _copy_before(
    reader: Reader,
    copy: SnapshotItem,
    threads: list[Thread],
    echoes: tuple[Said, ...],
    *,
    can_quarantine: bool,
) -> ItemRead:
    closed = _closed_until_opened(
        ItemRead(
            key=UUID(copy["key"]),
            kind=copy["kind"],
            kind_word=KIND_WORDS[copy["kind"]],
            text=copy["text"],
            audience=AUDIENCE_WORDS[Audience(copy["audience"])],
            is_sensitive=copy["sensitive"],
            is_closed=False,
            asks_data=copy["asks_data"],
            author=copy["author_name"],
            outcomes=tuple(outcome["name"] for outcome in copy["outcomes"]),
            organisations=tuple(organisation["name"] for organisation in copy["organisations"]),
            strength=Strength(found).label if (found := copy.get("strength")) else "",
            echoes=echoes,
            threads=tuple(threads),
            quarantine_url=address_of("item_quarantine", copy["key"]) if can_quarantine else "",
        ),
        reader,
        author_id=copy["author"],
    )
    return replace(closed, open_url="")


def _closed_until_opened(item: ItemRead, reader: Reader, *, author_id: int) -> ItemRead:
    """A sensitive item of somebody else's shows nothing until it is opened, which is recorded."""
    if not item.is_sensitive or author_id == reader.user.person_id:
        return item
    if reader.opened == str(item.key):
        return item
    return replace(
        item,
        text="",
        is_closed=True,
        author="",
        outcomes=(),
        organisations=(),
        strength="",
        heard=(),
        echoes=(),
        threads=(),
        read_url="",
        ask_url="",
        open_url=address_of("item_open", item.key),
    )
