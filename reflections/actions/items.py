"""Keeps the entries of a report: what changed, what is new, what somebody else changed first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

import audit.actions
from people.models import User
from reflections.actions.writing import locked_for_writing
from reflections.entries import NARROW, Content, EntryDraft
from reflections.models import Audience, Item, Jot, Report
from reflections.queries.items import Loaded, by_key

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
    "open_findings",
    "version",
    "withdrawn_at",
)


class Why(StrEnum):
    """Why an entry could not be kept over what is there now."""

    CHANGED = "changed"
    LEFT_OUT = "left_out"
    MOVED = "moved"
    HELD = "held"


@dataclass(frozen=True)
class Conflict:
    """An entry that was changed elsewhere first. Both texts are kept: `saved` is what is there."""

    draft: EntryDraft
    why: Why
    saved: Loaded | None


@dataclass(frozen=True)
class Refusal:
    """One choice within an entry that could not be kept, with a sentence. The text was."""

    name: str
    sentence: str


@dataclass
class Saved:
    """What became of each entry that was sent."""

    kept: list[Loaded] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    refusals: dict[UUID, Refusal] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """What an item says, and what it shall say. An item without a row is new."""

    found: Loaded
    content: Content


@dataclass
class _Work:
    """What one save will write."""

    changes: list[Change] = field(default_factory=list)
    jots: list[Jot] = field(default_factory=list)


@transaction.atomic
def save_draft(report: Report, entries: Sequence[EntryDraft], *, by: User, at: datetime) -> Saved:
    """Keep each entry that changed, as an item of the report; a jot that was taken in becomes one.

    Safe to repeat: one key is one item. An entry that somebody changed since the window saw it is a
    conflict and is not written; the others are. Choices that may not be are refused with a
    sentence, and the text is kept.

    Raises:
        PermissionDenied: `by` is not the town's Project Lead then, or sends the key of somebody
            else's item.
        AlreadySubmitted: the report was handed over meanwhile.
    """
    report = locked_for_writing(report, by=by, at=at)
    keys = [entry.key for entry in entries]
    known = by_key(Item.objects.filter(key__in=keys).select_related("report", "changed_by__person"))
    jots = _jots_of(report, [key for key in keys if key not in known], by=by, at=at)
    saved, work = Saved(), _Work()
    for entry in {entry.key: entry for entry in entries}.values():
        if (found := known.get(entry.key)) is not None:
            _sort_known(entry, found, report=report, by=by, saved=saved, work=work)
        else:
            _sort_new(entry, jots.get(entry.key), report=report, by=by, saved=saved, work=work)
    write(report, work.changes, work.jots, by=by, at=at)
    return saved


def _jots_of(report: Report, keys: Sequence[UUID], *, by: User, at: datetime) -> dict[UUID, Jot]:
    """The waiting jots among these keys, one's own and those left to the town's lead."""
    if not keys:
        return {}
    waiting = Jot.objects.visible_to(by, on=timezone.localdate(at)).waiting()
    return {jot.key: jot for jot in waiting.filter(town=report.town, key__in=keys)}


def _sort_known(
    entry: EntryDraft, found: Loaded, *, report: Report, by: User, saved: Saved, work: _Work
) -> None:
    """An entry that is an item already: untouched, in conflict, refused, or changed."""
    item = found.item
    if item.report.town_id != report.town_id:
        raise PermissionDenied
    stands = item.report_id == report.pk and item.withdrawn_at is None
    if stands and found.is_read_by(by) and entry.content == found.content:
        saved.kept.append(found)
    elif entry.is_untouched:
        return
    elif (why := _in_the_way(entry, found, report=report, by=by)) is not None:
        saved.conflicts.append(Conflict(entry, why, found if found.is_read_by(by) else None))
    elif not entry.content.text:
        saved.refusals[entry.key] = Refusal(
            "text", "An item needs words. To take it out of the report, choose “Leave out”."
        )
    else:
        content = _allowed(entry, found, by=by, saved=saved)
        if content != found.content or not stands:
            work.changes.append(Change(found, content))
        saved.kept.append(found)


def _in_the_way(entry: EntryDraft, found: Loaded, *, report: Report, by: User) -> Why | None:
    if found.item.report_id != report.pk:
        return Why.MOVED
    if not found.is_read_by(by):
        return Why.HELD
    if entry.version == found.item.version:
        return None
    return Why.LEFT_OUT if found.item.withdrawn_at is not None else Why.CHANGED


def _sort_new(
    entry: EntryDraft, jot: Jot | None, *, report: Report, by: User, saved: Saved, work: _Work
) -> None:
    """An entry that is no item yet: empty, a jot not sorted, gone meanwhile, or new."""
    if entry.version > 0:
        if not entry.is_untouched:
            saved.conflicts.append(Conflict(entry, Why.LEFT_OUT, None))
    elif not entry.content.text:
        return
    elif not entry.content.kind:
        if jot is None:
            saved.refusals[entry.key] = Refusal("kind", "Say what kind of item this is.")
        elif jot.text != entry.content.text:
            jot.text = entry.content.text
            work.jots.append(jot)
    else:
        item = Item(
            report=report,
            key=entry.key,
            author_id=jot.author_id if jot else by.person_id,
            version=0,
        )
        new = Loaded(item, Content())
        work.changes.append(Change(new, _allowed(entry, new, by=by, saved=saved)))
        if jot is not None:
            jot.status, jot.item, jot.text = Jot.Status.USED, item, entry.content.text
            work.jots.append(jot)
        saved.kept.append(new)


def _allowed(entry: EntryDraft, found: Loaded, *, by: User, saved: Saved) -> Content:
    """What may be kept of an entry: an audience that may not be so wide is narrowed, with words."""
    content = entry.content
    kept_back = replace(found, content=content).team_only
    sentence = ""
    if content.audience not in NARROW and content.sensitive:
        sentence = "A sensitive item goes no further than the Programme Team."
    elif content.audience not in NARROW and kept_back:
        sentence = (
            f"You keep “{kept_back[0].fragment}” for the Programme Team only. "
            "Take it out of the text to share the item further."
        )
    elif content.audience == Audience.ME and found.item.author_id != by.person_id:
        sentence = "Only its author can keep an item to themselves."
    if sentence:
        saved.refusals[entry.key] = Refusal("audience", sentence)
        content = replace(content, audience=Audience.TEAM)
    if not content.sensitive:
        return replace(content, readers=frozenset())
    if found.item.author_id != by.person_id:
        return replace(content, readers=content.readers | {by.person_id})
    return content


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
