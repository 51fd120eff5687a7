"""The letters of this room: codes, invitations, and word of what changed about an account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from kit.dates import in_full
from kit.links import link_to
from outbox.kinds import Doubt, Kind, Lane, Part, Recipient, Said, Unneeded
from outbox.models import Notice
from outbox.promises import number_in
from people.models import Invitation, User

AS_WRITTEN = Part(subject="", text="", reason="")  # wanted still; its words stand since long
NOT_THERE = Unneeded("The invitation is not there any more.")


def _still_open(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """Which invitations still open an account: one statement."""
    invitations = Invitation.objects.in_bulk([number_in(notice.about) for notice in notices])
    return {
        notice.pk: _said_of(invitations.get(number_in(notice.about)), at=at) for notice in notices
    }


def _said_of(invitation: Invitation | None, *, at: datetime) -> Said:
    if invitation is None:
        return NOT_THERE
    if invitation.accepted_at:
        return Unneeded("The account is open already.")
    if invitation.withdrawn_at:
        return Unneeded("The invitation was withdrawn, or a newer one took its place.")
    if invitation.expires_on < timezone.localdate(at):
        return Unneeded(f"The invitation ended on {in_full(invitation.expires_on)}.")
    return AS_WRITTEN


def _code(name: str, title: str, rule: str) -> Kind:
    """Somebody waits for it at a screen; a lost one is asked for again."""
    return Kind(
        f"people/{name}",
        title,
        lane=Lane.URGENT,
        routine=False,
        doubt=Doubt.NEVER,
        secret=True,
        rule=rule,
    )


SIGN_IN_CODE = _code(
    "sign_in_code", "Code to sign in", "When somebody types this address on the sign-in page."
)
ADDRESS_CODE = _code(
    "address_code",
    "Code to confirm a new address",
    "When somebody who is signed in types this address as their new one.",
)
ONCE_MORE_CODE = _code(
    "once_more_code",
    "Code before an account changes",
    "When somebody who is signed in is about to change how they sign in.",
)
INVITATION = Kind(
    "people/invitation",
    "Invitation",
    compose=_still_open,
    lane=Lane.URGENT,
    routine=False,
    secret=True,
    rule="When the Programme Team invites somebody at this address.",
)
ACCOUNT_CHANGED = Kind(
    "people/account_changed",
    "Change to an account",
    lane=Lane.URGENT,
    routine=False,
    rule="When something changed about how somebody signs in.",
)
KINDS = (SIGN_IN_CODE, ADDRESS_CODE, ONCE_MORE_CODE, INVITATION, ACCOUNT_CHANGED)


@dataclass(frozen=True)
class Sort:
    """What the templates of a letter do not say: its kind, and why it came."""

    kind: Kind
    reason: str


_CHANGED = Sort(ACCOUNT_CHANGED, "it is about how you sign in to the portal")
_SORTS: Mapping[str, Sort] = MappingProxyType(
    {
        "account/email/login_code": Sort(
            SIGN_IN_CODE, "somebody typed your address on the sign-in page of the portal"
        ),
        "account/email/email_confirmation": Sort(
            ADDRESS_CODE,
            "somebody who is signed in to the portal typed your address as their new one",
        ),
        "people/mail/once_more": Sort(ONCE_MORE_CODE, "a change to your account was begun"),
        "people/mail/invitation": Sort(INVITATION, "the Programme Team entered your address"),
        "account/email/email_changed": Sort(
            ACCOUNT_CHANGED,
            "it was your address until now, and nobody may take your account without your notice",
        ),
    }
)


def sort_of(template: str) -> Sort:
    """Which sort of letter a pair of templates makes; any that is not named tells of a change."""
    return _SORTS.get(template, _CHANGED)


def words_of(template: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and text of `<template>_subject.txt` and `<template>_message.txt`."""
    known = {"portal_url": link_to(""), **context}
    subject = " ".join(render_to_string(f"{template}_subject.txt", known).split())
    return subject, render_to_string(f"{template}_message.txt", known).strip()


def addresses(persons: Sequence[int]) -> Mapping[int, Recipient]:
    """Where these persons get letters, by their numbers: those with an open account alone."""
    rows = User.objects.filter(person__in=persons, is_active=True)
    return {
        person: Recipient(name, email)
        for person, name, email in rows.values_list("person", "person__name", "email")
    }
