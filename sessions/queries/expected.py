"""Whom a session expects: who holds an invited post on its day, and who was invited by name."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import BigIntegerField, DateField, Q, QuerySet, UUIDField

from kit.prepared import Prepared, slot
from people.models import Organisation, Person
from sessions.models import CohortSession, Invitation, Invited
from towns.models import Role, Tenure

BY_NAME = "Invited by name"


@dataclass(frozen=True)
class Expected:
    """One person who is invited, for which organisation, and where the register lists them."""

    person: Person
    organisation: Organisation | None
    place: str
    invitation: Invitation | None = None


def expected_at(session: CohortSession) -> list[Expected]:
    """Everybody who is invited, each once, by place and name.

    Whoever holds several posts is listed under the first of them, a town's before a group's. Two
    statements, however many they are. Nobody is expected as long as there is no day.
    """
    if session.on is None:
        return []
    invitations = {one.person_id: one for one in _BY_NAME(session=session.pk)}
    found: dict[int, Expected] = {}
    for held in sorted(_HELD(session=session.pk, on=session.on), key=_order):
        of = held.person
        theirs = invitations.get(of.pk)
        found.setdefault(of.pk, Expected(of, _organisation(held), _place(held), theirs))
    for one in sorted(invitations.values(), key=lambda one: one.person.name):
        found.setdefault(one.person_id, _by_name(one))
    return list(found.values())


def expected_one(session: CohortSession, person: UUID) -> Expected | None:
    """The person of that key, without their invitation if they are invited by a post."""
    if session.on is None:
        return None
    if held := _HELD_BY(session=session.pk, on=session.on, person=person):
        first = min(held, key=_order)
        return Expected(first.person, _organisation(first), _place(first))
    named = _BY_NAME_OF(session=session.pk, person=person)
    return _by_name(named[0]) if named else None


def _held() -> QuerySet[Tenure]:
    """The posts of that day to which a session is open."""
    invited = Invited.objects.filter(session=_SESSION)
    held = Tenure.objects.active(on=slot("on", DateField())).filter(
        Q(role__in=invited.values("role")) | Q(group__in=invited.values("group"))
    )
    return held.select_related("person__organisation", "town", "group", "seat__organisation")


def _named() -> QuerySet[Invitation]:
    """Its invitations that stand."""
    found = Invitation.objects.standing().filter(session=_SESSION)
    return found.select_related("person__organisation")


_SESSION, _PERSON = slot("session", BigIntegerField()), slot("person", UUIDField())
_HELD, _HELD_BY = Prepared(_held), Prepared(lambda: _held().filter(person__key=_PERSON))
_BY_NAME, _BY_NAME_OF = Prepared(_named), Prepared(lambda: _named().filter(person__key=_PERSON))


def _by_name(one: Invitation) -> Expected:
    return Expected(one.person, one.person.organisation, BY_NAME, one)


def _order(held: Tenure) -> tuple[bool, bool, str, str]:
    return held.town is None, held.group is None, _place(held), held.person.name


def _place(held: Tenure) -> str:
    """The town, the group, or for the programme's own the post."""
    return str(held.town or held.group or Role(held.role).label)


def _organisation(held: Tenure) -> Organisation | None:
    """Whose seat it is, else where the person works."""
    return held.seat.organisation if held.seat else held.person.organisation
