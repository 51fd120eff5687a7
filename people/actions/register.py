"""Keeps what a table says of the register: by the actions of the pages, all of it or nothing."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

import audit.actions
from people.actions.organisations import (
    NameNotInUse,
    NameTaken,
    add_alias,
    add_organisation,
    in_register,
    merge_organisations,
    part_organisations,
    place_organisation,
    remove_alias,
    rename_organisation,
    say_sector,
)
from people.models import Organisation, OrganisationName, Sector, User
from people.queries import organisation_named
from people.register_plan import Change


@transaction.atomic
def add_former_name(
    organisation: Organisation, *, name: str, until: date, by: User, at: datetime
) -> OrganisationName:
    """Note a name that the organisation bore before, with its last day.

    Raises:
        NameNotInUse: the day is not past.
        NameTaken: the name belongs to an organisation already, perhaps to this one.
    """
    if until >= timezone.localdate(at):
        raise NameNotInUse("The last day of a former name lies in the past.")
    organisation = Organisation.objects.select_for_update(of=["self"]).get(pk=organisation.pk)
    known = organisation_named(name)
    if known:
        raise NameTaken(in_register(name, known))
    former = OrganisationName.objects.create(organisation=organisation, name=name, until_on=until)
    audit.actions.record("organisation.former_name_added", about=organisation, by=by, at=at)
    return former


@transaction.atomic
def keep_changes(changes: Sequence[Change], *, by: User, at: datetime) -> None:
    """Make the register what a plan says. Safe to repeat: a plan made again is empty then.

    Raises:
        DomainError: somebody changed the register since the plan was made.
    """
    rows = {one.slug: one for one in _of(changes)}
    sectors = {sector.name: sector for sector in Sector.objects.all()}
    for change in changes:
        if change.before is None:
            made = add_organisation(change.after.name, kind=change.after.kind, by=by, at=at)
            rows[change.key] = made
    moved = [one for one in changes if one.before and one.before.parent and _is_placed(one)]
    for change in moved:  # whatever goes round in a ring on the way, does so no more in the end
        place_organisation(rows[change.key], kind=change.after.kind, parent=None, by=by, at=at)
    for change in changes:
        _keep(change, rows, by=by, at=at)
        if change.after.sector != (change.before.sector if change.before else ""):
            sector = sectors.get(change.after.sector)
            say_sector(rows[change.key], sector=sector, by=by, at=at)


def _keep(change: Change, rows: dict[str, Organisation], *, by: User, at: datetime) -> None:
    organisation, before, after = rows[change.key], change.before, change.after
    if before and before.merged_into and not after.merged_into:
        part_organisations(organisation, by=by, at=at)
    if before and before.name != after.name:
        rename_organisation(organisation, name=after.name, by=by, at=at)
    for alias in sorted(set(before.aliases if before else ()) - set(after.aliases)):
        remove_alias(organisation, name=alias, by=by, at=at)
    for alias in sorted(set(after.aliases) - set(before.aliases if before else ())):
        add_alias(organisation, name=alias, by=by, at=at)
    for former, until in sorted(set(after.former) - set(before.former if before else ())):
        add_former_name(organisation, name=former, until=until, by=by, at=at)
    if _is_placed(change):
        parent = rows[after.parent] if after.parent else None
        place_organisation(organisation, kind=after.kind, parent=parent, by=by, at=at)
    if after.merged_into and not (before and before.merged_into):
        merge_organisations(organisation, into=rows[after.merged_into], by=by, at=at)


def _is_placed(change: Change) -> bool:
    before, after = change.before, change.after
    if before is None:
        return bool(after.parent)
    return (before.kind, before.parent) != (after.kind, after.parent)


def _of(changes: Sequence[Change]) -> list[Organisation]:
    """The rows that these changes speak of: one statement."""
    slugs = {one.before.slug for one in changes if one.before}
    slugs |= {one.after.parent for one in changes} | {one.after.merged_into for one in changes}
    return list(Organisation.objects.filter(slug__in=slugs))
