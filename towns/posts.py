"""What one person holds on one day, asked of the database once for all of a page's questions."""

from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, IntegerField

from kit.prepared import Prepared, slot
from people.http import AuthedRequest
from people.models import User
from towns.access import TABLE, Reach, Thing, remember
from towns.models import Tenure


@dataclass(frozen=True)
class Posts:
    """The posts of one person on one day. Answers from the same table as `towns.access`."""

    held: tuple[Tenure, ...]

    @property
    def roles(self) -> frozenset[str]:
        """The roles among them."""
        return frozenset(tenure.role for tenure in self.held)

    def reaches(self, thing: Thing) -> bool:
        """Whether any post reaches it at all, be it in one place."""
        return any(tenure.role in TABLE[thing] for tenure in self.held)

    def reads(self, thing: Thing) -> bool:
        """Whether any post reaches it everywhere."""
        return any(TABLE[thing].get(tenure.role) == Reach.EVERYWHERE for tenure in self.held)

    def reads_in(self, thing: Thing, town_id: int) -> bool:
        """Whether any post reaches it in that town."""
        return self.reads(thing) or any(
            tenure.role in TABLE[thing] and tenure.town_id == town_id for tenure in self.held
        )

    def of_role(self, *roles: str) -> tuple[Tenure, ...]:
        """The posts of these roles."""
        return tuple(tenure for tenure in self.held if tenure.role in roles)

    def holds_in(self, town_id: int, *roles: str) -> bool:
        """Whether one of these posts is held in that town."""
        return any(tenure.town_id == town_id for tenure in self.of_role(*roles))


_HELD = Prepared(
    lambda: Tenure.objects.held_by_person(
        slot("person", IntegerField()), on=slot("on", DateField())
    ).select_related("person", "town", "group__town")
)


def posts_of(user: User, *, on: date) -> Posts:
    """All that this person holds on that day, with person, towns and groups: one statement."""
    return Posts(tuple(sorted(_HELD(person=user.person_id, on=on), key=_place)))


def _place(tenure: Tenure) -> tuple[str, str, int]:
    """By town, then by group: the few posts of one person are quicker ordered here."""
    return (
        tenure.town.name if tenure.town else "",
        tenure.group.name if tenure.group else "",
        tenure.pk,
    )


def posts_of_sender(request: AuthedRequest, *, on: date) -> Posts:
    """The same of the person who sent a request: asked once a request, whoever asks.

    From then on `visible_to` of that request's user is answered from what was found.
    """
    known: tuple[date, Posts] | None = getattr(request, "_posts", None)
    if known is None or known[0] != on:
        known = (on, posts_of(request.user, on=on))
        request._posts = known  # type: ignore[attr-defined] # noqa: SLF001 -- remembered for this request alone
        remember(request.user, known[1].held, on=on)
    return known[1]
