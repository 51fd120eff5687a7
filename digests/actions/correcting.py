"""What was published is corrected in sight of its readers."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

import audit.actions
from digests.actions.freezing import standing_edition
from digests.actions.publishing import begin_telling
from digests.actions.reissuing import another_edition
from digests.actions.steps import NotNow, State, held_for, in_words
from digests.content import Part, Passage, Sort
from digests.models import Correction, Digest, Edition, EditionPart, Section, Telling
from digests.models import Passage as Draft
from digests.queries.recalls import is_cut_from
from kit.errors import DomainError
from people.models import User


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
    edition = another_edition(old, {row: fresh}, by=by, at=at)
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


def _whole(text: str, note: str, other_note: str) -> str:
    """A passage as one state of a correction tells it; its note only where that changed too."""
    return f"{text} {note}".strip() if note != other_note else text
