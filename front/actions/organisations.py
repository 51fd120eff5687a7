"""The register of organisations, changed by the office."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import people.actions.organisations
from people.actions.organisations import NameTaken, in_register
from people.models import Organisation, OrganisationName, Sector, User
from people.names import tidy
from people.queries import organisation_named
from towns.policies import may_run_office


@transaction.atomic
def add_organisation(
    name: str,
    *,
    kind: str,
    parent: Organisation | None = None,
    sector: Sector | None = None,
    by: User,
    at: datetime,
) -> Organisation:
    """Add an organisation that nobody has named yet.

    Raises:
        PermissionDenied: `by` does not run the office.
        NameMissing: the name is empty.
        NameTaken: an organisation bears the name, bore it, or has it as an alias.
    """
    _ask(by, at)
    known = organisation_named(name)
    if known:
        raise NameTaken(in_register(tidy(name), known))
    return people.actions.organisations.add_organisation(
        name, kind=kind, parent=parent, sector=sector, by=by, at=at
    )


@transaction.atomic
def organisation_called(name: str, *, by: User, at: datetime) -> Organisation | None:
    """The organisation of that name, which is added if nobody named it before; none without a name.

    Raises:
        PermissionDenied: `by` does not run the office.
    """
    _ask(by, at)
    if not tidy(name):
        return None
    return people.actions.organisations.add_organisation(name, by=by, at=at)


def rename_organisation(
    organisation: Organisation,
    *,
    name: str,
    from_on: date | None = None,
    by: User,
    at: datetime,
) -> Organisation:
    """Give an organisation its new name from a day; the old one stays, with its last day.

    Raises:
        PermissionDenied: `by` does not run the office.
        NameMissing, NameTaken, NameNotInUse: the name cannot be taken.
    """
    _ask(by, at)
    return people.actions.organisations.rename_organisation(
        organisation, name=name, from_on=from_on, by=by, at=at
    )


def add_alias(organisation: Organisation, *, name: str, by: User, at: datetime) -> OrganisationName:
    """Note another name under which people look for an organisation.

    Raises:
        PermissionDenied: `by` does not run the office.
        NameMissing, NameTaken: the name cannot be an alias.
    """
    _ask(by, at)
    return people.actions.organisations.add_alias(organisation, name=name, by=by, at=at)


def remove_alias(organisation: Organisation, *, name: str, by: User, at: datetime) -> None:
    """Take out another name that was a mistake.

    Raises:
        PermissionDenied: `by` does not run the office.
    """
    _ask(by, at)
    people.actions.organisations.remove_alias(organisation, name=name, by=by, at=at)


def place_organisation(
    organisation: Organisation,
    *,
    kind: str,
    parent: Organisation | None,
    by: User,
    at: datetime,
) -> Organisation:
    """Say what kind of organisation it is, and which one it is part of.

    Raises:
        PermissionDenied: `by` does not run the office.
        PartOfItself: the parent is the organisation itself or a part of it.
    """
    _ask(by, at)
    return people.actions.organisations.place_organisation(
        organisation, kind=kind, parent=parent, by=by, at=at
    )


def say_sector(
    organisation: Organisation, *, sector: Sector | None, by: User, at: datetime
) -> Organisation:
    """Say in which sector an organisation works, or that it is not said.

    Raises:
        PermissionDenied: `by` does not run the office.
    """
    _ask(by, at)
    return people.actions.organisations.say_sector(organisation, sector=sector, by=by, at=at)


def merge_organisations(
    organisation: Organisation, *, into: Organisation, by: User, at: datetime
) -> Organisation:
    """Note that two rows of the register are one organisation.

    Raises:
        PermissionDenied: `by` does not run the office.
        AlreadyMerged, MergedIntoItself: cannot be so.
    """
    _ask(by, at)
    return people.actions.organisations.merge_organisations(organisation, into=into, by=by, at=at)


def part_organisations(organisation: Organisation, *, by: User, at: datetime) -> Organisation:
    """Take a merger back.

    Raises:
        PermissionDenied: `by` does not run the office.
        NotMerged, NameTaken: cannot be so.
    """
    _ask(by, at)
    return people.actions.organisations.part_organisations(organisation, by=by, at=at)


def _ask(by: User, at: datetime) -> None:
    if not may_run_office(by, on=timezone.localdate(at)):
        raise PermissionDenied
