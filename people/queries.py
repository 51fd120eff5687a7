"""Reads of people and organisations."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, QuerySet

from people.models import Organisation, OrganisationName, User
from people.names import tidy

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
