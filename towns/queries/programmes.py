"""Reads of the programme, its vocabulary, and where its posts can be held."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from people.models import User
from towns.access import Thing, reached
from towns.models import Group, Outcome, Programme, Town


@dataclass(frozen=True)
class Places:
    """The programme, its towns and its groups, as choices of a form: three statements."""

    programme: Programme | None
    towns: tuple[Town, ...]
    groups: tuple[Group, ...]


def programmes_visible_to(user: User, *, on: date) -> QuerySet[Programme]:
    """The programmes, to those who run the office; the present one first."""
    return Programme.objects.filter(reached(user, Thing.OFFICE, on=on)).order_by("-starts_on", "pk")


def outcomes_visible_to(user: User, *, on: date) -> QuerySet[Outcome]:
    """The whole vocabulary, ended outcomes too, to those who run the office."""
    return Outcome.objects.filter(reached(user, Thing.OFFICE, on=on)).order_by("position", "pk")


def places_visible_to(user: User, *, on: date) -> Places:
    """Where posts can be begun, to those who run the office."""
    office = reached(user, Thing.OFFICE, on=on)
    groups = Group.objects.filter(office, Q(ends_on=None) | Q(ends_on__gte=on))
    return Places(
        programmes_visible_to(user, on=on).first(),
        tuple(Town.objects.filter(office).select_related("programme").order_by("name")),
        tuple(groups.select_related("programme").order_by("name")),
    )
