"""What was published is amended in sight of its readers: corrected, or words taken out of it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

import audit.actions
from digests.actions.freezing import finish, part_row, standing_edition
from digests.actions.publishing import begin_telling
from digests.actions.steps import NotNow, State, held, held_for, in_words
from digests.content import Part, Passage, Sort
from digests.models import Correction, Digest, Edition, EditionPart, Telling
from digests.models import Passage as Draft
from digests.queries.quoted import Unagreed, unagreed_in
from digests.queries.recalls import is_cut_from
from kit.errors import DomainError
from people.models import User

WITHDRAWN = "A quote stood here. Its speaker has withdrawn the consent, and the words are gone."
ENDED = "A quote stood here. The consent under which it was published has ended."


class NothingChanged(DomainError):
    """The passage reads like that already."""


class NotTheirWords(DomainError):
    """A quote holds what its speaker said, shortened at most."""


@transaction.atomic
def correct_passage(
    digest: Digest, key: UUID, *, text: str, note: str, reason: str, by: User, at: datetime
) -> Correction:
    """Publish another edition in which one passage reads otherwise, with both states and a reason.

    Those who said that they had read the earlier state are told.

    Raises:
        PermissionDenied: `by` is not of the Programme Team.
        NotNow: nothing is published, or it holds no such passage.
        NothingChanged, NotTheirWords: it cannot read so.
    """
    digest = held_for(digest, by=by, at=at)
    old = _published(digest)
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
    edition = _another(old, row, _with(part, replace(passage, text=text, note=note)), by=by, at=at)
    correction = Correction.objects.create(
        digest=digest,
        edition=edition,
        passage=key,
        town_id=row.town_id,
        before=_whole(passage.text, passage.note, note),
        after=_whole(text, note, passage.note),
        reason=reason,
        at=at,
        by=by,
    )
    Draft.objects.filter(key=key).update(text=text, note=note, changed_at=at)
    facts = {"edition": edition.number}
    audit.actions.record("digest.corrected", about=digest, by=by, at=at, facts=facts)
    begin_telling(edition, Telling.Sort.CORRECTED, at=at)
    return correction


def redact_unagreed(*, at: datetime) -> int:
    """Take out of everything published what its speakers do not let anybody read any more.

    Out of every edition, replaced ones too, and of corrections. Pages have hidden the words since
    the moment of withdrawal; this forgets them. Returns how many passages; may be repeated.
    """
    found = unagreed_in(on=timezone.localdate(at))
    for one in found:
        _redact(one, at=at)
    return len(found)


@transaction.atomic
def _redact(one: Unagreed, *, at: datetime) -> None:
    digest = held(Digest(pk=one.digest))
    why = WITHDRAWN if one.is_withdrawn else ENDED
    if digest.state == State.PUBLISHED:
        old = _published(digest)
        row, part, passage = _found(old, str(one.passage))
        gone = replace(passage, text="", note="", gone=why)
        edition = _another(old, row, _with(part, gone), by=None, at=at)
        Correction.objects.create(
            digest=digest,
            edition=edition,
            sort=Correction.Sort.REDACTED,
            passage=one.passage,
            town_id=row.town_id,
            reason=why,
            at=at,
        )
    _forget(digest, one, why=why, at=at)
    audit.actions.record("digest.redacted", about=digest, by=None, at=at)


def _forget(digest: Digest, one: Unagreed, *, why: str, at: datetime) -> None:
    """Take the words out of every edition, of what amended them, and of the draft."""
    key = str(one.passage)
    rows = EditionPart.objects.select_for_update(no_key=True, of=["self"])
    holding = {"content__passages__contains": [{"key": key}]}
    for row in rows.filter(edition__digest=digest, **holding).select_related("edition"):
        part = row.says
        passage = next(found for found in part.passages if found.key == key)
        if passage.gone:
            continue
        fresh = part_row(
            row.edition,
            row.position,
            row.town_id,
            _with(part, replace(passage, text="", note="", gone=why)),
        )
        row.content, row.checksum, row.redacted_at = fresh.content, fresh.checksum, at
        row.save()
        row.edition.redacted_at = at
        finish(row.edition, row.edition.head)
    digest.corrections.filter(passage=one.passage).update(
        sort=Correction.Sort.REDACTED, before="", after="", reason=why, changed_at=at
    )
    Draft.objects.filter(key=one.passage).update(
        text="", note="", depth=Draft.OUT, changed_at=at, changed_by=None
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
    """A part in which one passage reads otherwise."""
    return replace(
        part,
        passages=tuple(passage if one.key == passage.key else one for one in part.passages),
    )


def _another(
    old: Edition, row: EditionPart, part: Part, *, by: User | None, at: datetime
) -> Edition:
    """The next edition of a digest: the old one's parts, but for one. The old one is replaced."""
    old.replaced_at = at
    old.save()
    new = Edition.objects.create(
        digest=old.digest, number=old.number + 1, head={}, frozen_at=at, frozen_by=by
    )
    _copy_parts(old, new, but=row.position)
    part_row(new, row.position, row.town_id, part).save(force_insert=True)
    finish(new, old.head)
    new.published_at = at
    new.save()
    return new


def _copy_parts(old: Edition, new: Edition, *, but: int) -> None:
    """Within the database: an edition of many towns is more than a worker should hold."""
    columns = "position, town_id, content, checksum, words_brief, words_page, words_full"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO digests_editionpart (edition_id, {columns}, redacted_at) "  # noqa: S608 -- names of columns alone
            f"SELECT %s, {columns}, redacted_at FROM digests_editionpart "
            "WHERE edition_id = %s AND position <> %s",
            [new.pk, old.pk, but],
        )


def _whole(text: str, note: str, other_note: str) -> str:
    """A passage as one state of a correction tells it; its note only where that changed too."""
    return f"{text} {note}".strip() if note != other_note else text
