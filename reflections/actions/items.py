"""Keeps the entries of a report: what changed, what is new, what somebody else changed first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from people.models import User
from reflections.actions.writing import Change, locked_for_writing, write
from reflections.entries import NARROW, Content, EntryDraft
from reflections.models import Audience, Item, Jot, Report
from reflections.queries.items import Loaded, by_key


class Why(StrEnum):
    """Why an entry could not be kept over what is there now."""

    CHANGED = "changed"
    LEFT_OUT = "left_out"
    MOVED = "moved"
    ELSEWHERE = "elsewhere"
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
    jots: dict[UUID, Content] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    refusals: dict[UUID, Refusal] = field(default_factory=dict)


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
            else's item, or of a jot of another person in another town.
        AlreadySubmitted: the report was handed over meanwhile.
    """
    report = locked_for_writing(report, by=by, at=at)
    keys = [entry.key for entry in entries]
    known = by_key(Item.objects.filter(key__in=keys).select_related("report", "changed_by__person"))
    jots = _jots_of(report, [key for key in keys if key not in known], by=by, at=at)
    elsewhere = _keys_elsewhere(entries, {*known, *jots}, report=report, by=by)
    saved, work = Saved(), _Work()
    for entry in {entry.key: entry for entry in entries}.values():
        if (found := known.get(entry.key)) is not None:
            _sort_known(entry, found, report=report, by=by, saved=saved, work=work)
        elif entry.key in elsewhere:
            saved.conflicts.append(Conflict(entry, Why.ELSEWHERE, None))
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


def _keys_elsewhere(
    entries: Sequence[EntryDraft], found: Collection[UUID], *, report: Report, by: User
) -> set[UUID]:
    """Keys of jots that are not this page's any more: taken back, or now of another town.

    Their words may be kept under another key; the key itself stays the jot's.
    """
    new = [entry.key for entry in entries if entry.content.text and entry.key not in found]
    if not new:
        return set()
    others = Jot.objects.filter(key__in=new).exclude(author=by.person_id, town=report.town)
    rows = list(others.values_list("key", "author", "town"))
    if any(author != by.person_id and town != report.town_id for _, author, town in rows):
        raise PermissionDenied
    return {key for key, _, _ in rows}


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
    elif jot is not None and _was_changed(entry, jot):
        saved.conflicts.append(Conflict(entry, Why.CHANGED, _as_loaded(jot)))
    elif not entry.content.kind:
        _keep_unsorted(entry, jot, saved=saved, work=work)
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


def _was_changed(entry: EntryDraft, jot: Jot) -> bool:
    """Whether another window gave the jot other words than this one was shown and now sends."""
    shown = Content(kind=jot.kind, text=jot.text)
    return entry.was not in {"", shown.digest} and jot.text != entry.content.text


def _as_loaded(jot: Jot) -> Loaded:
    """A jot as the other side of a conflict; it has no version."""
    item = Item(key=jot.key, kind=jot.kind, text=jot.text, version=0, changed_at=jot.changed_at)
    return Loaded(item, Content(kind=jot.kind, text=jot.text))


def _keep_unsorted(entry: EntryDraft, jot: Jot | None, *, saved: Saved, work: _Work) -> None:
    """Without a kind an entry is no item: a jot keeps its new words, and goes on waiting."""
    if jot is None:
        saved.refusals[entry.key] = Refusal("kind", "Say what kind of item this is.")
        return
    if jot.text != entry.content.text:
        jot.text = entry.content.text
        work.jots.append(jot)
    saved.jots[entry.key] = Content(text=jot.text)


def _allowed(entry: EntryDraft, found: Loaded, *, by: User, saved: Saved) -> Content:
    """What may be kept of an entry: too wide an audience is narrowed, with words."""
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
