"""A digest is frozen into an edition, a few sections at a time, and thawed until published."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone

import audit.actions
from digests.actions.gathering import AT_ONCE
from digests.actions.steps import NotNow, State, held, held_for, move
from digests.content import (
    DEPTHS,
    Depth,
    Part,
    checksum,
    checksum_of_all,
    head_as_json,
    part_as_json,
    words_of,
)
from digests.models import Digest, Edition, EditionPart, Passage
from digests.nudging import nudge
from digests.queries.parts import head_of, part_of, towns_of, with_passages
from digests.queries.recalls import named_anew, recalled_in
from kit.errors import DomainError
from people.models import User
from towns.queries.holders import leads_of

NAMED = 3  # passages that a refusal names


class NotToBePublished(DomainError):
    """Some passages may not be shown to Steering Groups as things stand."""


@transaction.atomic
def begin_freeze(digest: Digest, *, by: User, at: datetime) -> Digest:
    """Freeze a digest that the towns have been asked about: from then on nothing of it changes.

    A small one is frozen at once; the worker goes on with a large one.

    Raises:
        PermissionDenied: `by` is not of the Programme Team.
        NotNow: the towns have not been asked, or it is frozen already.
        NotToBePublished: of some passages the town or the speaker says no.
    """
    digest = held_for(digest, by=by, at=at)
    move(digest, State.FREEZING)
    refuse_recalled(digest, at=at)
    _name_speakers(digest)
    number = (digest.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    Edition.objects.create(digest=digest, number=number, head={}, frozen_at=at, frozen_by=by)
    digest.save()
    audit.actions.record("digest.frozen", about=digest, by=by, at=at, facts={"edition": number})
    if freeze_on(digest, at=at):
        transaction.on_commit(nudge)
    digest.refresh_from_db()
    return digest


@transaction.atomic
def freeze_on(digest: Digest, *, at: datetime) -> int:
    """Freeze the next few sections, at the end what stands above them; how many were done.

    May be repeated at any time. A fixed number of statements, however many sections there are.
    """
    digest = held(digest)
    if digest.state != State.FREEZING:
        return 0
    edition = standing_edition(digest)
    done = edition.parts.count()
    frozen = edition.parts.filter(town__isnull=False).values("town")
    rows = digest.sections.filter(town__isnull=False).exclude(town__in=frozen)
    sections = list(with_passages((rows if done else digest.sections).in_order())[:AT_ONCE])
    leads = leads_of(towns_of(sections), on=timezone.localdate(at))
    parts = []
    for position, section in enumerate(sections, done):
        has_lead = bool(section.town_id and leads[section.town_id])
        parts.append(
            part_row(edition, position, section.town_id, part_of(section, has_lead=has_lead))
        )
    EditionPart.objects.bulk_create(parts)
    if len(sections) < AT_ONCE:
        head = head_of(digest, {}, on=timezone.localdate(at))
        above, below = words_of(head, ()), _words(edition)
        words = {depth: above[depth] + below[depth] for depth in DEPTHS}
        finish(edition, head_as_json(replace(head, words=words)))
        move(digest, State.FROZEN)
        digest.save()
        return 0
    return len(sections)


@transaction.atomic
def thaw(digest: Digest, *, by: User, at: datetime) -> Digest:
    """Take a digest that is not published back to the towns' check; the frozen edition is given up.

    Raises:
        PermissionDenied: `by` is not of the Programme Team.
        NotNow: it is not frozen.
    """
    digest = held_for(digest, by=by, at=at)
    if digest.state not in {State.FREEZING, State.FROZEN}:
        raise NotNow("Only a digest that is frozen and not published can be taken back.")
    move(digest, State.CHECK)
    digest.save()
    edition = standing_edition(digest)
    edition.discarded_at = at
    edition.save()
    audit.actions.record("digest.thawed", about=digest, by=by, at=at)
    return digest


def refuse_recalled(digest: Digest, *, at: datetime, is_frozen: bool = False) -> None:
    """Ask of every passage whether Steering Groups may read it on that day, as it was frozen.

    Raises:
        NotToBePublished: they may not; the sentence names some and says why.
    """
    rows = Passage.objects.filter(section__digest=digest)
    found = recalled_in(digest, on=timezone.localdate(at))
    if is_frozen:
        found = named_anew(rows) | found
    if not found:
        return
    named = rows.filter(pk__in=list(found)[:NAMED]).select_related("section__town").order_by("pk")
    reasons = [f"{one.section.name}: {found[one.pk]}" for one in named]
    more = f" And {len(found) - NAMED} more." if len(found) > NAMED else ""
    number = "1 passage" if len(found) == 1 else f"{len(found)} passages"
    raise NotToBePublished(f"{number} cannot be published. {' '.join(reasons)}{more}")


def _name_speakers(digest: Digest) -> None:
    """Keep with each quote how its speaker is named now, which is what is frozen."""
    rows = Passage.objects.filter(section__digest=digest, quote__isnull=False)
    quoting = list(rows.select_related("quote"))
    for one in quoting:
        one.note = one.quote.said_by if one.quote else one.note
    Passage.objects.bulk_update(quoting, ["note"])


def standing_edition(digest: Digest) -> Edition:
    """The edition of a digest that was neither replaced nor given up, held."""
    rows = digest.editions.select_for_update(of=["self"], no_key=True)
    return rows.get(replaced_at=None, discarded_at=None)


def part_row(edition: Edition, position: int, town: int | None, part: Part) -> EditionPart:
    """A part as it is kept. Not stored."""
    content = part_as_json(part)
    words = {f"words_{depth}": part.at(depth).words for depth in DEPTHS}
    return EditionPart(
        edition=edition,
        position=position,
        town_id=town,
        content=content,
        checksum=checksum(content),
        **words,
    )


def finish(edition: Edition, head: dict[str, object]) -> None:
    """Put the head above the parts and seal all of it by its checksum."""
    edition.head = head
    edition.checksum = checksum_of_all(checksum(head), _checksums(edition))
    edition.save()


def _checksums(edition: Edition) -> list[str]:
    return list(edition.parts.order_by("position").values_list("checksum", flat=True))


def _words(edition: Edition) -> dict[Depth, int]:
    sums = edition.parts.aggregate(**{depth: Sum(f"words_{depth}") for depth in DEPTHS})
    return {depth: sums[depth] or 0 for depth in DEPTHS}
