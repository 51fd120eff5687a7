"""Whom to write to at a partner, as far as a reader may know."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from kit.dates import in_full
from partners.models import Contact
from partners.policies import KEEPERS, may_keep_contacts
from people.models import User
from towns.models import Tenure, Town
from towns.policies import is_programme_team

MOST_SHOWN = 60


@dataclass(frozen=True)
class ContactRow:
    """A contact as a partner's page shows it; `dial` is the number as a telephone takes it."""

    contact: Contact
    whose: str
    dial: str
    may_change: bool


def contacts_of(
    organisations: Collection[int], user: User, *, on: date
) -> tuple[list[ContactRow], list[ContactRow]]:
    """The contacts at these organisations by name, and those who left: one statement."""
    rows = Contact.objects.visible_to(user, on=on).filter(organisation__in=organisations)
    newest = rows.select_related("town").order_by(F("ends_on").desc(nulls_first=True), "name", "pk")
    found = [_row(one, user, on=on) for one in newest[:MOST_SHOWN]]
    return (
        [row for row in found if row.contact.ends_on is None],
        [row for row in found if row.contact.ends_on is not None],
    )


def towns_kept(user: User, *, on: date) -> list[Town]:
    """The towns whose contacts this person keeps: one statement."""
    if is_programme_team(user, on=on):
        return list(Town.objects.visible_to(user, on=on).order_by("name"))
    held = Tenure.objects.held_by(user, on=on).of_role(*KEEPERS)
    return list(Town.objects.filter(pk__in=held.values("town")).order_by("name"))


def _row(contact: Contact, user: User, *, on: date) -> ContactRow:
    left = f"left on {in_full(contact.ends_on)}" if contact.ends_on else ""
    whose = f"{contact.town.name}'s contact" if contact.town else "The whole programme's contact"
    return ContactRow(
        contact,
        whose=", ".join(part for part in (whose, left) if part),
        dial="".join(sign for sign in contact.phone if sign.isdigit() or sign == "+"),
        may_change=may_keep_contacts(user, contact.town, on=on),
    )
