"""Everything that changes the register of organisations. Who may do so is asked by the callers."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

import audit.actions
from kit.dates import in_full
from kit.errors import DomainError
from kit.slugs import free_slug
from people.actions.persons import NameMissing
from people.models import Organisation, OrganisationName, Sector, User
from people.names import tidy
from people.queries import living, organisation_named


class NameTaken(DomainError):
    """Another organisation bears the name, bore it, or has it as an alias."""


class NameNotInUse(DomainError):
    """The day of a new name has not come, or lies before the name it follows came into use."""


class PartOfItself(DomainError):
    """The organisation would be part of itself, perhaps by way of others."""


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
    sector: Sector | None = None,
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
                name=name,
                slug=free_slug(name, among=Organisation.objects.all(), or_else="organisation"),
                kind=kind,
                parent=parent,
                sector=sector,
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
    organisation: Organisation,
    *,
    name: str,
    from_on: date | None = None,
    by: User,
    at: datetime,
) -> Organisation:
    """Give the organisation the name it has now; the old one stays, with its last day.

    `from_on` is the first day of the new name, today unless another is given. Other capitals are
    the same name: nothing is kept of them.

    Raises:
        NameMissing: the name is empty.
        NameTaken: the name belongs to another organisation.
        NameNotInUse: the day has not come, or the name before was not in use on it yet.
    """
    today = timezone.localdate(at)
    name = tidy(name)
    if not name:
        raise NameMissing("Enter the organisation's name.")
    organisation = Organisation.objects.select_for_update(of=["self"]).get(pk=organisation.pk)
    _refuse_taken(name, by_other_than=organisation)
    former = organisation.name
    if former == name:
        return organisation
    if former.lower() != name.lower():
        _keep_former_name(organisation, former, from_on=from_on or today, today=today)
    organisation.name = name
    organisation.save()
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
    organisation = Organisation.objects.select_for_update(of=["self"]).get(pk=organisation.pk)
    known = organisation_named(name)
    if known:
        raise NameTaken(in_register(name, known))
    alias = OrganisationName.objects.create(organisation=organisation, name=name, is_alias=True)
    audit.actions.record("organisation.alias_added", about=organisation, by=by, at=at)
    return alias


@transaction.atomic
def remove_alias(organisation: Organisation, *, name: str, by: User, at: datetime) -> None:
    """Take out another name that was a mistake. One that is not there (any more) is no fault."""
    gone, _ = organisation.names.filter(is_alias=True, name=name).delete()
    if gone:
        audit.actions.record("organisation.alias_removed", about=organisation, by=by, at=at)


@transaction.atomic
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
        PartOfItself: the parent is the organisation itself or a part of it.
    """
    # The first row stands for the whole register: were two placed at once, each below the other,
    # neither would see the ring.
    Organisation.objects.select_for_update(no_key=True, of=["self"]).order_by("pk").first()
    organisation = Organisation.objects.select_for_update(of=["self"]).get(pk=organisation.pk)
    parent = living(Organisation.objects.get(pk=parent.pk)) if parent else None
    _refuse_ring(organisation, parent)
    organisation.kind = kind
    organisation.parent = parent
    organisation.save()
    audit.actions.record(
        "organisation.placed",
        about=organisation,
        by=by,
        at=at,
        facts={"kind": kind, "parent": parent.pk if parent else None},
    )
    return organisation


@transaction.atomic
def say_sector(
    organisation: Organisation, *, sector: Sector | None, by: User, at: datetime
) -> Organisation:
    """Say in which sector the organisation works, or that it is not said. Safe to repeat."""
    organisation = Organisation.objects.select_for_update(of=["self"]).get(pk=organisation.pk)
    if organisation.sector_id == (sector.pk if sector else None):
        return organisation
    organisation.sector = sector
    organisation.save()
    facts = {"sector": sector.pk if sector else None}
    audit.actions.record("organisation.sector_said", about=organisation, by=by, at=at, facts=facts)
    return organisation


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


def in_register(name: str, known: Organisation) -> str:
    """The sentence for a name that cannot be taken, with today's name if that is another."""
    if known.name.lower() == name.lower():
        return f"“{name}” is in the register already."
    return f"“{name}” is in the register already: it is {known.name}."


def _refuse_ring(organisation: Organisation, parent: Organisation | None) -> None:
    """Climbs from the parent to the top, by way of mergers too."""
    passed: set[int] = set()
    above = parent
    while above is not None and above.pk not in passed:
        if above.pk == organisation.pk:
            raise PartOfItself(
                f"{parent} is part of {organisation} already, so it cannot be above it."
                if parent != organisation
                else "An organisation is no part of itself. Choose another one."
            )
        passed.add(above.pk)
        above = living(above.parent) if above.parent else None


def _refuse_taken(name: str, *, by_other_than: Organisation) -> None:
    known = organisation_named(name)
    if known is not None and known.pk != living(by_other_than).pk:
        raise NameTaken(f"“{name}” is in the register already. Merge the two if they are one.")


def _keep_former_name(organisation: Organisation, name: str, *, from_on: date, today: date) -> None:
    """One row a name: who bears a name twice, bore it until the later day."""
    if from_on > today:
        raise NameNotInUse(f"{in_full(from_on)} has not come yet. Enter the name once it is used.")
    until = from_on - timedelta(days=1)
    last = organisation.names.filter(is_alias=False).aggregate(last=Max("until_on"))["last"]
    if last is not None and until < last:
        raise NameNotInUse(
            f"“{name}” came into use on {in_full(last + timedelta(days=1))}. "
            "The name after it begins on that day or later."
        )
    row = organisation.names.filter(name__iexact=name).first()
    if row is None:
        organisation.names.create(name=name, until_on=until)
    else:
        row.is_alias = False
        row.until_on = until
        row.save()
