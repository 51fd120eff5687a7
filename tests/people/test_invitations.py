"""Invitations: opened, used once, ended."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction
from django.test import Client

from audit.models import Entry
from outbox.kinds import Lane
from outbox.models import Letter
from people.actions import invitations
from people.actions.invitations import (
    accept_invitation,
    invitation_of,
    open_invitation,
    resend_invitation,
    withdraw_invitation,
)
from people.models import Invitation, Person, User
from tests import make
from tests.people.letters import code_for, is_signed_in

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 6, 9, 30, tzinfo=UTC)

type Invite = Callable[..., str]


def _token() -> str:
    """The secret in the newest letter."""
    found = re.search(r"/account/invitation/([\w-]+)/", Letter.objects.latest("pk").text)
    assert found
    return found.group(1)


@pytest.fixture
def invite() -> Invite:
    """Opens an invitation and hands over the secret from its letter."""

    def _invite(person: Person, email: str = "isla@example.org", at: datetime = AT) -> str:
        open_invitation(
            person,
            email=email,
            purpose="Project Lead in Ayr",
            by=make.team_member(name="Priya Nair").user,
            at=at,
        )
        return _token()

    return _invite


def test_an_invitation_writes_one_letter_with_a_secret_that_is_stored_nowhere(
    invite: Invite,
) -> None:
    person = make.person("Isla O'Neill")

    token = invite(person, "Isla@Example.org")

    letter = Letter.objects.get()
    invitation = Invitation.objects.get()
    assert letter.to == "isla@example.org"
    assert "Dear Isla O'Neill,\n\nPriya Nair invites you" in letter.text
    assert "Project Lead in Ayr" in letter.text
    assert (letter.person, letter.lane) == (person.pk, Lane.URGENT)
    assert letter.useful_until == datetime(2026, 11, 14, tzinfo=UTC)
    assert str(invitation.expires_on) == "2026-11-13"
    assert len(token) >= 43
    assert token not in str(list(Invitation.objects.values()))
    assert [entry.verb for entry in Entry.objects.all()] == ["invitation.opened"]


def test_accepting_opens_an_account_whose_address_is_proven(invite: Invite) -> None:
    person = make.person()
    token = invite(person)

    user = accept_invitation(token, at=AT + timedelta(days=7))

    assert (user.person, user.email, user.has_usable_password()) == (
        person,
        "isla@example.org",
        False,
    )
    rows = EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")
    assert list(rows) == [("isla@example.org", True, True)]


def test_an_invitation_opens_one_account_once(invite: Invite) -> None:
    token = invite(make.person())
    accept_invitation(token, at=AT)

    with pytest.raises(invitations.InvitationUsed):
        accept_invitation(token, at=AT)


def test_an_invitation_ends_with_its_seventh_day(invite: Invite) -> None:
    token = invite(make.person())

    assert invitation_of(token, at=AT + timedelta(days=7)).email == "isla@example.org"
    with pytest.raises(invitations.InvitationExpired, match="ended on 13 November 2026"):
        accept_invitation(token, at=AT + timedelta(days=8))


def test_a_guessed_secret_opens_nothing(invite: Invite) -> None:
    invite(make.person())

    with pytest.raises(invitations.InvitationUnknown):
        accept_invitation("x" * 43, at=AT)


def test_withdrawing_ends_it_and_twice_changes_nothing(invite: Invite) -> None:
    token = invite(make.person())
    by = make.team_member().user
    first = withdraw_invitation(Invitation.objects.get(), by=by, at=AT)

    again = withdraw_invitation(first, by=by, at=AT + timedelta(hours=1))

    assert again.withdrawn_at == AT
    with pytest.raises(invitations.InvitationWithdrawn):
        accept_invitation(token, at=AT)


def test_a_used_invitation_cannot_be_withdrawn(invite: Invite) -> None:
    accept_invitation(invite(make.person()), at=AT)

    with pytest.raises(invitations.InvitationUsed):
        withdraw_invitation(Invitation.objects.get(), by=make.team_member().user, at=AT)


def test_sending_again_makes_the_old_letter_worthless(invite: Invite) -> None:
    old = invite(make.person())
    later = AT + timedelta(days=30)

    resend_invitation(Invitation.objects.get(), by=make.team_member().user, at=later)

    with pytest.raises(invitations.InvitationWithdrawn):
        accept_invitation(old, at=AT)
    assert accept_invitation(_token(), at=later).email == "isla@example.org"


def test_somebody_who_can_sign_in_is_not_invited(invite: Invite) -> None:
    with pytest.raises(invitations.AlreadySignsIn):
        invite(make.user().person)

    assert not Letter.objects.exists()


def test_an_address_of_another_account_is_refused(invite: Invite) -> None:
    user = make.user()

    with pytest.raises(invitations.AddressInUse):
        invite(make.person(), user.email.upper())


def test_an_invitation_that_something_overtook_opens_nothing(invite: Invite) -> None:
    person = make.person()
    secret = invite(person)
    account = User.objects.create_user("own@example.org", person=person)

    with pytest.raises(invitations.AlreadySignsIn, match="Use the sign-in page"):
        accept_invitation(secret, at=AT)
    account.delete()
    make.user(email="isla@example.org")
    with pytest.raises(invitations.AddressInUse, match="another person's account"):
        accept_invitation(secret, at=AT)

    assert not User.objects.filter(person=person).exists()


def test_a_deed_that_is_rolled_back_sends_nothing() -> None:
    person = make.person()

    with transaction.atomic():
        open_invitation(person, email="isla@example.org", by=None, at=AT)
        transaction.set_rollback(True)

    assert not Letter.objects.exists()
    assert not Invitation.objects.exists()


def _now() -> datetime:
    return datetime.now(UTC)


def test_looking_at_the_page_opens_no_account(client: Client, invite: Invite) -> None:
    token = invite(make.person("Isla Fraser"), at=_now())

    for _ in range(3):
        page = client.get(f"/account/invitation/{token}/")
    client.head(f"/account/invitation/{token}/")

    assert page.status_code == 200
    assert "Welcome, Isla Fraser" in page.content.decode()
    assert "Project Lead in Ayr" in page.content.decode()
    assert not User.objects.filter(email="isla@example.org").exists()


def test_the_button_opens_the_account_and_sends_the_first_code(
    client: Client, invite: Invite
) -> None:
    token = invite(make.person(), at=_now())

    answer = client.post(f"/account/invitation/{token}/")

    assert (answer.status_code, answer["Location"]) == (302, "/account/login/code/")
    assert not is_signed_in(client)
    client.post("/account/login/code/", {"code": code_for("isla@example.org")})
    assert is_signed_in(client)


def test_somebody_else_who_is_signed_in_does_not_use_up_an_invitation(
    client: Client, invite: Invite
) -> None:
    token = invite(make.person("Isla Fraser"), at=_now())
    client.force_login(make.user("Ruaridh Bain"))

    answer = client.post(f"/account/invitation/{token}/")

    assert "You are signed in as Ruaridh Bain" in answer.content.decode()
    assert Invitation.objects.get().accepted_at is None


def test_a_spent_invitation_is_told_in_a_sentence(client: Client, invite: Invite) -> None:
    token = invite(make.person(), at=_now())
    client.post(f"/account/invitation/{token}/")

    answer = Client().get(f"/account/invitation/{token}/")

    assert answer.status_code == 410
    assert "This invitation has been used." in answer.content.decode()
