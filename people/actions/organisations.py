"""Everything that changes the register of organisations. Who may do so is asked by the callers."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

import audit.actions
from kit.errors import DomainError
from people.actions.persons import NameMissing
from people.models import Organisation, OrganisationName, User
from people.names import tidy
from people.queries import living, organisation_named


class NameTaken(DomainError):
    """Another organisation bears the name, bore it, or has it as an alias."""


class AlreadyMerged(DomainError):
    """The organisation has been merged into another one before."""


class NotMerged(DomainError):
    """There is no merger to take back."""


class MergedIntoItself(DomainError):
    """An organisation cannot be merged into itself."""


@transaction.atomic
def add_organisation(
    name: str,
    *,
    kind: str = Organisation.Kind.BODY,
    parent: Organisation | None = None,
    by: User | None,
    at: datetime,
) -> Organisation:
    """The organisation of that name: the one that is known already, or a new one.

    Safe to repeat: capitals, spaces and dashes make no second organisation, nor do two people who
    add it at once.

    Raises:
        NameMissing: the name is empty.
    """
    name = tidy(name)
    if not name:
        raise NameMissing("Enter the organisation's name.")
    known = organisation_named(name)
    if known:
        return known
    try:
        with transaction.atomic():
            made = Organisation.objects.create(
                name=name, slug=_free_slug(name), kind=kind, parent=parent
            )
    except IntegrityError:
        known = organisation_named(name)
        if known is None:
            raise
        return known
    audit.actions.record("organisation.added", about=made, by=by, at=at)
    return made


@transaction.atomic
def rename_organisation(
    organisation: Organisation, *, name: str, by: User, at: datetime
) -> Organisation:
    """Give the organisation the name it has now; the old one stays, with its last day.

    Raises:
        NameMissing: the name is empty.
        NameTaken: the name belongs to another organisation.
    """
    name = tidy(name)
    if not name:
        raise NameMissing("Enter the organisation's name.")
    organisation = Organisation.objects.select_for_update(of=["self"]).get(pk=organisation.pk)
    _refuse_taken(name, by_other_than=organisation)
    former = organisation.name
    if former == name:
        return organisation
    organisation.name = name
    organisation.save()
    if former.lower() != name.lower():
        _keep_former_name(organisation, former, at=at)
    audit.actions.record("organisation.renamed", about=organisation, by=by, at=at)
    return organisation


@transaction.atomic
def add_alias(organisation: Organisation, *, name: str, by: User, at: datetime) -> OrganisationName:
    """Note another name, such as an abbreviation, under which people look for the organisation.

    Raises:
        NameMissing: the name is empty.
        NameTaken: the name belongs to an organisation already, perhaps to this one.
    """
    name = tidy(name)
    if not name:
        raise NameMissing("Enter the other name.")
    if organisation_named(name):
        raise NameTaken(f"“{name}” is in the register already.")
    alias = OrganisationName.objects.create(organisation=organisation, name=name, is_alias=True)
    audit.actions.record("organisation.alias_added", about=organisation, by=by, at=at)
    return alias


@transaction.atomic
def merge_organisations(
    organisation: Organisation, *, into: Organisation, by: User, at: datetime
) -> Organisation:
    """Note that one row of the register and another one are the same organisation.

    No other row is touched: `organisation` points to `into` from that day on, and
    `part_organisations` takes it back.

    Raises:
        AlreadyMerged: `organisation` points to another one already.
        MergedIntoItself: both are the same in the end.
    """
    pair = [organisation.pk, into.pk]
    rows = Organisation.objects.select_for_update(of=["self"]).order_by("pk").in_bulk(pair)
    organisation = rows[organisation.pk]
    into = living(rows[into.pk])
    if organisation.merged_into_id:
        raise AlreadyMerged("This organisation has already been merged into another one.")
    if organisation.pk == into.pk:
        raise MergedIntoItself("Choose another organisation: these two are already one.")
    organisation.merged_into = into
    organisation.merged_on = timezone.localdate(at)
    organisation.save()
    audit.actions.record(
        "organisation.merged", about=organisation, by=by, at=at, facts={"into": into.pk}
    )
    return organisation


@transaction.atomic
def part_organisations(organisation: Organisation, *, by: User, at: datetime) -> Organisation:
    """Take a merger back: the organisation stands by itself again.

    Raises:
        NotMerged: there is no merger to take back.
        NameTaken: another organisation took its name meanwhile.
    """
    organisation = Organisation.objects.select_for_update(of=["self"]).get(pk=organisation.pk)
    if organisation.merged_into_id is None:
        raise NotMerged("This organisation stands by itself already.")
    same_name = Organisation.objects.filter(name__iexact=organisation.name, merged_into=None)
    if same_name.exists():
        raise NameTaken(
            f"Another organisation is called “{organisation.name}” now. Rename that one first."
        )
    organisation.merged_into = None
    organisation.merged_on = None
    organisation.save()
    audit.actions.record("organisation.parted", about=organisation, by=by, at=at)
    return organisation


def _refuse_taken(name: str, *, by_other_than: Organisation) -> None:
    known = organisation_named(name)
    if known is not None and known.pk != living(by_other_than).pk:
        raise NameTaken(f"“{name}” is in the register already. Merge the two if they are one.")


def _keep_former_name(organisation: Organisation, name: str, *, at: datetime) -> None:
    """One row a name: who bears a name twice, bore it until the later day."""
    until = timezone.localdate(at) - timedelta(days=1)
    row = organisation.names.filter(name__iexact=name).first()
    if row is None:
        organisation.names.create(name=name, until_on=until)
    else:
        row.is_alias = False
        row.until_on = until
        row.save()


def _free_slug(name: str) -> str:
    """The name as it stands in addresses, with a number if it is taken."""
    base = slugify(name)[:200] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
