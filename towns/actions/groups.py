"""Groups, and the seats that organisations hold in them. Membership is a tenure: see `tenures`."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

import audit.actions
from kit.dates import in_full
from kit.errors import DomainError
from kit.words import span
from people.models import Organisation, User
from towns.actions.days import refuse_backward, refuse_outside
from towns.actions.towns import NameTaken
from towns.models import Group, Programme, Seat, Town
from towns.policies import may_run_office
from towns.spans import Span


class SeatHeld(DomainError):
    """The organisation has a seat in the group on some of these days."""


class SeatTaken(DomainError):
    """Somebody sits on the seat after the day on which it would end."""


@transaction.atomic
def add_group(
    name: str,
    *,
    kind: str,
    programme: Programme,
    town: Town | None = None,
    starts_on: date,
    by: User,
    at: datetime,
) -> Group:
    """Found a group of the programme, or a town's Steering Group.

    Raises:
        PermissionDenied: `by` does not run the office.
        NameTaken: there is one of that name.
        OutsideProgramme: the day lies outside the programme.
    """
    _ask(by, at)
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    slug = slugify(name)
    if not slug or Group.objects.filter(slug=slug).exists():
        raise NameTaken(f"There is a group called {name} already, or the name holds no letters.")
    refuse_outside(programme, starts_on, today=timezone.localdate(at))
    group = Group.objects.create(
        name=name,
        slug=slug,
        kind=kind,
        programme=programme,
        town=town if kind == Group.Kind.STEERING else None,
        starts_on=starts_on,
    )
    audit.actions.record("group.added", about=group, by=by, at=at)
    return group


@transaction.atomic
def add_seat(
    group: Group, organisation: Organisation, *, starts_on: date, by: User, at: datetime
) -> Seat:
    """Give an organisation a seat in a group, whoever will sit on it.

    Raises:
        PermissionDenied: `by` does not run the office.
        OutsideProgramme: the day lies outside the programme.
        SeatHeld: it has one already.
    """
    _ask(by, at)
    group = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    refuse_outside(group.programme, starts_on, today=timezone.localdate(at))
    for seat in group.seats.filter(organisation=organisation):
        if Span(seat.starts_on, seat.ends_on).meets(Span(starts_on, None)):
            raise SeatHeld(
                f"{organisation.name} has a seat here {span(seat.starts_on, seat.ends_on)}."
            )
    seat = Seat.objects.create(group=group, organisation=organisation, starts_on=starts_on)
    audit.actions.record("seat.added", about=seat, by=by, at=at)
    return seat


@transaction.atomic
def end_seat(seat: Seat, *, ends_on: date, by: User, at: datetime) -> Seat:
    """Say the last day of an organisation's seat.

    Raises:
        PermissionDenied: `by` does not run the office.
        EndsBeforeStart: the day lies before the seat began.
        SeatTaken: somebody sits on it longer than that.
    """
    _ask(by, at)
    Group.objects.select_for_update(no_key=True).get(pk=seat.group_id)
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    refuse_backward(seat.starts_on, ends_on)
    for tenure in seat.tenures.select_related("person"):
        if tenure.ends_on is None or tenure.ends_on > ends_on:
            raise SeatTaken(
                f"{tenure.person.name} sits on this seat after {in_full(ends_on)}. "
                "End that membership first."
            )
    seat.ends_on = ends_on
    seat.save()
    audit.actions.record("seat.ended", about=seat, by=by, at=at)
    return seat


def _ask(by: User, at: datetime) -> None:
    if not may_run_office(by, on=timezone.localdate(at)):
        raise PermissionDenied
