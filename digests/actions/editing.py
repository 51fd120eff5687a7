"""The Programme Team edits a digest: words, order, depth, what is left out, and how it opens."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

import audit.actions
from digests.actions.gathering import STEP
from digests.actions.steps import NotNow, held_for_editing
from digests.content import Depth, Sort
from digests.drafts import Edit, Words, short_name, words_of
from digests.models import Digest, Passage, Section
from digests.queries.consents import why_not
from evidence.models import Quote, Scope
from kit.errors import DomainError
from people.models import User

OWN_SORTS = (Sort.CONNECTION, Sort.CHALLENGE, Sort.LEARNING, Sort.ACTION, Sort.PARTNER, Sort.TOPIC)


class NotAgreed(DomainError):
    """Nobody has agreed that Steering Groups read the quote."""


class QuotedAlready(DomainError):
    """The quote stands in the section."""


class OpeningChanged(DomainError):
    """A colleague wrote other opening lines meanwhile."""


@dataclass
class Saved:
    """What became of a sending: passages kept, and those that a colleague changed meanwhile."""

    kept: list[Passage] = field(default_factory=list)
    conflicts: list[Passage] = field(default_factory=list)
    section: Section | None = None


@transaction.atomic
def save_section(section: Section, edits: Sequence[Edit], *, by: User, at: datetime) -> Saved:
    """Keep what was typed in a section's passages. Each is kept or not by itself.

    An edit names the version that its window was shown: where a colleague changed the passage
    meanwhile, theirs stays and the edit comes back as a conflict, with nothing lost. The same
    words sent twice are kept once.

    Raises:
        PermissionDenied: `by` is not of the Programme Team.
        NotNow: the digest cannot be changed now.
    """
    section = _held(section, by=by, at=at)
    wanted = {one.key: one for one in edits}
    rows = section.passages.select_for_update(no_key=True, of=["self"]).filter(key__in=wanted)
    saved, changed = Saved(section=section), []
    for passage in rows.select_related("question").order_by("pk"):
        edit = _worded(passage, wanted[passage.key])
        now = words_of(passage)
        if edit.is_untouched or edit.words == now:
            saved.kept.append(passage)
        elif edit.version != passage.version:
            saved.conflicts.append(passage)
        else:
            _apply(passage, edit.words, by=by)
            changed.append(passage)
            saved.kept.append(passage)
    if changed:
        fields = ["text", "note", "copied", "depth", "version", "changed_by", "changed_at"]
        for passage in changed:
            passage.changed_at = at
        Passage.objects.bulk_update(changed, fields)
        _changed(section)
        facts = {"passages": len(changed)}
        audit.actions.record("section.saved", about=section, by=by, at=at, facts=facts)
    return saved


@transaction.atomic
def save_progress(section: Section, text: str, *, was: str, by: User, at: datetime) -> bool:
    """Word a section's first sentences; says whether they were kept.

    `was` names the sentences that the window was shown (see `digests.drafts.short_name`): they are
    not kept if a colleague has written others since.

    Raises:
        PermissionDenied: `by` is not of the Programme Team.
        NotNow: the digest cannot be changed now.
    """
    section = _held(section, by=by, at=at)
    if text == section.progress or was == short_name(text):
        return True
    if was != short_name(section.progress):
        return False
    section.progress = text
    _changed(section)
    audit.actions.record("section.saved", about=section, by=by, at=at)
    return True


@transaction.atomic
def place_passage(passage: Passage, *, before: bool, by: User, at: datetime) -> Passage:
    """Move a passage one place up (`before`) or down among those of its sort. May be repeated.

    Raises:
        PermissionDenied: `by` is not of the Programme Team.
        NotNow: the digest cannot be changed now.
    """
    section = _held(passage.section, by=by, at=at)
    rows = list(section.passages.filter(sort=passage.sort).in_order().select_for_update())
    place = next(n for n, one in enumerate(rows) if one.pk == passage.pk)
    other = place - 1 if before else place + 1
    if not 0 <= other < len(rows):
        return passage
    rows[place], rows[other] = rows[other], rows[place]
    for number, one in enumerate(rows, 1):
        one.position, one.changed_at = number * STEP, at
    Passage.objects.bulk_update(rows, ["position", "changed_at"])
    _changed(section)
    audit.actions.record("passage.moved", about=passage, by=by, at=at)
    return passage


@transaction.atomic
def add_passage(section: Section, *, sort: Sort, text: str, by: User, at: datetime) -> Passage:
    """Add a passage in the team's own words, which points at nothing.

    Raises:
        PermissionDenied: `by` is not of the Programme Team.
        NotNow: the digest cannot be changed now.
    """
    section = _held(section, by=by, at=at)
    made = Passage.objects.create(
        section=section, sort=sort, text=text, position=_last(section) + STEP, changed_by=by
    )
    _changed(section)
    audit.actions.record("passage.added", about=made, by=by, at=at)
    return made


@transaction.atomic
def add_quote(section: Section, quote: Quote, *, by: User, at: datetime) -> Passage:
    """Quote somebody of the section's town. Their consent for Steering Groups must hold that day.

    Raises:
        PermissionDenied: `by` is not of the Programme Team.
        NotNow: the digest cannot be changed now, or the quote is another town's.
        NotAgreed: without a consent for Steering Groups; the sentence says how it stands.
        QuotedAlready: it stands there.
    """
    section, on = _held(section, by=by, at=at), timezone.localdate(at)
    if quote.town_id != section.town_id:
        raise NotNow("This quote is from another town.")
    if not Quote.objects.usable(Scope.STEERING, on=on).filter(pk=quote.pk).exists():
        raise NotAgreed(why_not(quote, on=on))
    if section.passages.filter(quote=quote).exists():
        raise QuotedAlready("This quote stands in the section already.")
    made = Passage.objects.create(
        section=section,
        sort=Sort.QUOTE,
        text=quote.text,
        note=quote.said_by,
        depth=Depth.PAGE,
        position=_last(section) + STEP,
        quote=quote,
        changed_by=by,
    )
    _changed(section)
    audit.actions.record("passage.quoted", about=made, by=by, at=at)
    return made


@transaction.atomic
def save_opening(digest: Digest, text: str, *, version: int, by: User, at: datetime) -> Digest:
    """Write the lines that open a digest. `version` is the one that `by` saw.

    Raises:
        PermissionDenied: `by` is not of the Programme Team.
        NotNow: the digest cannot be changed now.
        OpeningChanged: a colleague wrote others meanwhile.
    """
    digest = held_for_editing(digest, by=by, at=at)
    if text == digest.opening:
        return digest
    if version != digest.opening_version:
        raise OpeningChanged(
            f"A colleague changed these lines meanwhile. They read now: “{digest.opening}” "
            "Press again to keep yours."
        )
    digest.opening, digest.opening_version = text, version + 1
    digest.save()
    audit.actions.record("digest.opened_with", about=digest, by=by, at=at)
    return digest


def passage_in(section: Section, key: UUID) -> Passage | None:
    """The passage of that key, if it is of this section."""
    return section.passages.select_related("section__digest").filter(key=key).first()


def _held(section: Section, *, by: User, at: datetime) -> Section:
    """The section as it is now, of a digest that is held and may be changed."""
    digest = held_for_editing(section.digest, by=by, at=at)
    rows = Section.objects.select_for_update(no_key=True, of=["self"]).select_related("town")
    found = rows.get(pk=section.pk)
    found.digest = digest
    return found


def _worded(passage: Passage, edit: Edit) -> Edit:
    """The edit, with a quote's speaker as they are named: that is theirs to choose."""
    if passage.sort != Sort.QUOTE:
        return edit
    return replace(edit, words=replace(edit.words, note=passage.note))


def _apply(passage: Passage, words: Words, *, by: User) -> None:
    passage.text, passage.note, passage.depth = words.text, words.note, words.depth
    passage.version += 1
    passage.changed_by = by
    if passage.question is not None and words.text == passage.question.answer:
        passage.copied = words.text  # what the lead says by now was taken over


def _changed(section: Section) -> None:
    """The section is held, so that nobody else counts at the same time."""
    section.version += 1
    section.save()


def _last(section: Section) -> int:
    return section.passages.aggregate(last=Max("position"))["last"] or 0
