"""Whom a session expects: who holds an invited post on its day, and who was invited by name."""

from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, JSONObject

from kit.prepared import Prepared, slot
from people.models import Person
from sessions.models import Attendance, CohortSession, Invitation, Invited
from towns.models import Role, Tenure

BY_NAME = "Invited by name"
WORKS_FOR = "works_for"
_SESSION = slot("session", BigIntegerField())


class Standing(NamedTuple):
    """How one person stands to a session: expected, for an organisation, with a line or without."""

    person: int
    works_for: int | None
    is_expected: bool
    has_line: bool


def standing_of(session: CohortSession, person: UUID) -> Standing | None:
    """Of the person of that key, if there is one: one statement."""
    for pk, works_for, has_line, held, invited in _STANDING(
        session=session.pk, on=session.on, person=person
    ):
        told = held or invited
        return Standing(pk, told[WORKS_FOR] if told else works_for, told is not None, has_line)
    return None


def posts_held() -> QuerySet[Tenure]:
    """The posts of a day to which a session is open, each person's first post before the others.

    That is one in a town before one in a group, before one in the programme. With what a list
    says of them: `place` is the town, the group, or for the programme's own the post; `rank` how
    such places follow each other; `works_for` the organisation of the seat, else where they work.
    Slots: `session`, `on`.
    """
    invited = Invited.objects.filter(session=_SESSION)
    own = [When(role=role, then=Value(role.label)) for role in Role]
    return (
        Tenure.objects.active(on=slot("on", DateField()))
        .filter(Q(role__in=invited.values("role")) | Q(group__in=invited.values("group")))
        .annotate(
            rank=Case(
                When(town__isnull=False, then=0), When(group__isnull=False, then=1), default=2
            ),
            place=Coalesce("town__name", "group__name", Case(*own), output_field=CharField()),
            works_for=Coalesce("seat__organisation", "person__organisation"),
        )
        .order_by("person", "rank", "place", "pk")
    )


def invitations_standing() -> QuerySet[Invitation]:
    """A session's invitations that stand, of those who hold a post too. Slot: `session`."""
    return (
        Invitation.objects.standing()
        .filter(session=_SESSION)
        .annotate(works_for=F("person__organisation"))
    )


def _standing() -> QuerySet[Person, Any]:
    theirs = {"person": OuterRef("pk")}
    told = JSONObject(**{WORKS_FOR: WORKS_FOR})
    return Person.objects.filter(key=slot("person", UUIDField())).values_list(
        "pk",
        "organisation",
        Exists(Attendance.objects.filter(session=_SESSION, **theirs)),
        Subquery(posts_held().filter(**theirs).values_list(told)[:1]),
        Subquery(invitations_standing().filter(**theirs).values_list(told)[:1]),
    )


_STANDING = Prepared(_standing)
