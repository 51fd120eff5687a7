"""An edition is told to those whom it concerns, a few at a time: each of them once."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from digests.models import Passage, Telling
from digests.notices import CORRECTED, EDITION, WITHDRAWN
from digests.queries.recipients import readers_before, recipients_after, told_of
from outbox.actions.promising import promise_all
from outbox.kinds import open_from
from outbox.promises import Promise, key_of
from reflections.actions.events import mark_echoed

AUTHORS_AT_ONCE = 50  # items
READERS_AT_ONCE = 1_000
Sort, Phase = Telling.Sort, Telling.Phase


@transaction.atomic
def tell_on(telling: Telling, *, at: datetime) -> bool:
    """Tell the next few; whether more are left. May be repeated: nobody is told twice."""
    rows = Telling.objects.select_for_update(of=["self"]).select_related("edition__digest")
    telling = rows.get(pk=telling.pk)
    if telling.phase == Phase.AUTHORS:
        _tell_authors(telling, at=at)
    elif telling.phase == Phase.READERS:
        _tell_readers(telling, at=at)
    telling.save()
    return telling.phase != Phase.DONE


def _tell_authors(telling: Telling, *, at: datetime) -> None:
    """Those who wrote what the edition holds see where it was used."""
    digest = telling.edition.digest
    rows = Passage.objects.kept().filter(
        section__digest=digest, item__isnull=False, pk__gt=telling.reached
    )
    passages = list(rows.select_related("item").order_by("pk")[:AUTHORS_AT_ONCE])
    label, address = f"All Project Towns digest, {digest.title}", digest.get_absolute_url()
    for passage in passages:
        if passage.item is not None:
            mark_echoed(passage.item, label=label, address=address, by=None, at=at)
        telling.reached = passage.pk
    if len(passages) < AUTHORS_AT_ONCE:
        telling.phase, telling.done_at = Phase.DONE, at


def _tell_readers(telling: Telling, *, at: datetime) -> None:
    edition = telling.edition
    if telling.sort == Sort.PUBLISHED:
        persons = recipients_after(
            telling.reached, on=timezone.localdate(at), at_most=READERS_AT_ONCE
        )
        kind, about = EDITION, key_of(edition.digest)
    elif telling.sort == Sort.CORRECTED:
        persons = readers_before(edition, telling.reached, at_most=READERS_AT_ONCE)
        kind, about = CORRECTED, key_of(edition)
    else:
        persons = told_of(edition, telling.reached, at_most=READERS_AT_ONCE)
        kind, about = WITHDRAWN, key_of(edition)
    telling.told += _promised(kind, about, f"edition {edition.number}", persons, at=at)
    if persons:
        telling.reached = persons[-1]
    if len(persons) == READERS_AT_ONCE:
        return
    if telling.sort == Sort.PUBLISHED:
        telling.phase, telling.reached = Phase.AUTHORS, 0
    else:
        telling.phase, telling.done_at = Phase.DONE, at


def _promised(
    kind: str, about: str, occasion: str, persons: Collection[int], *, at: datetime
) -> int:
    """One letter for each, not before they may be written to; how many are new."""
    hours = open_from(list(persons), at)
    promises = [
        Promise(kind, person, about, occasion, not_before=hours[person]) for person in persons
    ]
    return promise_all(promises, at=at)
