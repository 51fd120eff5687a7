"""Whom a town knew at its start: noted, then frozen, so that later days are compared with it."""

from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from kit.errors import DomainError
from partners.actions.ties import Seen, forget, observe
from partners.models import Baseline, TieObservation
from partners.policies import may_note_start
from partners.queries.baselines import noted_at_start, start_of
from people.models import Organisation, User
from towns.models import Town


class StartIsFrozen(DomainError):
    """The baseline was frozen: nothing in it changes any more."""


class NothingNoted(DomainError):
    """There is nothing to freeze."""


@transaction.atomic
def note_at_start(
    town: Town, organisation: Organisation, *, strength: int | None, by: User, at: datetime
) -> None:
    """Note that the town knew an organisation at its start. Noting it once more corrects it.

    Raises:
        PermissionDenied: `by` neither leads the town nor is of the team.
        StartIsFrozen: the baseline was frozen.
    """
    town = _locked(town, by=by, at=at)
    day = start_of(town, today=timezone.localdate(at))
    seen = Seen(_key(town, organisation), organisation.pk, day, strength)
    observe(town, TieObservation.Source.BASELINE, [seen], by=by, at=at)
    audit.actions.record("start.noted", about=organisation, by=by, at=at, facts={"town": town.pk})


@transaction.atomic
def take_out_of_start(town: Town, organisation: Organisation, *, by: User, at: datetime) -> None:
    """Take out what was noted by mistake. What is not there is no fault.

    Raises: as `note_at_start`.
    """
    town = _locked(town, by=by, at=at)
    noted = TieObservation.objects.filter(key=_key(town, organisation))
    forget(list(noted.values_list("pk", flat=True)))
    facts = {"town": town.pk}
    audit.actions.record("start.taken_out", about=organisation, by=by, at=at, facts=facts)


@transaction.atomic
def freeze_start(town: Town, *, by: User, at: datetime) -> Baseline:
    """Keep what was noted of the start as it is, for good.

    Raises: as `note_at_start`, and
        NothingNoted: nothing was noted yet.
    """
    town = _locked(town, by=by, at=at)
    if not noted_at_start(town):
        raise NothingNoted("Note at least one organisation first.")
    made = Baseline.objects.create(
        town=town, on=start_of(town, today=timezone.localdate(at)), frozen_at=at, frozen_by=by
    )
    audit.actions.record("start.frozen", about=town, by=by, at=at)
    return made


def _locked(town: Town, *, by: User, at: datetime) -> Town:
    """The town, held against whoever notes or freezes at the same time."""
    if not may_note_start(by, town, on=timezone.localdate(at)):
        raise PermissionDenied
    town = Town.objects.select_for_update(of=["self"]).get(pk=town.pk)
    if Baseline.objects.filter(town=town).exists():
        raise StartIsFrozen("The baseline has been frozen meanwhile. It does not change any more.")
    return town


def _key(town: Town, organisation: Organisation) -> UUID:
    return uuid5(NAMESPACE_URL, f"start/{town.pk}/{organisation.pk}")
