"""The page on which a report is read: its head, its items by kind, and what its reader may do."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, Count, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from kit.dates import day_of, in_full, in_short, moment_in_full, month_name
from kit.periods import last_day
from kit.prepared import Prepared, slot
from kit.words import listed
from reflections.models import Kind, Obligation, Report
from reflections.policies import may_mark_read, may_quarantine, may_write_report
from reflections.queries.margins import Speakers
from reflections.queries.reading import HEADINGS, ItemRead, Reader, items_before, speakers_of
from reflections.queries.reports import last_version
from towns.models import Role


@dataclass(frozen=True)
class Group:
    """The items of one kind."""

    kind: str
    heading: str
    items: tuple[ItemRead, ...]


@dataclass(frozen=True)
class ReportRead:
    """One report before one reader. An address is empty where its reader may not go there."""

    town: str
    town_url: str
    month: str
    word: str
    tag: str
    holders: str
    received: str
    signed: str
    note: str
    is_open: bool
    is_revising: bool
    is_nothing: bool
    groups: tuple[Group, ...]
    set_aside: int
    read_all_url: str
    revise_url: str
    move_url: str
    versions_url: str
    set_aside_url: str

    @property
    def has_items(self) -> bool:
        """Whether there is anything to read."""
        return any(group.items for group in self.groups)


@dataclass(frozen=True)
class _Facts:
    """What stands about a report in other rows."""

    submitter: str | None
    set_aside: int
    due_at: datetime | None
    was_late: bool


def report_before(reader: Reader, report: Report) -> ReportRead:
    """All that the page shows. Needs the report's town; four statements at any number of items."""
    facts = _facts_of(report)
    speakers = speakers_of(report)
    revising = report.status == Report.Status.REVISING
    version = last_version(report) if revising else None
    items = items_before(reader, report, speakers, version=version)
    stands = version or report
    is_team = may_mark_read(reader.user, on=reader.on, posts=reader.posts)
    writes = may_write_report(reader.user, report, on=reader.on, posts=reader.posts)
    is_in = report.status == Report.Status.SUBMITTED
    word, tag = _word(report, facts, is_nothing=stands.nothing_to_report)
    place = [report.town.slug, report.month]
    return ReportRead(
        town=report.town.name,
        town_url=report.town.get_absolute_url(),
        month=month_name(report.month),
        word=word,
        tag=tag,
        holders=_holders(speakers, report.month),
        received=_received(report, facts),
        signed=_signed(report, facts),
        note=stands.note,
        is_open=report.status == Report.Status.OPEN,
        is_revising=revising,
        is_nothing=stands.nothing_to_report,
        groups=_grouped(items),
        set_aside=facts.set_aside,
        read_all_url=reverse("reflections:report_read", args=place)
        if is_team and _markable(items) > 1
        else "",
        revise_url=reverse("reflections:revise", args=place) if writes and is_in else "",
        move_url=reverse("reflections:move", args=place) if is_in and (writes or is_team) else "",
        versions_url=reverse("reflections:versions", args=place) if report.revised_at else "",
        set_aside_url=reverse("reflections:set_aside", args=place)
        if facts.set_aside and may_quarantine(reader.user, on=reader.on, posts=reader.posts)
        else "",
    )


def _facts_of(report: Report) -> _Facts:
    submitter, set_aside, due_at, was_late = _FACTS(report=report.pk)[0]
    return _Facts(submitter, set_aside, due_at, bool(was_late))


def _facts() -> QuerySet[Report, tuple[Any, ...]]:
    month = Obligation.objects.filter(town=OuterRef("town"), month=OuterRef("month"))
    return (
        Report.objects.filter(pk=slot("report", BigIntegerField()))
        .annotate(
            submitter=F("submitted_by__person__name"),
            set_aside=Count("items", filter=Q(items__quarantined_at__isnull=False)),
            due_at=Subquery(month.values("due_at")),
            was_late=Subquery(month.values("was_late")),
        )
        .values_list("submitter", "set_aside", "due_at", "was_late")
    )


_FACTS = Prepared(_facts)


def _word(report: Report, facts: _Facts, *, is_nothing: bool) -> tuple[str, str]:
    """How the report stands, and its tag."""
    if report.status == Report.Status.OPEN:
        return "Open", "draft"
    if facts.was_late:
        return "In, late", "late"
    return ("Nothing this month", "nothing") if is_nothing else ("On time", "met")


def _received(report: Report, facts: _Facts) -> str:
    if report.submitted_at is None:
        due = f", due {in_full(day_of(facts.due_at))}" if facts.due_at else ""
        return f"Not handed over yet{due}"
    received = f"Submitted by {facts.submitter} on {moment_in_full(report.submitted_at)}"
    if facts.was_late and facts.due_at:
        received += f"; it was due on {in_full(day_of(facts.due_at))}"
    return received


def _signed(report: Report, facts: _Facts) -> str:
    """Under a "nothing this month"."""
    if report.submitted_at is None:
        return ""
    late = "It came late." if facts.was_late else "Counts as on time."
    return f"Signed by {facts.submitter} on {in_full(day_of(report.submitted_at))}. {late}"


def _holders(speakers: Speakers, month: date) -> str:
    """Who held the post in that month; with more than one, from when and to when each."""
    end = last_day(month)
    held = [
        tenure
        for tenure in speakers.tenures
        if tenure.role == Role.PROJECT_LEAD
        and tenure.starts_on <= end
        and (tenure.ends_on is None or tenure.ends_on >= month)
    ]
    if not held:
        return "No Project Lead was in post"
    if len(held) == 1:
        return f"Project Lead: {held[0].person.name}"
    spans = []
    for tenure in held:
        parts = []
        if tenure.covering:
            parts.append("cover")
        if tenure.starts_on > month:
            parts.append(f"from {in_short(tenure.starts_on)}")
        if tenure.ends_on is not None and tenure.ends_on < end:
            parts.append(f"until {in_short(tenure.ends_on)}")
        name = tenure.person.name
        spans.append(f"{name} ({', '.join(parts)})" if parts else name)
    return f"Project Leads: {listed(spans)}"


def _grouped(items: list[ItemRead]) -> tuple[Group, ...]:
    """The items by kind. Who wrote them stands beside them only where it was more than one."""
    if len({item.author for item in items if not item.is_closed}) == 1:
        items = [replace(item, author="") for item in items]
    groups = (
        Group(str(kind), HEADINGS[kind], tuple(item for item in items if item.kind == kind))
        for kind in Kind
    )
    return tuple(group for group in groups if group.items)


def _markable(items: list[ItemRead]) -> int:
    """How many items the reader may mark together: not the sensitive ones."""
    return sum(bool(item.read_url) and not item.is_sensitive for item in items)
