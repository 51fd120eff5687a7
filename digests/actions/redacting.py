"""What speakers took back is taken out of everything that was published."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

import audit.actions
from digests.actions.freezing import finish, part_row, standing_edition
from digests.actions.reissuing import another_edition
from digests.actions.steps import State, held
from digests.content import Part
from digests.content import Passage as Said
from digests.models import Correction, Digest, Edition, EditionPart, Passage, Section
from digests.queries.quoted import renamed_in, unagreed_in

WITHDRAWN = "A quote stood here. Its speaker has withdrawn the consent, and the words are gone."
ENDED = "A quote stood here. The consent under which it was published has ended."
NAMED_LESS = "A speaker is named otherwise than before, as they asked."


@dataclass(frozen=True, slots=True)
class Taken:
    """Why a passage is amended, and how its speaker is named from now on.

    Without `said_by` its words go.
    """

    why: str
    said_by: str = ""


type ToTake = Mapping[str, Taken]  # by the keys of the passages


def to_redact(*, at: datetime) -> dict[int, ToTake]:
    """What speakers have taken back of what was published, by digest: two or three statements."""
    found: defaultdict[int, dict[str, Taken]] = defaultdict(dict)
    for one in renamed_in():
        found[one.digest][str(one.passage)] = Taken(NAMED_LESS, one.said_by)
    for gone in unagreed_in(on=timezone.localdate(at)):
        why = WITHDRAWN if gone.is_withdrawn else ENDED
        found[gone.digest][str(gone.passage)] = Taken(why)
    return dict(found)


def redact_taken_back(*, at: datetime) -> int:
    """Take all of it out; how many passages. May be repeated."""
    found = to_redact(at=at)
    for number, taken in found.items():
        redact(number, taken, at=at)
    return sum(len(taken) for taken in found.values())


@transaction.atomic
def redact(number: int, taken: ToTake, *, at: datetime) -> None:
    """Take this out of a digest: of every edition, replaced ones too, and of corrections.

    Pages have hidden it since its speaker took it back; this forgets it. However much goes, there
    is one edition more. `number` is that of the digest.
    """
    digest = held(Digest(pk=number))
    if digest.state == State.PUBLISHED:
        _reissue(digest, taken, at=at)
    if not _forget(digest, taken, at=at):
        return  # another run did it a moment ago
    facts = {"passages": len(taken)}
    audit.actions.record("digest.redacted", about=digest, by=None, at=at, facts=facts)


def _reissue(digest: Digest, taken: ToTake, *, at: datetime) -> None:
    """What is published is replaced, unless it holds none of it."""
    old = standing_edition(digest)
    rows = [row for row in _holding(old.parts.all(), taken) if _less(row.says, taken) != row.says]
    if not rows:
        return
    fresh = {row: _less(row.says, taken) for row in rows}
    edition = another_edition(old, fresh, by=None, at=at)
    for row in rows:
        for one in row.says.passages:
            if one.key in taken:
                _strip(digest, edition, row, one, why=taken[one.key].why, at=at)


def _strip(
    digest: Digest, edition: Edition, row: EditionPart, one: Said, *, why: str, at: datetime
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


def _less(part: Part, taken: ToTake) -> Part:
    """A part without what was taken back."""
    return replace(part, passages=tuple(_amended(one, taken.get(one.key)) for one in part.passages))


def _amended(passage: Said, taken: Taken | None) -> Said:
    if taken is None or passage.gone:
        return passage
    if taken.said_by:
        return replace(passage, note=taken.said_by)
    return replace(passage, text="", note="", gone=taken.why)


def _holding(rows: QuerySet[EditionPart], keys: Iterable[str]) -> QuerySet[EditionPart]:
    """Those of the parts that hold any of these passages."""
    holds = Q()
    for key in keys:
        holds |= Q(content__passages__contains=[{"key": key}])
    return rows.filter(holds)


def _forget(digest: Digest, taken: ToTake, *, at: datetime) -> bool:
    """Take it out of every edition, its corrections and the draft; whether it was still there."""
    touched: dict[int, Edition] = {}
    rows = EditionPart.objects.select_for_update(no_key=True, of=["self"])
    theirs = _holding(rows.filter(edition__digest=digest), taken).select_related("edition")
    for row in theirs.order_by("pk"):
        part = _less(row.says, taken)
        if part == row.says:
            continue
        fresh = part_row(row.edition, row.position, row.town_id, part)
        row.content, row.checksum, row.redacted_at = fresh.content, fresh.checksum, at
        row.save()
        touched[row.edition_id] = row.edition
    for edition in touched.values():
        edition.redacted_at = at
        if edition.checksum:
            finish(edition, edition.head)
        else:  # it is sealed when all of it is there
            edition.save()
    drafts = [_amend_draft(digest, key, one, at=at) for key, one in taken.items()]
    return bool(touched) or any(drafts)


def _amend_draft(digest: Digest, key: str, taken: Taken, *, at: datetime) -> bool:
    """The passage from which editions are frozen; whether it said otherwise."""
    passage = Passage.objects.filter(key=key)
    kept = {"version": F("version") + 1, "changed_at": at, "changed_by": None}
    if taken.said_by:
        changed = passage.exclude(note=taken.said_by).update(note=taken.said_by, **kept)
    else:
        digest.corrections.filter(passage=key).update(
            sort=Correction.Sort.REDACTED, before="", after="", reason=taken.why, changed_at=at
        )
        gone = passage.exclude(text="")
        changed = gone.update(text="", note="", depth=Passage.OUT, **kept)
    if changed:
        sections = Section.objects.filter(passages__key=key)
        sections.update(version=F("version") + 1, changed_at=at)
    return bool(changed)
