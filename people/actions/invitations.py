"""Invitations: the only way in.

Who may invite is asked by the callers: posts are known above this room.
"""

import hashlib
import secrets
from datetime import date, datetime, time, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

import audit.actions
from kit.errors import DomainError
from kit.links import link_to
from people.actions.letters import write_invitation
from people.models import Invitation, Person, User

VALID_FOR = timedelta(days=7)
TOKEN_BYTES = 32


class AlreadySignsIn(DomainError):
    """The person has an account."""


class AddressInUse(DomainError):
    """The address belongs to somebody else's account."""


class InvitationUnknown(DomainError):
    """No invitation has this secret."""


class InvitationUsed(DomainError):
    """The invitation has opened its account."""


class InvitationWithdrawn(DomainError):
    """The invitation was taken back, or a newer one took its place."""


class InvitationExpired(DomainError):
    """The last day of the invitation is over."""


@transaction.atomic
def open_invitation(
    person: Person, *, email: str, purpose: str = "", by: User | None, at: datetime
) -> Invitation:
    """Write to a person that an account waits for them, and how to open it within seven days.

    An earlier invitation of the same person ends with the new one. The letter is part of the deed;
    it leaves at once when that is stored. The secret is in the letter alone.

    Raises:
        AlreadySignsIn: the person has an account.
        AddressInUse: the address belongs to somebody else's account.
    """
    person = Person.objects.select_for_update(of=["self"]).get(pk=person.pk)
    email = email.strip().lower()
    if User.objects.filter(person=person).exists():
        raise AlreadySignsIn(f"{person.name} can sign in already.")
    if _is_in_use(email):
        raise AddressInUse("This address belongs to another person's account.")
    person.invitations.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation.objects.create(
        person=person,
        email=email,
        purpose=purpose,
        token_hash=_hash(token),
        invited_by=by,
        expires_on=timezone.localdate(at) + VALID_FOR,
    )
    audit.actions.record("invitation.opened", about=invitation, by=by, at=at)
    url = link_to(reverse("people:invitation", args=[token]))
    write_invitation(invitation, url=url, until=_end_of(invitation.expires_on), at=at)
    return invitation


def resend_invitation(invitation: Invitation, *, by: User, at: datetime) -> Invitation:
    """Write once more, with a new secret and seven new days. The old letter is worth nothing then.

    Raises:
        AlreadySignsIn: the person has an account by now.
        AddressInUse: the address belongs to somebody else's account by now.
    """
    return open_invitation(
        invitation.person, email=invitation.email, purpose=invitation.purpose, by=by, at=at
    )


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User, at: datetime) -> Invitation:
    """Take an invitation back. Doing so twice changes nothing.

    Raises:
        InvitationUsed: the account is open already.
    """
    invitation = Invitation.objects.select_for_update(of=["self"]).get(pk=invitation.pk)
    if invitation.accepted_at:
        raise InvitationUsed("This invitation has been used: the account is open.")
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = at
        invitation.save()
        audit.actions.record("invitation.withdrawn", about=invitation, by=by, at=at)
    return invitation


def invitation_of(token: str, *, at: datetime) -> Invitation:
    """The invitation that this secret opens at that moment.

    Raises:
        InvitationUnknown, InvitationUsed, InvitationWithdrawn, InvitationExpired: it opens none.
    """
    found = (
        Invitation.objects.filter(token_hash=_hash(token))
        .select_related("person", "invited_by__person")
        .first()
    )
    return _opening(found, at=at)


@transaction.atomic
def accept_invitation(token: str, *, at: datetime) -> User:
    """Open the account to which the person was invited, once. Signing in is a step of its own.

    Raises:
        InvitationUnknown, InvitationUsed, InvitationWithdrawn, InvitationExpired: nothing to open.
        AlreadySignsIn, AddressInUse: something opened meanwhile.
    """
    rows = Invitation.objects.select_for_update(of=["self"]).select_related("person")
    invitation = _opening(rows.filter(token_hash=_hash(token)).first(), at=at)
    if User.objects.filter(person=invitation.person).exists():
        raise AlreadySignsIn("You can sign in already. Use the sign-in page.")
    if _is_in_use(invitation.email):
        raise AddressInUse("This address belongs to another person's account.")
    user = User.objects.create_user(invitation.email, person=invitation.person)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    invitation.accepted_at = at
    invitation.save()
    audit.actions.record("invitation.accepted", about=invitation, by=user, at=at)
    return user


def _opening(invitation: Invitation | None, *, at: datetime) -> Invitation:
    if invitation is None:
        raise InvitationUnknown("No invitation is here. Copy the whole link from the letter.")
    if invitation.accepted_at:
        raise InvitationUsed("This invitation has been used. Sign in with the same e-mail address.")
    if invitation.withdrawn_at:
        raise InvitationWithdrawn(
            "This invitation was withdrawn, or a newer one took its place. "
            "Look for a newer letter, or ask the Programme Team."
        )
    if timezone.localdate(at) > invitation.expires_on:
        raise InvitationExpired(
            f"This invitation ended on {invitation.expires_on:%-d %B %Y}. "
            "Ask the Programme Team for a new one."
        )
    return invitation


def _is_in_use(email: str) -> bool:
    return (
        User.objects.filter(email__iexact=email).exists()
        or EmailAddress.objects.filter(email__iexact=email).exists()
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), timezone.get_default_timezone())
