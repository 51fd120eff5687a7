"""Whom a session expects: who holds an invited post on its day, and who was invited by name."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from people.models import Organisation, Person
from sessions.models import CohortSession, Invitation
from towns.models import Role, Tenure

BY_NAME = "Invited by name"


@dataclass(frozen=True)
class Expected:
    """One person who is invited, for which organisation, and where the register lists them."""

    person: Person
    organisation: Organisation | None
    place: str
    invitation: Invitation | None = None


def expected_at(session: CohortSession, *, person: UUID | None = None) -> list[Expected]:
    """Everybody who is invited, each once, by place and name; or the person of that key alone.

    Whoever holds several posts is listed under the first of them, a town's before a group's. Two
    statements, however many they are. Nobody is expected as long as there is no day.
    """
    if session.on is None:
        return []
    invited = session.invited
    tenures = (
        Tenure.objects.active(on=session.on)
        .filter(Q(role__in=invited.values("role")) | Q(group__in=invited.values("group")))
        .select_related("person__organisation", "town", "group", "seat__organisation")
    )
    by_name = session.invitations.standing().select_related("person__organisation")
    if person is not None:
        tenures, by_name = tenures.filter(person__key=person), by_name.filter(person__key=person)
    invitations = {one.person_id: one for one in by_name}
    found: dict[int, Expected] = {}
    for held in sorted(tenures, key=_order):
        of = held.person
        theirs = invitations.get(of.pk)
        found.setdefault(of.pk, Expected(of, _organisation(held), _place(held), theirs))
    for one in sorted(invitations.values(), key=lambda one: one.person.name):
        there = Expected(one.person, one.person.organisation, BY_NAME, one)
        found.setdefault(one.person_id, there)
    return list(found.values())


def _order(held: Tenure) -> tuple[bool, bool, str, str]:
    return held.town is None, held.group is None, _place(held), held.person.name


def _place(held: Tenure) -> str:
    """The town, the group, or for the programme's own the post."""
    return str(held.town or held.group or Role(held.role).label)


def _organisation(held: Tenure) -> Organisation | None:
    """Whose seat it is, else where the person works."""
    return held.seat.organisation if held.seat else held.person.organisation
