"""Reads of groups: their seats, and who sits on them on a day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from people.models import Organisation, User
from towns.models import Group, Seat, Tenure, Town
from towns.models.tenures import active_on

_ORDER = {Tenure.Capacity.CHAIR: 0, Tenure.Capacity.MEMBER: 1, Tenure.Capacity.DEPUTY: 2}


@dataclass(frozen=True)
class SeatRow:
    """A seat and who sits on it; without a seat, members who sit for nobody in particular."""

    seat: Seat | None
    organisation: Organisation | None
    members: tuple[Tenure, ...]


def members_of(group: Group, *, on: date) -> list[Tenure]:
    """Who belongs to a group on a day: the chair first, deputies last."""
    found = (
        group.tenures.filter(active_on(on))
        .select_related("person__organisation", "seat__organisation", "group")
        .order_by("person__name", "pk")
    )
    return sorted(found, key=lambda tenure: _ORDER[Tenure.Capacity(tenure.capacity)])


def seats_of(group: Group, *, on: date) -> list[SeatRow]:
    """The seats of a group on a day with who sits on each, then everybody without a seat."""
    members = members_of(group, on=on)
    seats = group.seats.active(on=on).select_related("organisation")
    rows = [
        SeatRow(
            seat,
            seat.organisation,
            tuple(member for member in members if member.seat_id == seat.pk),
        )
        for seat in seats.order_by("organisation__name", "pk")
    ]
    seated = {member.pk for row in rows for member in row.members}
    others = tuple(member for member in members if member.pk not in seated)
    return [*rows, SeatRow(None, None, others)] if others else rows


def groups_on(groups: QuerySet[Group], *, on: date, limit: int = 100) -> list[Group]:
    """The groups that exist on a day, by kind and name."""
    return list(
        groups.filter(active_on(on)).select_related("town").order_by("kind", "name")[:limit]
    )


def groups_off(groups: QuerySet[Group], *, on: date, limit: int = 100) -> list[Group]:
    """The groups that do not exist on a day, because they ended or have not begun."""
    return list(
        groups.exclude(active_on(on)).select_related("town").order_by("-starts_on", "name")[:limit]
    )


def is_in_use(group: Group) -> bool:
    """Whether anybody belongs to a group or an organisation has a seat in it, or ever did."""
    return group.tenures.exists() or group.seats.exists()


def members_visible_to(user: User, *, town: Town, on: date) -> list[Tenure]:
    """Who sits in a town's Steering Group on a day, as far as the reader may know; chairs first."""
    groups = Group.objects.visible_to(user, on=on).filter(active_on(on), town=town)
    found = (
        Tenure.objects.active(on=on)
        .filter(group__in=groups)
        .select_related("person", "group", "seat__organisation")
        .order_by("person__name", "pk")
    )
    return sorted(found, key=lambda tenure: _ORDER[Tenure.Capacity(tenure.capacity)])
