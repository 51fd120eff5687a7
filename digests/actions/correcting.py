"""What was published is amended in sight of its readers: corrected, or words taken out of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

import audit.actions
from digests.actions.freezing import finish, part_row, standing_edition
from digests.actions.publishing import begin_telling
from digests.actions.steps import NotNow, State, held, held_for, in_words
from digests.content import Part, Passage, Sort
from digests.models import Correction, Digest, Edition, EditionPart, Section, Telling
from digests.models import Passage as Draft
from digests.queries.quoted import Unagreed, unagreed_in
from digests.queries.recalls import is_cut_from
from kit.errors import DomainError
from people.models import User

WITHDRAWN = "A quote stood here. Its speaker has withdrawn the consent, and the words are gone."
ENDED = "A quote stood here. The consent under which it was published has ended."


class NothingChanged(DomainError):
    """The passage reads like that already."""


class AmendedMeanwhile(DomainError):
    """The edition was amended since whoever corrects it read it."""


@dataclass(frozen=True)
class Change:
    """What a passage is to say, why, and the number of the edition that its writer saw."""

    text: str
    note: str
    reason: str
    seen_edition: int


class NotTheirWords(DomainError):
    """A quote holds what its speaker said, shortened at most."""


@transaction.atomic
def correct_passage(
    digest: Digest, key: UUID, change: Change, *, by: User, at: datetime
) -> Correction:
    """Publish another edition in which one passage reads otherwise, with both states and a reason.

    Those who said that they had read the earlier state are told.

    Raises:
        PermissionDenied: `by` is not of the Programme Team.
        NotNow: nothing is published, or it holds no such passage.
        AmendedMeanwhile: it reads otherwise than what `by` saw.
        NothingChanged, NotTheirWords: it cannot read so.
    """
    digest = held_for(digest, by=by, at=at)
    old = _published(digest)
    text, note = change.text, change.note
    _refuse_unseen(old, change)
    row, part, passage = _found(old, str(key))
    if passage.gone:
        raise NotNow("These words were taken out. Nothing is left to correct.")
    if passage.sort == Sort.QUOTE:
        note = passage.note
        said = Draft.objects.select_related("quote").get(key=key).quote
        if said is None or not is_cut_from(text, said.text):
            raise NotTheirWords(
                "A quote holds what was said, with “…” where something is left out."
            )
    if (text, note) == (passage.text, passage.note):
        raise NothingChanged("This is what the passage says already.")
    fresh = _with(part, replace(passage, text=text, note=note))
    edition = _another(old, {row: fresh}, by=by, at=at)
    correction = Correction.objects.create(
        digest=digest,
        edition=edition,
        passage=key,
        town_id=row.town_id,
        before=_whole(passage.text, passage.note, note),
        after=_whole(text, note, passage.note),
        reason=change.reason,
        at=at,
        by=by,
    )
    Draft.objects.filter(key=key).update(
        text=text, note=note, version=F("version") + 1, changed_at=at, changed_by=by
    )
    Section.objects.filter(passages__key=key).update(version=F("version") + 1, changed_at=at)
    facts = {"edition": edition.number}
    audit.actions.record("digest.corrected", about=digest, by=by, at=at, facts=facts)
    begin_telling(edition, Telling.Sort.CORRECTED, at=at)
    return correction


def _refuse_unseen(edition: Edition, change: Change) -> None:
    if edition.number != change.seen_edition:
        raise AmendedMeanwhile(
            "The edition was amended while you wrote. Look at what it says now, above; send yours "
            "again if it still holds."
        )


def redact_unagreed(*, at: datetime) -> int:
    """Take out of everything published what its speakers do not let anybody read any more.

    Out of every edition, replaced ones too, and of corrections. Pages have hidden the words since
    the moment of withdrawal; this forgets them. A digest gets one edition, however many words go.
    Returns how many passages; may be repeated.
    """
    found = unagreed_in(on=timezone.localdate(at))
    for digest, ones in groupby(sorted(found, key=lambda one: one.digest), lambda one: one.digest):
        _redact(Digest(pk=digest), {str(one.passage): _why(one) for one in ones}, at=at)
    return len(found)


def _why(one: Unagreed) -> str:
    return WITHDRAWN if one.is_withdrawn else ENDED


@transaction.atomic
def _redact(digest: Digest, reasons: Mapping[str, str], *, at: datetime) -> None:
    """`reasons` by the keys of the passages that are to go."""
    digest = held(digest)
    if digest.state == State.PUBLISHED:
        old = _published(digest)
        rows = [row for row in _holding(old.parts.all(), reasons) if _gone(row.says, reasons)]
        edition = _another(old, {row: _gone(row.says, reasons) for row in rows}, by=None, at=at)
        for row in rows:
            for one in row.says.passages:
                if one.key in reasons:
                    _strip(digest, edition, row, one, why=reasons[one.key], at=at)
    _forget(digest, reasons, at=at)
    facts = {"passages": len(reasons)}
    audit.actions.record("digest.redacted", about=digest, by=None, at=at, facts=facts)


def _strip(
    digest: Digest, edition: Edition, row: EditionPart, one: Passage, *, why: str, at: datetime
) -> None:
    Correction.objects.create(
        digest=digest,
        edition=edition,
        sort=Correction.Sort.REDACTED,
        passage=one.key,
        town_id=row.town_id,
        reason=why,
        at=at,
    )


def _gone(part: Part, reasons: Mapping[str, str]) -> Part:
    """A part without the words of these passages; each says why."""
    return replace(
        part,
        passages=tuple(
            replace(one, text="", note="", gone=reasons[one.key]) if one.key in reasons else one
            for one in part.passages
        ),
    )


def _holding(rows: QuerySet[EditionPart], keys: Iterable[str]) -> QuerySet[EditionPart]:
    """Those of the parts that hold any of these passages."""
    holds = Q()
    for key in keys:
        holds |= Q(content__passages__contains=[{"key": key}])
    return rows.filter(holds)


def _forget(digest: Digest, reasons: Mapping[str, str], *, at: datetime) -> None:
    """Take the words out of every edition, of what amended them, and of the draft."""
    touched: dict[int, Edition] = {}
    rows = EditionPart.objects.select_for_update(no_key=True, of=["self"])
    theirs = _holding(rows.filter(edition__digest=digest), reasons).select_related("edition")
    for row in theirs.order_by("pk"):
        part = _gone(row.says, reasons)
        if part == row.says:
            continue
        fresh = part_row(row.edition, row.position, row.town_id, part)
        row.content, row.checksum, row.redacted_at = fresh.content, fresh.checksum, at
        row.save()
        touched[row.edition_id] = row.edition
    for edition in touched.values():
        edition.redacted_at = at
        finish(edition, edition.head)
    for key, why in reasons.items():
        digest.corrections.filter(passage=key).update(
            sort=Correction.Sort.REDACTED, before="", after="", reason=why, changed_at=at
        )
    Draft.objects.filter(key__in=list(reasons)).update(
        text="", note="", depth=Draft.OUT, version=F("version") + 1, changed_at=at, changed_by=None
    )


def _published(digest: Digest) -> Edition:
    if digest.state != State.PUBLISHED:
        raise NotNow(f"Only what is published is corrected: {in_words(digest)}.")
    return standing_edition(digest)


def _found(edition: Edition, key: str) -> tuple[EditionPart, Part, Passage]:
    row = edition.parts.filter(content__passages__contains=[{"key": key}]).first()
    if row is None:
        raise NotNow("The published edition holds no such passage.")
    part = row.says
    return row, part, next(one for one in part.passages if one.key == key)


def _with(part: Part, passage: Passage) -> Part:
    """A part in which one passage reads otherwise; who checked it did not check that."""
    since = " Corrected by the Programme Team after that."
    is_checked = part.standing.startswith("Checked") and since not in part.standing
    return replace(
        part,
        standing=f"{part.standing}{since if is_checked else ''}",
        passages=tuple(passage if one.key == passage.key else one for one in part.passages),
    )


def _another(
    old: Edition, changed: Mapping[EditionPart, Part], *, by: User | None, at: datetime
) -> Edition:
    """The next edition of a digest: the old one's parts, but for some. The old one is replaced."""
    old.replaced_at = at
    old.save()
    new = Edition.objects.create(
        digest=old.digest, number=old.number + 1, head={}, frozen_at=at, frozen_by=by
    )
    _copy_parts(old, new, but=[row.position for row in changed])
    for row, part in changed.items():
        part_row(new, row.position, row.town_id, part).save(force_insert=True)
    finish(new, old.head)
    new.published_at = at
    new.save()
    return new


def _copy_parts(old: Edition, new: Edition, *, but: Sequence[int]) -> None:
    """Within the database: an edition of many towns is more than a worker should hold."""
    columns = "position, town_id, content, checksum, words_brief, words_page, words_full"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO digests_editionpart (edition_id, {columns}, redacted_at) "  # noqa: S608 -- names of columns alone
            f"SELECT %s, {columns}, redacted_at FROM digests_editionpart "
            "WHERE edition_id = %s AND position <> ALL(%s)",
            [new.pk, old.pk, list(but)],
        )


def _whole(text: str, note: str, other_note: str) -> str:
    """A passage as one state of a correction tells it; its note only where that changed too."""
    return f"{text} {note}".strip() if note != other_note else text
