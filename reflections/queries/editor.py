"""The page on which a month's report is written: its entries, and what they can be tagged with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db.models import Q, QuerySet

from kit.dates import clock, day_of, in_full, in_short, month_name
from people.models import Organisation, Person, User
from reflections.entries import Content
from reflections.models import Item, Jot, Obligation, Report
from reflections.queries.entry_rows import GROUPS, Editor, Entry, Group, LeftOut, Tags
from reflections.queries.items import Loaded, loaded
from towns.models import Outcome, Role, Tenure

MOST_JOTS = 50  # on one page; the rest follow when these are in
MOST_NAMES = 200  # organisations offered while typing; the others by their whole name


class OutcomeRow(NamedTuple):
    """An outcome, as far as the page needs it."""

    pk: int
    slug: str
    name: str
    theme: str


class BodyRow(NamedTuple):
    """An organisation, as far as the page needs it."""

    pk: int
    slug: str
    name: str
    merged_into: int | None


class PersonRow(NamedTuple):
    """Somebody who may be named as a reader."""

    pk: int
    key: UUID
    name: str


@dataclass
class Found:
    """The rows of the page before they are put into words."""

    items: list[Loaded]
    jots: list[Jot]
    outcomes: list[OutcomeRow]
    people: list[PersonRow]
    bodies: dict[int, BodyRow]


def editor_of(report: Report, user: User, *, at: datetime) -> Editor:
    """The page for somebody who may write the report. Needs the report's town and its programme.

    Six statements at any number of entries.
    """
    on = day_of(at)
    found = _found(report, user, on=on)
    taken_in, beside = _sorted_jots(report, found.jots)
    standing = [one for one in found.items if one.item.withdrawn_at is None]
    entries = [_item_entry(one, found, user) for one in standing] + [
        _jot_entry(jot, user) for jot in taken_in
    ]
    due = Obligation.objects.filter(town=report.town_id, month=report.month).first()
    return Editor(
        town=report.town.name,
        town_url=report.town.get_absolute_url(),
        month=month_name(report.month),
        is_revising=report.status == Report.Status.REVISING,
        due=_due(due, at=at),
        is_late=due is not None and due.state == Obligation.State.OWED and at > due.grace_until,
        saved=saved_words(report.saved_at, on=on),
        safeguarding_note=report.town.programme.safeguarding_note,
        groups=grouped(entries),
        unsorted=tuple(entry for entry in entries if not entry.kind),
        left_out=_beside(found, beside, standing),
        tags=_tags(found),
    )


def grouped(entries: Sequence[Entry]) -> tuple[Group, ...]:
    """Entries under their kinds, each counted, with an empty one at the end of each kind."""
    groups = []
    for kind, title, hint, word, add in GROUPS:
        own = [entry for entry in entries if entry.kind == kind]
        own.append(Entry(key=str(uuid4()), kind=kind))
        counted = tuple(
            replace(entry, legend=f"{word} {number}") for number, entry in enumerate(own, start=1)
        )
        groups.append(Group(kind, title, hint, word, add, counted))
    return tuple(groups)


def saved_words(saved_at: datetime | None, *, on: date) -> str:
    """The line that says when the draft was saved."""
    if saved_at is None:
        return ""
    day = day_of(saved_at)
    if day == on:
        return f"Draft saved at {clock(saved_at)}"
    return f"Draft saved on {in_full(day)} at {clock(saved_at)}"


def nameable(report: Report, items: Iterable[Loaded] = (), *, on: date) -> QuerySet[Person]:
    """Whom an author may name as a reader: the town's people, the team, who was named before."""
    named = {number for one in items for number in one.content.readers}
    posts = Tenure.objects.active(on=on).filter(
        Q(town=report.town_id, role__in=[Role.PROJECT_LEAD, Role.LINK_LEAD])
        | Q(role=Role.PROGRAMME_TEAM)
    )
    may_be_named = Q(pk__in=posts.values("person")) | Q(pk__in=named)
    return Person.objects.filter(may_be_named).order_by("name")


def _outcomes(items: Iterable[Loaded], *, on: date) -> QuerySet[Outcome]:
    """The vocabulary of the day, and older words that are in use in this report."""
    used = {number for one in items for number in one.content.outcomes}
    return Outcome.objects.valid(on=on) | Outcome.objects.filter(pk__in=used).order_by("position")


def _found(report: Report, user: User, *, on: date) -> Found:
    items = Item.objects.filter(report=report, quarantined_at=None).select_related("author")
    mine = [one for one in loaded(items.in_order()) if one.is_read_by(user)]
    jots = Jot.objects.visible_to(user, on=on).waiting().up_to(report.month)
    jots = jots.filter(town=report.town_id).select_related("author")
    used = {number for one in mine for number in one.content.organisations}
    living = Organisation.objects.filter(merged_into=None).order_by("name")[:MOST_NAMES]
    bodies = Organisation.objects.filter(Q(pk__in=used) | Q(pk__in=living.values("pk")))
    return Found(
        items=mine,
        jots=list(jots.order_by("noticed_on", "pk")[:MOST_JOTS]),
        outcomes=[
            OutcomeRow(*row) for row in _outcomes(mine, on=on).values_list(*OutcomeRow._fields)
        ],
        people=[
            PersonRow(*row) for row in nameable(report, mine, on=on).values_list(*PersonRow._fields)
        ],
        bodies={row[0]: BodyRow(*row) for row in bodies.values_list(*BodyRow._fields)},
    )


def _sorted_jots(report: Report, jots: list[Jot]) -> tuple[list[Jot], list[Jot]]:
    """Those that stand in the page, and those that wait beside it: in a revision, all of them."""
    revising = report.status == Report.Status.REVISING
    beside = [jot for jot in jots if revising or jot.left_out_month == report.month]
    return [jot for jot in jots if jot not in beside], beside


def _item_entry(one: Loaded, found: Found, user: User) -> Entry:
    item, content = one.item, one.content
    by_number = {outcome.pk: outcome.slug for outcome in found.outcomes}
    people = {person.pk: str(person.key) for person in found.people}
    return Entry(
        key=str(item.key),
        kind=item.kind,
        text=item.text,
        version=item.version,
        was=content.digest,
        audience=item.audience,
        sensitive=item.sensitive,
        asks_data=item.asks_data,
        readers=frozenset(people[pk] for pk in content.readers if pk in people),
        outcomes=frozenset(by_number[pk] for pk in content.outcomes if pk in by_number),
        organisations=tuple(
            sorted((found.bodies[pk].slug, found.bodies[pk].name) for pk in content.organisations)
        ),
        findings=one.findings if item.open_findings else (),
        note="" if item.author_id == user.person_id else f"By {item.author.name}",
        is_mine=item.author_id == user.person_id,
    )


def _jot_entry(jot: Jot, user: User) -> Entry:
    whose = "your" if jot.author_id == user.person_id else f"{jot.author.name}\u2019s"
    return Entry(
        key=str(jot.key),
        kind=jot.kind,
        text=jot.text,
        was=Content(kind=jot.kind, text=jot.text).digest,
        note=f"From {whose} jots, {in_short(jot.noticed_on)}. Not in the report until you save.",
        is_mine=jot.author_id == user.person_id,
        is_jot=True,
    )


def _beside(found: Found, jots: list[Jot], standing: list[Loaded]) -> tuple[LeftOut, ...]:
    withdrawn = [one.item for one in found.items if one not in standing]
    return tuple(
        LeftOut(str(item.key), item.text, f"{item.get_kind_display()}, taken out", item.kind)
        for item in withdrawn
    ) + tuple(
        LeftOut(str(jot.key), jot.text, f"Jot, {in_short(jot.noticed_on)}", jot.kind)
        for jot in jots
    )


def _tags(found: Found) -> Tags:
    themes: dict[str, list[tuple[str, str]]] = {}
    for outcome in found.outcomes:
        themes.setdefault(outcome.theme, []).append((outcome.slug, outcome.name))
    return Tags(
        themes=tuple((theme, tuple(rows)) for theme, rows in themes.items()),
        people=tuple((str(person.key), person.name) for person in found.people),
        organisations=tuple(
            sorted(body.name for body in found.bodies.values() if body.merged_into is None)
        ),
    )


def _due(obligation: Obligation | None, *, at: datetime) -> str:
    """Until when the report is awaited, in one sentence."""
    if obligation is None or obligation.state == Obligation.State.MET:
        return ""
    if obligation.state == Obligation.State.EXCUSED:
        reason = obligation.get_reason_display().lower()
        return f"Nobody owes this month: {reason}. You may still write it."
    day = in_full(day_of(obligation.due_at))
    if at > obligation.grace_until:
        return f"Was due on {day}. It is still welcome."
    return f"Due by the end of {day}."
