"""What is written when it is promised: codes, an invitation, a change of an account."""

from collections.abc import Mapping
from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import timezone

from outbox.backend import OutboxBackend
from people.actions.invitations import open_invitation
from people.adapter import InviteOnlyAdapter
from people.models import Invitation, Person
from tests.letters.post import Deed, Scene, account, scene
from tests.letters.world import AT
from tests.people.letters import code_for, sign_in


def _signing_in() -> tuple[str, datetime]:
    Client().post("/account/login/", {"email": "lead.ayr@example.org"})
    return "lead.ayr@example.org", timezone.now()


def _confirming_address() -> tuple[str, datetime]:
    client = Client()
    sign_in(client, "lead.ayr@example.org")
    client.post("/account/address/", {"email": "new@example.org", "action_add": "1"})
    return "new@example.org", timezone.now()


def _address_changed() -> tuple[str, datetime]:
    """Of somebody else: one person may not ask for codes so fast."""
    client = Client()
    sign_in(client, "lead.dunoon@example.org")
    client.post("/account/address/", {"email": "moved@example.org", "action_add": "1"})
    client.post("/account/address/code/", {"code": code_for("moved@example.org")})
    return "lead.dunoon@example.org", timezone.now()


def _once_more() -> tuple[str, datetime]:
    client = Client()
    client.force_login(account("lead.ayr"))
    client.post("/account/once-more/")
    return "lead.ayr@example.org", timezone.now()


def _invited() -> tuple[str, datetime]:
    open_invitation(
        Person.objects.create(name="Ruaridh Salmond"),
        email="newcomer@example.org",
        purpose="Project Lead, Ayr",
        by=account("admin"),
        at=timezone.now(),
    )
    return Invitation.objects.latest("pk").email, timezone.now()


def _changed(template: str) -> Deed:
    """What a change of the way in tells, as allauth asks for it."""

    def deed() -> tuple[str, datetime]:
        user = account("lead.ayr")
        context = {
            "timestamp": timezone.localtime(AT),
            "user": user,
            "deleted_email": "new@example.org",
        }
        InviteOnlyAdapter().send_mail(template, user.email, context)
        return user.email, timezone.now()

    return deed


def _of_another_program() -> tuple[str, datetime]:
    """By the back end that every program's mail takes outside of tests."""
    message = EmailMultiAlternatives("A test of the mail", "It came.", to=["lead.ayr@example.org"])
    OutboxBackend().send_messages([message])
    return "lead.ayr@example.org", timezone.now()


SCENES: Mapping[str, Scene] = {
    "people-sign_in_code": scene("people/sign_in_code", _signing_in),
    "people-address_code": scene("people/address_code", _confirming_address),
    "people-once_more_code": scene("people/once_more_code", _once_more),
    "people-invitation": scene("people/invitation", _invited),
    "people-account_changed": scene("people/account_changed", _address_changed),
    "outbox-message": scene("outbox/message", _of_another_program),
}
# The other letters of a kind, to be looked at.
FURTHER: Mapping[str, Scene] = {
    f"people-account_changed-{template.rpartition('/')[2]}": scene(
        "people/account_changed", _changed(template)
    )
    for template in (
        "account/email/email_deleted",
        "mfa/email/recovery_codes_generated",
        "mfa/email/totp_activated",
        "mfa/email/totp_deactivated",
        "mfa/email/webauthn_added",
        "mfa/email/webauthn_removed",
    )
}
