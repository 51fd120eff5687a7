"""Codes, invitations and word of a change, from promise to mail server."""

import re
import uuid
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from outbox.kinds import recipients
from outbox.models import Letter, Notice
from people.actions.invitations import accept_invitation, open_invitation, withdraw_invitation
from people.adapter import InviteOnlyAdapter
from people.letters import INVITATION
from people.models import Invitation, User
from tests import make
from tests.people.letters import ASK, TYPE, code_for, is_signed_in, letters_to, sign_in
from tests.wire import arrived, shown, text_of, unwrapped

pytestmark = pytest.mark.django_db

CODE = re.compile(r"^    ([B-Z]{4}-[B-Z]{4})$", re.MULTILINE)
ADDRESS = "/account/address/"
ONCE_MORE = "/account/once-more/"


def _ask(client: Client) -> User:
    user = make.lead(name="Isla Fraser").user
    client.post(ASK, {"email": user.email})
    return user


def test_the_code_goes_through_the_mail_server_and_signs_in(client: Client) -> None:
    user = _ask(client)

    [letter] = arrived()
    found = CODE.search(text_of(letter))
    assert found
    client.post(TYPE, {"code": found.group(1)})

    assert (letter["To"], letter["Subject"]) == (user.email, "Your sign-in code")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] is None
    assert str(letter["List-Id"]).startswith("<account.")
    assert text_of(letter).startswith("Dear Isla Fraser,\n\nYour code for the portal")
    reason = "You get this because somebody typed your address on the sign-in page of the portal."
    assert reason in unwrapped(letter)
    assert reason in shown(letter)
    assert is_signed_in(client)


def test_a_letter_names_no_machine(client: Client) -> None:
    _ask(client)

    [letter] = arrived()

    host = urlsplit(settings.BASE_URL).hostname
    assert str(letter["Message-ID"]).endswith(f"@{host}>")


def test_a_code_is_forgotten_once_its_letter_has_left(client: Client) -> None:
    user = _ask(client)
    code = code_for(user.email)

    arrived()

    kept = Letter.objects.get()
    assert (kept.state, kept.text, kept.html) == (Letter.State.ACCEPTED, "", "")
    assert code not in str(list(Letter.objects.values())) + str(list(Notice.objects.values()))


def test_a_code_that_has_ended_does_not_leave(client: Client) -> None:
    _ask(client)
    letter = Letter.objects.get()
    assert letter.useful_until == letter.promised_at + timedelta(minutes=10)
    Letter.objects.update(useful_until=timezone.now())

    assert arrived() == []


def test_the_code_for_a_new_address_goes_there_and_names_nobody(client: Client) -> None:
    user = make.lead(name="Isla Fraser").user
    new = f"{uuid.uuid4()}@example.org"
    sign_in(client, user.email)

    client.post(ADDRESS, {"email": new, "action_add": "1"})
    code = code_for(new)
    letter = arrived()[-1]

    assert (letter["To"], letter["Subject"]) == (new, "Your code to confirm this address")
    assert CODE.findall(text_of(letter)) == [code]
    assert "Isla" not in text_of(letter) + shown(letter)
    assert "typed your address as their new one." in unwrapped(letter)


def test_the_code_that_shows_that_it_is_you_once_more(client: Client) -> None:
    user = make.lead(name="Isla Fraser").user
    client.force_login(user)

    client.post(ONCE_MORE)
    [letter] = arrived()

    assert (letter["To"], letter["Subject"]) == (user.email, "Your code to change how you sign in")
    assert len(CODE.findall(text_of(letter))) == 1
    assert f"See your devices:\n{settings.BASE_URL}/account/sessions/\n" in text_of(letter)
    assert "You get this because a change to your account was begun." in unwrapped(letter)


def test_the_former_address_is_told_who_to_turn_to(client: Client) -> None:
    user = make.lead(name="Isla Fraser").user
    old, new = user.email, f"{uuid.uuid4()}@example.org"
    sign_in(client, old)
    client.post(ADDRESS, {"email": new, "action_add": "1"})
    client.post("/account/address/code/", {"code": code_for(new)})

    letter = arrived()[-1]

    assert (letter["To"], letter["Subject"]) == (old, "Your address on the portal has changed")
    assert text_of(letter).startswith("Dear Isla Fraser,\n")
    assert f"Tell the Programme Team:\n{settings.BASE_URL}/contact/\n" in text_of(letter)
    assert "because it was your address until now, and nobody may" in unwrapped(letter)
    assert Letter.objects.latest("pk").text != ""  # no secret: it stays to be looked at


def test_calling_a_change_of_address_off_is_told_in_our_words(client: Client) -> None:
    user = make.lead(name="Isla Fraser").user
    new = f"{uuid.uuid4()}@example.org"
    sign_in(client, user.email)
    EmailAddress.objects.create(user=user, email=new)

    client.post(ADDRESS, {"email": new, "action_remove": "1"})

    told = letters_to(user.email)[-1]
    assert told.subject == "Your address on the portal stays as it is"
    assert f"{new} is not used." in told.text


@pytest.mark.parametrize(
    "template",
    [
        "account/email/email_deleted",
        "mfa/email/recovery_codes_generated",
        "mfa/email/totp_activated",
        "mfa/email/totp_deactivated",
        "mfa/email/webauthn_added",
        "mfa/email/webauthn_removed",
    ],
)
def test_every_change_of_the_way_in_is_told_with_its_moment(template: str) -> None:
    user = make.lead(name="Isla Fraser").user
    at = timezone.localtime().replace(year=2026, month=6, day=5, hour=9, minute=5)
    context = {"timestamp": at, "user": user, "deleted_email": "new@example.org"}

    InviteOnlyAdapter().send_mail(template, user.email, context)

    [letter] = letters_to(user.email)
    assert letter.text.startswith("Dear Isla Fraser,\n\n")
    assert "This was done on Friday 5 June 2026 at 9.05." in letter.text
    assert "{" not in letter.text + letter.subject
    assert "You get this because it is about how you sign in to the portal." in letter.footer


def _invite() -> Invitation:
    return open_invitation(
        make.person("Isla Fraser"),
        email=f"{uuid.uuid4()}@example.org",
        purpose="Project Lead, Ayr",
        by=make.team_member(name="Priya Nair").user,
        at=timezone.now(),
    )


def test_an_invitation_leaves_at_once_with_its_link() -> None:
    invitation = _invite()
    link = re.search(r"^http\S+/account/invitation/\S+$", Letter.objects.get().text, re.MULTILINE)
    assert link

    [letter] = arrived()

    assert letter["To"] == invitation.email
    assert letter["Subject"] == "Your invitation to the portal of the Local Learning Cohort"
    assert f"Open your account:\n{link.group()}\n" in text_of(letter)
    assert "Priya Nair invites you to the portal" in unwrapped(letter)
    assert "You get this because the Programme Team entered your address." in unwrapped(letter)
    assert link.group().rsplit("/", 2)[1] not in str(list(Letter.objects.values()))


@pytest.mark.parametrize(
    ("overtaken", "reason"),
    [
        ("withdrawn", "The invitation was withdrawn, or a newer one took its place."),
        ("used", "The account is open already."),
        ("expired", "The invitation ended on Friday 6 November 2026."),
        ("gone", "The invitation is not there any more."),
    ],
)
def test_an_invitation_that_was_overtaken_stays_here(overtaken: str, reason: str) -> None:
    invitation = _invite()
    token = re.search(r"invitation/([\w-]+)/", Letter.objects.get().text)
    assert token
    match overtaken:
        case "withdrawn":
            withdraw_invitation(invitation, by=make.team_member().user, at=timezone.now())
        case "used":
            accept_invitation(token.group(1), at=timezone.now())
        case "expired":
            Invitation.objects.update(expires_on=date(2026, 11, 6))
        case _:
            invitation.delete()

    assert arrived() == []

    letter = Letter.objects.get()
    assert (letter.state, letter.reason) == (Letter.State.NOT_NEEDED, reason)
    assert (letter.text, Notice.objects.get().reason) == ("", reason)


def test_only_the_newest_of_two_invitations_leaves() -> None:
    first = _invite()
    open_invitation(first.person, email=first.email, by=None, at=timezone.now())

    letters = arrived()

    states = list(Letter.objects.order_by("pk").values_list("state", flat=True))
    assert states == [Letter.State.NOT_NEEDED, Letter.State.ACCEPTED]
    assert len(letters) == 1
    assert "You are invited to the portal" in text_of(letters[0])


def test_many_invitations_are_asked_about_in_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(3):
        _invite()
    notices = list(Notice.objects.filter(kind=INVITATION.name))
    assert INVITATION.compose

    for asked in (notices[:1], notices):
        with django_assert_num_queries(1):
            said = INVITATION.compose(asked, at=timezone.now())
        assert len(said) == len(asked)


def test_letters_go_to_those_with_an_open_account_alone(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    user, closed, nobody = make.user("Isla Fraser"), make.user(), make.person()
    closed.is_active = False
    closed.save()

    with django_assert_num_queries(1):
        found = recipients([user.person_id, closed.person_id, nobody.pk])

    assert {person: (one.name, one.email) for person, one in found.items()} == {
        user.person_id: ("Isla Fraser", user.email)
    }
