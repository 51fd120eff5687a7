"""The sectors of organisations, changed by the office."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from people.models import Sector, User
from people.names import tidy
from people.queries import sectors_in_order
from towns.actions.names import NameTaken, NameWithoutLetters, address_from
from towns.policies import may_run_office


@transaction.atomic
def add_sector(name: str, *, by: User, at: datetime) -> Sector:
    """Add a sector, after all others.

    Raises:
        PermissionDenied: `by` does not run the office.
        NameTaken, NameWithoutLetters: it cannot be called so.
    """
    _ask(by, at)
    name = tidy(name)
    slug = address_from(name, among=Sector.objects.all(), what="a sector", longest=80)
    sector = Sector.objects.create(name=name, slug=slug, position=Sector.objects.count() + 1)
    audit.actions.record("sector.added", about=sector, by=by, at=at)
    return sector


@transaction.atomic
def change_sector(sector: Sector, *, name: str, position: int, by: User, at: datetime) -> Sector:
    """Give a sector its name and its place in lists; the others make room. Addresses stay.

    Raises:
        PermissionDenied: `by` does not run the office.
        NameTaken: another sector is called so.
        NameWithoutLetters: the name is empty.
    """
    _ask(by, at)
    rows = list(sectors_in_order().select_for_update())
    sector = next(one for one in rows if one.pk == sector.pk)
    others = [one for one in rows if one.pk != sector.pk]
    sector.name = tidy(name)
    if not sector.name:
        raise NameWithoutLetters("Enter a name that has letters or numbers.")
    if any(one.name.lower() == sector.name.lower() for one in others):
        raise NameTaken(f"There is a sector called {sector.name} already.")
    others.insert(position - 1, sector)
    for place, one in enumerate(others, start=1):
        if one is sector or one.position != place:
            one.position = place
            one.save()
    audit.actions.record("sector.changed", about=sector, by=by, at=at)
    return sector


def _ask(by: User, at: datetime) -> None:
    if not may_run_office(by, on=timezone.localdate(at)):
        raise PermissionDenied
