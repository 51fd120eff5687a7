"""Groups, and the seats that organisations hold in them. Membership is a tenure: see `tenures`."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

import audit.actions
from kit.dates import in_full
from kit.errors import DomainError
from kit.slugs import free_slug
from kit.text import settled_line
from kit.words import listed, span
from people.models import Organisation, User
from towns.actions.days import refuse_backward, refuse_outside
from towns.actions.group_days import AfterGroup, refuse_after_group
from towns.actions.names import NameTaken, NameWithoutLetters
from towns.models import Group, Programme, Seat, Tenure, Town
from towns.policies import may_run_office
from towns.queries.groups import is_in_use
from towns.spans import Span

MOST_NAMED = 5


class GroupInUse(DomainError):
    """People or organisations belong to the group, or did, or join it after its last day."""


class MembersStay(DomainError):
    """Somebody, or a seat, would stay longer than the group, and it was not said that they go."""


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
        NameWithoutLetters: the name holds neither letters nor numbers.
        OutsideProgramme: the day lies outside the programme.
    """
    _ask(by, at)
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    name = _free_name(name)
    refuse_outside(programme, starts_on, today=timezone.localdate(at))
    group = Group.objects.create(
        name=name,
        slug=free_slug(name, among=Group.objects.all(), or_else="group"),
        kind=kind,
        programme=programme,
        town=town if kind == Group.Kind.STEERING else None,
        starts_on=starts_on,
    )
    audit.actions.record("group.added", about=group, by=by, at=at)
    return group


@transaction.atomic
def change_group(
    group: Group,
    *,
    name: str,
    ends_on: date | None,
    ends_memberships: bool = False,
    by: User,
    at: datetime,
) -> Group:
    """Call a group by another name, and say, change or take back its last day.

    Nobody stays longer than the group, and no seat: with `ends_memberships` those that would end
    on the same day. A later day or none gives nobody their membership back.

    Raises:
        PermissionDenied: `by` does not run the office.
        NameTaken, NameWithoutLetters: it cannot be called so.
        EndsBeforeStart, OutsideProgramme: the day cannot be its last.
        MembersStay: somebody stays longer, and `ends_memberships` is not said.
        GroupInUse: somebody joins after that day.
    """
    _ask(by, at)
    programme = Programme.objects.select_for_update(no_key=True).get(pk=group.programme_id)
    group = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    name = _free_name(name, of=group)
    refuse_backward(group.starts_on, ends_on)
    if ends_on:
        refuse_outside(programme, ends_on, today=timezone.localdate(at))
        _end_what_lasts_longer(group, ends_on, agreed=ends_memberships)
    group.name = name
    group.ends_on = ends_on
    group.save()
    facts = {"until": ends_on.isoformat() if ends_on else None}
    audit.actions.record("group.changed", about=group, by=by, at=at, facts=facts)
    return group


@transaction.atomic
def remove_group(group: Group, *, by: User, at: datetime) -> None:
    """Take out a group that was entered by mistake. Its history stays.

    Raises:
        PermissionDenied: `by` does not run the office.
        GroupInUse: it has members or seats, or had.
    """
    _ask(by, at)
    group = Group.objects.select_for_update().get(pk=group.pk)
    if is_in_use(group):
        raise GroupInUse(f"{group} has members or seats, or had. Give it a last day instead.")
    audit.actions.record("group.removed", about=group, by=by, at=at)
    group.delete()


@transaction.atomic
def add_seat(
    group: Group, organisation: Organisation, *, starts_on: date, by: User, at: datetime
) -> Seat:
    """Give an organisation a seat in a group, whoever will sit on it.

    Raises:
        PermissionDenied: `by` does not run the office.
        OutsideProgramme: the day lies outside the programme.
        AfterGroup: the group has ended by then.
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
    if group.ends_on and group.ends_on < starts_on:
        raise AfterGroup(f"{group} ends on {in_full(group.ends_on)}, before the seat begins.")
    seat = Seat.objects.create(
        group=group, organisation=organisation, starts_on=starts_on, ends_on=group.ends_on
    )
    audit.actions.record("seat.added", about=seat, by=by, at=at)
    return seat


@transaction.atomic
def end_seat(seat: Seat, *, ends_on: date, by: User, at: datetime) -> Seat:
    """Say the last day of an organisation's seat.

    Raises:
        PermissionDenied: `by` does not run the office.
        EndsBeforeStart: the day lies before the seat began.
        AfterGroup: the group ends before that.
        SeatTaken: somebody sits on it longer than that.
    """
    _ask(by, at)
    group = Group.objects.select_for_update(no_key=True).get(pk=seat.group_id)
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    refuse_backward(seat.starts_on, ends_on)
    refuse_after_group(group, ends_on)
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


def _end_what_lasts_longer(group: Group, ends_on: date, *, agreed: bool) -> None:
    """Ends memberships and seats on the group's last day, if that was agreed to."""
    longer = Q(ends_on=None) | Q(ends_on__gt=ends_on)
    tenures = list(group.tenures.filter(longer).select_related("person").order_by("person__name"))
    seats = list(group.seats.filter(longer).select_related("organisation"))
    _refuse_later(ends_on, tenures, seats)
    if (tenures or seats) and not agreed:
        raise MembersStay(
            f"{_named(tenures, seats)} would stay longer than {in_full(ends_on)}. "
            "Tick the box to end what lasts longer on the same day."
        )
    for tenure in tenures:
        tenure.ends_on = ends_on
        tenure.save()
    for seat in seats:
        seat.ends_on = ends_on
        seat.save()


def _refuse_later(ends_on: date, tenures: list[Tenure], seats: list[Seat]) -> None:
    """What begins after the last day cannot end on it."""
    for tenure in tenures:
        if tenure.starts_on > ends_on:
            raise GroupInUse(
                f"{tenure.person.name} joins on {in_full(tenure.starts_on)}, after that day. "
                "Take that membership back first, or choose a later day."
            )
    for seat in seats:
        if seat.starts_on > ends_on:
            raise GroupInUse(
                f"The seat of {seat.organisation.name} begins on {in_full(seat.starts_on)}, "
                "after that day. Choose that day or a later one."
            )


def _named(tenures: list[Tenure], seats: list[Seat]) -> str:
    """As in "Ailsa Reid, 4 more members and the seat of NHS Fife"."""
    found = [tenure.person.name for tenure in tenures]
    found += [f"the seat of {seat.organisation.name}" for seat in seats]
    if len(found) > MOST_NAMED:
        found = [*found[: MOST_NAMED - 1], f"{len(found) - MOST_NAMED + 1} more"]
    words = listed(found)
    return words[0].upper() + words[1:]


def _free_name(name: str, *, of: Group | None = None) -> str:
    """The name, settled, if no other group bears it. The programme must be locked."""
    name = settled_line(name)
    if not any(sign.isalnum() for sign in name):
        raise NameWithoutLetters("Enter a name that has letters or numbers.")
    bearers = Group.objects.filter(name__iexact=name)
    if any(group != of for group in bearers):
        raise NameTaken(f"There is a group called {name} already.")
    return name


def _ask(by: User, at: datetime) -> None:
    if not may_run_office(by, on=timezone.localdate(at)):
        raise PermissionDenied
