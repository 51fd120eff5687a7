"""The register of organisations, changed by the office."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

import people.actions.organisations
from people.models import Organisation, User
from towns.policies import may_run_office


def rename_organisation(
    organisation: Organisation, *, name: str, by: User, at: datetime
) -> Organisation:
    """Give an organisation its new name; the old one stays, with its last day.

    Raises:
        PermissionDenied: `by` does not run the office.
        NameMissing, NameTaken: the name cannot be taken.
    """
    _ask(by, at)
    return people.actions.organisations.rename_organisation(organisation, name=name, by=by, at=at)


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
