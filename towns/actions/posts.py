"""What a post is, and everything that may forbid somebody to hold it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from kit.dates import in_full
from kit.errors import DomainError
from kit.words import span
from towns.actions.days import OutsideProgramme, refuse_backward, refuse_outside
from towns.actions.group_days import refuse_after_group
from towns.models import Group, Programme, Role, Seat, Tenure, Town
from towns.models.tenures import GROUP_ROLES, PROGRAMME_ROLES, TOWN_ROLES
from towns.spans import DAY, Span, after


class PlaceMissing(DomainError):
    """The role is held in a town or a group, and none was named."""


class PlaceContradicts(PlaceMissing):
    """The place named is not one in which the role is held."""


class BeforeTown(DomainError):
    """The town was not open yet on the first day."""


class AlreadyHeld(DomainError):
    """The same person holds the same post on some of these days."""


class PostTaken(DomainError):
    """Somebody else is Project Lead on some of these days, with no handover between them."""


class ChairTaken(DomainError):
    """The group has another chair on some of these days."""


class SeatElsewhere(DomainError):
    """The seat belongs to another group, or does not exist on these days."""


class HandoverOutside(DomainError):
    """The handover lies outside the tenure, or there is nobody to take over from."""


# Roles whose label does not follow "A": see `refuse_place`.
_NAMED: Mapping[str, str] = MappingProxyType(
    {
        Role.PROGRAMME_TEAM: "A member of the Programme Team",
        Role.EVALUATOR: "An Evaluator",
        Role.ADMINISTRATOR: "An Administrator",
    }
)

# The kinds of group in which a role is held.
_KINDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        Role.STEERING: frozenset({Group.Kind.STEERING}),
        Role.PLANNING: frozenset({Group.Kind.PLANNING}),
        Role.NATIONAL: frozenset({Group.Kind.NATIONAL, Group.Kind.PROGRAMME}),
    }
)


@dataclass(frozen=True)
class Post:
    """What is held and where. The programme's own roles need no place beside `programme`."""

    role: str
    programme: Programme
    town: Town | None = None
    group: Group | None = None
    seat: Seat | None = None
    capacity: str = Tenure.Capacity.MEMBER

    def __str__(self) -> str:
        place = self.town or self.group or self.programme
        return f"{Role(self.role).label}, {place}"

    @property
    def place(self) -> dict[str, object]:
        """The fields of a tenure that say where it is."""
        return {
            "town": self.town,
            "group": self.group,
            "programme": self.programme if self.role in PROGRAMME_ROLES else None,
        }


def post_of(tenure: Tenure) -> Post:
    """The post that somebody holds, as one that another may hold."""
    place = tenure.town or tenure.group
    programme = place.programme if place else tenure.programme
    if programme is None:
        raise PlaceMissing("This post is held nowhere.")
    return Post(tenure.role, programme, town=tenure.town, group=tenure.group)


def refuse_place(post: Post) -> None:
    """A town's role is held in a town, a group's in a group, the programme's in neither.

    A place that the role does not have is never left out in silence: whoever named the town meant
    something by it, and a role of the programme would reach far beyond.

    Raises:
        PlaceMissing: it is not said where.
        PlaceContradicts: a place is named in which the role is not held.
    """
    who = _NAMED.get(post.role, f"A {Role(post.role).label}")
    if post.role in PROGRAMME_ROLES and (post.town or post.group):
        place = "town" if post.town else "group"
        raise PlaceContradicts(
            f"{who} is in post for the programme as a whole. "
            f"Leave the {place} empty, or choose another role."
        )
    if post.role in TOWN_ROLES and post.group:
        raise PlaceContradicts(
            f"{who} is in post in a town, not in a group. Choose the town, or another role."
        )
    if post.role in GROUP_ROLES and post.town:
        raise PlaceContradicts(
            f"{who} belongs to a group, not to a town. Choose the group, or another role."
        )
    if post.role in TOWN_ROLES and post.town is None:
        raise PlaceMissing(f"{who} is in post in a town. Choose the town.")
    if post.role in GROUP_ROLES and post.group is None:
        raise PlaceMissing(f"{who} belongs to a group. Choose the group.")
    if post.group and post.group.kind not in _KINDS[post.role]:
        raise PlaceContradicts(
            f"{who} does not belong to {post.group}. Choose another group, or another role."
        )


def check(tenure: Tenure, programme: Programme, *, today: date) -> None:
    """Everything that may forbid the tenure as it would stand. Its place must be locked.

    Raises:
        One of this module's refusals, or of `days`.
    """
    refuse_backward(tenure.starts_on, tenure.ends_on)
    refuse_outside(programme, tenure.starts_on, tenure.ends_on, today=today)
    _refuse_handover(tenure, programme, today=today)
    _refuse_seat(tenure)
    if tenure.group:
        refuse_after_group(tenure.group, tenure.ends_on)
    _refuse_held_twice(tenure)
    if tenure.role == Role.PROJECT_LEAD and not tenure.covering:
        _refuse_second_lead(tenure)
    if tenure.capacity == Tenure.Capacity.CHAIR:
        _refuse_second_chair(tenure)


def check_first_day(tenure: Tenure) -> None:
    """What may forbid a first day beside `check`, which a last day is not held up by.

    Raises:
        BeforeTown: the town opened later.
        HandoverOutside: somebody would take over from a person who begins later.
    """
    town = tenure.town
    opened = town.statuses.order_by("starts_on").first() if town else None
    if opened and tenure.starts_on < opened.starts_on:
        raise BeforeTown(
            f"{town} opened on {in_full(opened.starts_on)}. "
            f"{in_full(tenure.starts_on)} is before that."
        )
    if tenure.role == Role.PROJECT_LEAD and not tenure.covering:
        for other in _others(tenure):
            if not other.covering:
                _refuse_backward_handover(leaver=other, successor=tenure)
                _refuse_backward_handover(leaver=tenure, successor=other)


def _refuse_backward_handover(*, leaver: Tenure, successor: Tenure) -> None:
    """One who begins within another's handover, with none of their own, does not hand over."""
    until = successor.handover_until
    if until and not leaver.handover_until and successor.starts_on < leaver.starts_on <= until:
        raise HandoverOutside(
            f"{leaver.person.name} begins on {in_full(leaver.starts_on)}, "
            f"so {successor.person.name} cannot take over from them "
            f"on {in_full(successor.starts_on)}."
        )


def _refuse_handover(tenure: Tenure, programme: Programme, *, today: date) -> None:
    until = tenure.handover_until
    if until is None:
        return
    if tenure.role != Role.PROJECT_LEAD or tenure.covering:
        raise HandoverOutside("Only a Project Lead's own post is handed over by name.")
    days = Span(tenure.starts_on, tenure.ends_on)
    if not days.holds(Span(until, until)):
        raise HandoverOutside(
            f"The handover lasts until {in_full(until)}, "
            f"but the post is held {span(tenure.starts_on, tenure.ends_on)}."
        )
    try:
        refuse_outside(programme, until, today=today)
    except OutsideProgramme as refusal:
        raise HandoverOutside(str(refusal)) from refusal


def _refuse_seat(tenure: Tenure) -> None:
    seat = tenure.seat
    if seat is None:
        return
    if seat.group_id != tenure.group_id:
        raise SeatElsewhere("This seat belongs to another group.")
    if not Span(seat.starts_on, seat.ends_on).meets(Span(tenure.starts_on, tenure.ends_on)):
        raise SeatElsewhere(f"The seat exists {span(seat.starts_on, seat.ends_on)}.")


def _days(tenure: Tenure) -> Span:
    return Span(tenure.starts_on, tenure.ends_on)


def _own_days(tenure: Tenure) -> Span:
    return Span(after(tenure.handover_until, tenure.starts_on), tenure.ends_on)


def _others(tenure: Tenure) -> list[Tenure]:
    """The other tenures of the same role in the same place."""
    return list(
        Tenure.objects.filter(
            role=tenure.role, town=tenure.town, group=tenure.group, programme=tenure.programme
        )
        .exclude(pk=tenure.pk)
        .select_related("person")
        .order_by("starts_on")
    )


def _refuse_held_twice(tenure: Tenure) -> None:
    for other in _others(tenure):
        if other.person_id == tenure.person_id and _days(other).meets(_days(tenure)):
            raise AlreadyHeld(
                f"{tenure.person.name} already holds this post "
                f"{span(other.starts_on, other.ends_on)}."
            )


def _refuse_second_lead(tenure: Tenure) -> None:
    for other in _others(tenure):
        if other.covering or not _own_days(other).meets(_own_days(tenure)):
            continue
        days = span(other.starts_on, other.ends_on)
        name = f"{other.person.name} is Project Lead of {tenure.town}"
        if other.ends_on is None:
            raise PostTaken(f"{name} {days}, with no last day. Say first when that post ends.")
        raise PostTaken(
            f"{name} {days}. Begin on {in_full(other.ends_on + DAY)}, "
            f"or mark the days that both are in post as handover until {in_full(other.ends_on)}."
        )


def _refuse_second_chair(tenure: Tenure) -> None:
    for other in _others(tenure):
        if other.capacity == Tenure.Capacity.CHAIR and _days(other).meets(_days(tenure)):
            raise ChairTaken(
                f"{other.person.name} chairs {tenure.group} "
                f"{span(other.starts_on, other.ends_on)}. End that first."
            )
