"""Whom to write to at an organisation: noted, corrected, gone, removed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists
from django.utils import timezone

import audit.actions
from kit.dates import in_full
from kit.errors import DomainError
from partners.models import Contact
from partners.policies import may_keep_contacts
from people.models import Organisation, User
from towns.models import Town


class KnownAlready(DomainError):
    """The address is among the contacts of this organisation for the same town already."""


class ChangedMeanwhile(DomainError):
    """Somebody else has written this contact since the page was opened."""


class LeftTooSoon(DomainError):
    """The last day lies before the first, or is still to come."""


@dataclass(frozen=True)
class Details:
    """Who it is and how to reach them, as typed; whether they left, and when.

    `town` is the one that knows them, or None for the whole programme.
    """

    name: str
    role: str = ""
    email: str = ""
    phone: str = ""
    town: Town | None = None
    ends_on: date | None = None


@transaction.atomic
def add_contact(
    organisation: Organisation, details: Details, *, key: UUID, by: User, at: datetime
) -> Contact:
    """Note whom to write to at an organisation. The same `key` twice is one contact.

    Raises:
        PermissionDenied: `by` may not keep contacts of that town, or of the whole programme.
        KnownAlready: the address stands there already.
        LeftTooSoon: the last day is to come.
    """
    today = timezone.localdate(at)
    if not may_keep_contacts(by, details.town, on=today):
        raise PermissionDenied
    sent = Contact.objects.filter(key=key, organisation=organisation, added_by=by)
    rows = Organisation.objects.select_for_update(of=["self"]).annotate(is_repeated=Exists(sent))
    if vars(rows.get(pk=organisation.pk))["is_repeated"]:
        return sent.get()
    made = Contact(
        organisation=organisation,
        key=key,
        starts_on=min(today, details.ends_on or today),
        added_by=by,
    )
    _write(made, details, today=today)
    audit.actions.record("contact.added", about=made, by=by, at=at)
    return made


@transaction.atomic
def change_contact(
    contact: Contact, details: Details, *, seen: datetime, by: User, at: datetime
) -> Contact:
    """Correct a contact, or say that they left. `seen` is when what `by` saw had been written.

    Raises: as `add_contact`, and
        ChangedMeanwhile: it was written since.
    """
    today = timezone.localdate(at)
    contact = _locked(contact, by=by, on=today)
    if not may_keep_contacts(by, details.town, on=today):
        raise PermissionDenied
    if contact.changed_at != seen:
        raise ChangedMeanwhile(
            f"Somebody else has changed this contact meanwhile. It now reads: {_told(contact)}. "
            "What you typed is still here: check it, then save it again."
        )
    _write(contact, details, today=today)
    audit.actions.record("contact.changed", about=contact, by=by, at=at)
    return contact


@transaction.atomic
def remove_contact(contact: Contact, *, by: User, at: datetime) -> None:
    """Forget a contact that was a mistake, or who asked for it. Nothing of it is kept.

    Raises:
        PermissionDenied: `by` may not keep contacts of its town.
    """
    contact = _locked(contact, by=by, on=timezone.localdate(at))
    audit.actions.record("contact.removed", about=contact.organisation, by=by, at=at)
    contact.delete()


def _locked(contact: Contact, *, by: User, on: date) -> Contact:
    """The contact, held with its organisation against whoever adds the same address there."""
    rows = Contact.objects.select_for_update(of=["self", "organisation"])
    contact = rows.select_related("organisation", "town").get(pk=contact.pk)
    if not may_keep_contacts(by, contact.town, on=on):
        raise PermissionDenied
    return contact


def _write(contact: Contact, details: Details, *, today: date) -> None:
    """The typed details into the row, unless they contradict others."""
    last = details.ends_on
    if last is not None and last > today:
        raise LeftTooSoon("Enter a day that has come. Until then they can be written to.")
    if last is not None and last < contact.starts_on:
        raise LeftTooSoon(f"They have been a contact since {in_full(contact.starts_on)}.")
    others = Contact.objects.filter(
        organisation=contact.organisation, town=details.town, ends_on=None
    ).exclude(pk=contact.pk)
    known = others.filter(email__iexact=details.email).first() if details.email else None
    if known is not None and last is None:
        raise KnownAlready(f"This address is here already: {_told(known)}.")
    contact.name, contact.role = details.name, details.role
    contact.email, contact.phone = details.email, details.phone
    contact.town, contact.ends_on = details.town, last
    contact.save()


def _told(contact: Contact) -> str:
    """A contact in one line."""
    parts = (contact.name, contact.role, contact.email, contact.phone)
    return ", ".join(part for part in parts if part)
