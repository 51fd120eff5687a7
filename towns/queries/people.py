"""Reads of people by what they hold. They stand here because posts are known from this room up."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, Func, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Lower

from people.models import Invitation, Organisation, Person, Sector, User
from people.names import tidy
from people.queries import sectors_in_order
from towns.access import Thing, reached
from towns.models import Role, Tenure

A_PAGE = 50


class Decomposed(Func):
    """Letters apart from their accents, so that Ùna stands with U in any database's alphabet."""

    function = "normalize"
    template = "%(function)s(%(expressions)s, NFD)"
    output_field = TextField()


@dataclass(frozen=True)
class PersonRow:
    """A person in a list, with what they hold on the day asked for."""

    person: Person
    posts: tuple[str, ...]
    account: str

    @property
    def words(self) -> str:
        """Posts, or that there are none; then the organisation."""
        held = "; ".join(self.posts) or "No post"
        return f"{held} ({self.person.organisation})" if self.person.organisation else held


@dataclass(frozen=True)
class PeoplePage:
    """One page of a list; `after` leads to the next, if there is one."""

    rows: tuple[PersonRow, ...]
    after: UUID | None


def people_visible_to(user: User, *, on: date) -> QuerySet[Person]:
    """Everybody, to those who see everybody's details; else nobody."""
    return Person.objects.filter(reached(user, Thing.PEOPLE, on=on))


def organisations_visible_to(user: User, *, on: date) -> QuerySet[Organisation]:
    """The register of organisations, to the roles that read it."""
    return Organisation.objects.filter(reached(user, Thing.ORGANISATIONS, on=on))


def sectors_visible_to(user: User, *, on: date) -> QuerySet[Sector]:
    """The sectors as rows to change, to those who run the office."""
    return sectors_in_order().filter(reached(user, Thing.OFFICE, on=on))


def invitations_visible_to(user: User, *, on: date) -> QuerySet[Invitation]:
    """Every invitation, to those who run the office."""
    return Invitation.objects.filter(reached(user, Thing.OFFICE, on=on)).select_related("person")


def people_page(
    user: User, *, today: date, on: date, name: str = "", after: UUID | None = None
) -> PeoplePage:
    """People by name, fifty at a time, with what they hold on `on`: four statements."""
    people = people_visible_to(user, on=today).annotate(sorting=Lower(Decomposed("name")))
    if after:
        last = people.filter(key=after).values_list("sorting", "pk").first()
        if last:
            people = people.filter(Q(sorting__gt=last[0]) | Q(sorting=last[0], pk__gt=last[1]))
    if name:
        people = people.filter(name__icontains=name)
    waiting = Invitation.objects.waiting(on=today).filter(person=OuterRef("pk"))
    chosen = list(
        people.select_related("organisation")
        .annotate(
            has_account=Exists(User.objects.filter(person=OuterRef("pk"), is_active=True)),
            is_invited=Exists(waiting),
        )
        .order_by("sorting", "pk")[: A_PAGE + 1]
    )
    page, more = chosen[:A_PAGE], chosen[A_PAGE:]
    held = _posts_held(page, on=on)
    return PeoplePage(
        tuple(PersonRow(person, tuple(held[person.pk]), _account(person)) for person in page),
        page[-1].key if more else None,
    )


def _account(person: Person) -> str:
    if person.has_account:  # type: ignore[attr-defined]
        return "account"
    return "invited" if person.is_invited else "none"  # type: ignore[attr-defined]


def _posts_held(people: Sequence[Person], *, on: date) -> dict[int, list[str]]:
    held = (
        Tenure.objects.active(on=on)
        .filter(person__in=people)
        .select_related("town", "group", "programme")
        .order_by("starts_on", "pk")
    )
    found: dict[int, list[str]] = defaultdict(list)
    for tenure in held:
        found[tenure.person_id].append(post_in_words(tenure))
    return found


def post_in_words(tenure: Tenure) -> str:
    """As in "Project Lead, Ayr" or "Chair, Ayr Steering Group". Needs the place loaded."""
    role = Role(tenure.role).label
    if tenure.group:
        role = (
            "Member" if tenure.capacity == Tenure.Capacity.MEMBER else tenure.get_capacity_display()
        )
        return f"{role}, {tenure.group.name}"
    if tenure.town:
        return f"{role}, {tenure.town.name}{' (cover)' if tenure.covering else ''}"
    return role


def tenures_of(person: Person) -> list[Tenure]:
    """All that a person ever held, the newest first, with absences from it."""
    return list(
        person.tenures.select_related("town", "group", "programme", "seat__organisation")
        .prefetch_related("absences__cover__person")
        .order_by("-starts_on", "-pk")
    )


def namesakes(user: User, *, name: str, email: str, on: date, limit: int = 5) -> list[Person]:
    """People who bear this name, or whose account or invitation has this address."""
    by_address = Q(user__email__iexact=email) | Q(
        invitations__email__iexact=email, invitations__withdrawn_at=None
    )
    return list(
        people_visible_to(user, on=on)
        .filter(Q(name__iexact=tidy(name)) | by_address)
        .select_related("organisation", "user")
        .distinct()
        .order_by("name", "pk")[:limit]
    )


def held_by(user: User, *, on: date) -> QuerySet[Tenure]:
    """What this account's person holds that day, with the places, oldest first."""
    held = Tenure.objects.held_by(user, on=on).select_related("town", "group", "programme")
    return held.order_by("starts_on", "pk")
