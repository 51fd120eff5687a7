"""The school breaks of a council: entered, and taken out. Nobody's due date hangs on them."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from kit.dates import in_full
from kit.errors import DomainError
from kit.text import settled_line
from people.models import User
from towns.models import Council, SchoolBreak
from towns.policies import may_run_office

LONGEST = 100  # days


class BackwardBreak(DomainError):
    """The last day lies before the first, or so far after it that a year was mistyped."""


class BreakKnown(DomainError):
    """The council's schools have a break on some of these days already."""


@transaction.atomic
def add_school_break(
    council: Council, name: str, *, starts_on: date, ends_on: date, by: User, at: datetime
) -> SchoolBreak:
    """Enter days, the first and the last included, on which a council's schools are closed.

    Raises:
        PermissionDenied: `by` does not run the office.
        BackwardBreak, BreakKnown: it cannot be so.
    """
    council = _locked(council, by=by, at=at)
    if ends_on < starts_on:
        raise BackwardBreak("The last day lies before the first.")
    if (ends_on - starts_on).days > LONGEST:
        raise BackwardBreak(f"This is longer than {LONGEST} days. Check the year.")
    known = council.school_breaks.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).first()
    if known is not None:
        span = f"{in_full(known.starts_on)} to {in_full(known.ends_on)}"
        raise BreakKnown(f"{known.name} is there on some of these days: {span}.")
    name = settled_line(name)
    made = council.school_breaks.create(name=name, starts_on=starts_on, ends_on=ends_on)
    audit.actions.record("school_break.added", about=council, by=by, at=at)
    return made


@transaction.atomic
def remove_school_break(found: SchoolBreak, *, by: User, at: datetime) -> None:
    """Take a break out. Twice is the same as once.

    Raises:
        PermissionDenied: `by` does not run the office.
    """
    council = _locked(found.council, by=by, at=at)
    gone, _ = SchoolBreak.objects.filter(pk=found.pk).delete()
    if gone:
        audit.actions.record("school_break.removed", about=council, by=by, at=at)


def _locked(council: Council, *, by: User, at: datetime) -> Council:
    if not may_run_office(by, on=timezone.localdate(at)):
        raise PermissionDenied
    return Council.objects.select_for_update(no_key=True).get(pk=council.pk)
