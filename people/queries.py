"""Reads of people and organisations."""

from datetime import date

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from people.models import Organisation, OrganisationName, Sector, User
from people.names import tidy
from people.register_files import Row

_HAS_FACTOR = "second_factor_is_set_up"  # what a statement adds to an account


def organisation_named(name: str) -> Organisation | None:
    """The organisation that bears this name today, bore it once, or has it as an alias.

    Capitals, spaces and dashes make no difference. Of merged organisations, the one that lives on.
    """
    wanted = tidy(name)
    today = Organisation.objects.filter(name__iexact=wanted)
    found = today.filter(merged_into=None).first() or today.first()
    if found is None:
        row = (
            OrganisationName.objects.filter(name__iexact=wanted)
            .select_related("organisation")
            .order_by("pk")
            .first()
        )
        found = row.organisation if row else None
    return living(found) if found else None


def living(organisation: Organisation) -> Organisation:
    """The organisation itself, or the one into which it was merged, however many steps away."""
    while organisation.merged_into is not None:
        organisation = organisation.merged_into
    return organisation


def register_rows(organisations: QuerySet[Organisation]) -> list[Row]:
    """These organisations as rows of a table, by their slugs: one statement."""
    names = OrganisationName.objects.filter(organisation=OuterRef("pk")).order_by("name", "pk")
    facts = JSONObject(name="name", until="until_on")
    found = organisations.order_by("slug").values_list(
        "name",
        "kind",
        "parent__slug",
        "merged_into__slug",
        "slug",
        "sector__name",
        ArraySubquery(names.values(row=facts)),
    )
    return [
        Row(
            name,
            kind,
            parent or "",
            tuple(sorted(one["name"] for one in others if not one["until"])),
            tuple(
                sorted(
                    (one["name"], date.fromisoformat(one["until"]))
                    for one in others
                    if one["until"]
                )
            ),
            merged_into or "",
            slug,
            sector or "",
        )
        for name, kind, parent, merged_into, slug, sector, others in found
    ]


def sectors_in_order() -> QuerySet[Sector]:
    """All the sectors, as lists have them."""
    return Sector.objects.order_by("position", "name")


def second_steps_of(user: User) -> dict[int, str]:
    """The account's authenticator apps, passkeys and recovery codes: number → kind."""
    return dict(Authenticator.objects.filter(user=user).values_list("pk", "type"))


def with_second_factor(users: QuerySet[User]) -> QuerySet[User]:
    """The same accounts, each knowing whether an authenticator app or a passkey is set up."""
    types = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=types)
    return users.annotate(**{_HAS_FACTOR: Exists(factors)})


def has_second_factor(user: User) -> bool:
    """Whether it is set up; told without a statement of an account that came with its session."""
    if not hasattr(user, _HAS_FACTOR):
        user = with_second_factor(User.objects.filter(pk=user.pk)).get()
    return bool(getattr(user, _HAS_FACTOR))


def sessions_of(user: User) -> QuerySet[UserSession]:
    """The sessions of this account, and of no other."""
    found: QuerySet[UserSession] = UserSession.objects.filter(user=user)
    return found
