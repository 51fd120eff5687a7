"""Whom to write to at a partner, as far as a reader may know."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from kit.dates import in_full
from partners.models import Contact
from partners.policies import KEEPERS, may_keep_contacts
from people.models import User
from towns.models import Tenure, Town
from towns.policies import is_programme_team

A_PAGE = 60


@dataclass(frozen=True)
class ContactRow:
    """A contact as a partner's page shows it; `dial` is the number as a telephone takes it."""

    contact: Contact
    whose: str
    dial: str
    may_change: bool


@dataclass(frozen=True)
class Contacts:
    """A page of the contacts at a partner: those by name, then who left, the latest first."""

    there: Sequence[ContactRow] = ()
    left: Sequence[ContactRow] = ()
    page: int = 1
    has_more: bool = False

    @property
    def before(self) -> int:
        """The number of the page before; nought, if this is the first."""
        return self.page - 1

    @property
    def after(self) -> int:
        """The number of the page after; nought, if this is the last."""
        return self.page + 1 if self.has_more else 0


def contacts_of(organisations: Collection[int], user: User, *, on: date, page: int = 1) -> Contacts:
    """The contacts at these organisations: one statement."""
    rows = Contact.objects.visible_to(user, on=on).filter(organisation__in=organisations)
    newest = rows.select_related("town").order_by(F("ends_on").desc(nulls_first=True), "name", "pk")
    first = A_PAGE * (page - 1)
    found = list(newest[first : first + A_PAGE + 1])
    rows_shown = [_row(one, user, on=on) for one in found[:A_PAGE]]
    return Contacts(
        there=[row for row in rows_shown if row.contact.ends_on is None],
        left=[row for row in rows_shown if row.contact.ends_on is not None],
        page=page,
        has_more=len(found) > A_PAGE,
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
