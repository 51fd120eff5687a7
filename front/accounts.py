"""How a person signs in, for those who help people to: account, invitation, neither."""

from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator

from kit.dates import in_full, moment_in_full
from kit.words import listed
from outbox.models import Letter
from outbox.queries import letter_about
from people.letters import INVITATION
from people.models import Invitation, Person, User

_FACTORS = {
    Authenticator.Type.WEBAUTHN: "a passkey",
    Authenticator.Type.TOTP: "an authenticator app",
}


@dataclass(frozen=True)
class AccountState:
    """What the office is told of a person's way in, and what it may do about it."""

    word: str
    kind: str
    sentences: tuple[str, ...]
    invitation: Invitation | None = None
    can_invite: bool = False


def account_of(person: Person, *, on: date) -> AccountState:
    """The person's way in on that day: three statements at most."""
    user = User.objects.filter(person=person).first()
    if user is None:
        return _invited(person, on=on)
    if not user.is_active:
        return AccountState("Account closed", "closed", ("Nobody can sign in with it.",))
    kinds = Authenticator.objects.filter(user=user, type__in=_FACTORS).values_list(
        "type", flat=True
    )
    ways = [
        "an e-mailed code",
        *(_FACTORS[Authenticator.Type(kind)] for kind in sorted(set(kinds))),
    ]
    sentences = [f"{user.email}, with {listed(ways)}."]
    if user.last_login:
        sentences.append(f"Last signed in on {moment_in_full(user.last_login)}.")
    else:
        sentences.append("Has not signed in yet.")
    return AccountState("Has an account", "active", tuple(sentences))


def _invited(person: Person, *, on: date) -> AccountState:
    invitation = (
        Invitation.objects.filter(person=person, accepted_at=None).order_by("-created_at").first()
    )
    if invitation is None:
        return AccountState("No account", "none", ("Nobody has invited them.",), can_invite=True)
    if invitation.withdrawn_at:
        return AccountState(
            "No account", "none", ("The invitation was withdrawn.",), can_invite=True
        )
    if invitation.expires_on < on:
        ended = f"The invitation to {invitation.email} ended on {in_full(invitation.expires_on)}."
        return AccountState("Invitation ended", "late", (ended,), invitation, can_invite=True)
    waits = f"At {invitation.email}, until {in_full(invitation.expires_on)}."
    sentences = [waits, *_of_its_letter(invitation)]
    return AccountState("Invited", "due", tuple(sentences), invitation)


def _of_its_letter(invitation: Invitation) -> list[str]:
    """What there is to say of the letter: nothing, once a mail server has taken it."""
    letter = letter_about(invitation, kind=INVITATION.name)
    if letter is None:
        return ["No letter was written. Send the invitation again."]
    if letter.bounced_at:
        return ["The letter came back. Check the address, then send it again."]
    if letter.state in Letter.OPEN:
        return ["The letter waits: no mail server has taken it yet."]
    if letter.state != Letter.State.ACCEPTED:
        return ["The letter could not be delivered. Check the address, then send it again."]
    return []
