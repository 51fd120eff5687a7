"""Everything that is observed of ties. Who may do so is asked by the callers.

An observation has a key of its observer's choosing: observing it once more corrects it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from partners.models import Tie, TieObservation
from people.models import User
from towns.models import Town


@dataclass(frozen=True)
class Seen:
    """That a town and an organisation (by its number) had to do with each other on a day.

    `strength` is one of `Strength`, or None if nobody said.
    """

    key: UUID
    organisation: int
    on: date
    strength: int | None = None


def observe(
    town: Town, source: str, seen: Sequence[Seen], *, by: User, at: datetime
) -> dict[UUID, int]:
    """Note what was seen of a town's ties; returns the observations' numbers by their keys.

    Two statements at any number. Safe to repeat. Needs a transaction.
    """
    if not seen:
        return {}
    ties = _ties(town, {one.organisation for one in seen}, at=at)
    rows = [
        TieObservation(
            tie_id=ties[one.organisation],
            key=one.key,
            source=source,
            on=one.on,
            strength=one.strength,
            by=by,
            changed_at=at,
        )
        for one in sorted(seen, key=lambda one: one.key)
    ]
    kept = TieObservation.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["tie", "source", "on", "strength", "by", "changed_at"],
    )
    return {one.key: one.pk for one in kept}


def forget(observations: Collection[int]) -> None:
    """Take out observations of what was not so after all; their history keeps them."""
    if observations:
        TieObservation.objects.filter(pk__in=observations).delete()


def _ties(town: Town, organisations: Iterable[int], *, at: datetime) -> dict[int, int]:
    """The numbers of the town's ties with these organisations, made where they are not there."""
    rows = [
        Tie(town=town, organisation_id=number, changed_at=at) for number in sorted(organisations)
    ]
    kept = Tie.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["town", "organisation"],
        update_fields=["changed_at"],
    )
    return {one.organisation_id: one.pk for one in kept}
