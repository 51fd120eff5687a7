"""Towns opened, and how they stand: preparing, active, paused, closed."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from kit.dates import in_full
from kit.errors import DomainError
from people.models import User
from towns.actions.days import refuse_outside
from towns.actions.names import address_from
from towns.models import Council, Programme, Town, TownStatus
from towns.policies import may_run_office
from towns.spans import DAY

Status = TownStatus.Status

MOVES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        Status.PREPARING: frozenset({Status.ACTIVE, Status.CLOSED}),
        Status.ACTIVE: frozenset({Status.PAUSED, Status.CLOSED}),
        Status.PAUSED: frozenset({Status.ACTIVE, Status.CLOSED}),
        Status.CLOSED: frozenset({Status.ACTIVE}),
    }
)


class SameStatus(DomainError):
    """The town stands so already on that day."""


class NoSuchMove(DomainError):
    """The status cannot follow the one before."""


class LaterChange(DomainError):
    """A later change is entered already."""


class NotPlanned(DomainError):
    """The change has come into force, was taken back before, or opens the town."""


@transaction.atomic
def add_council(name: str, *, by: User, at: datetime) -> Council:
    """A council area, as yet without holidays.

    Raises:
        PermissionDenied: `by` does not run the office.
        NameTaken, NameWithoutLetters: it cannot be called so.
    """
    _ask(by, at)
    slug = address_from(name, among=Council.objects.all(), what="a council")
    council = Council.objects.create(name=name, slug=slug)
    audit.actions.record("council.added", about=council, by=by, at=at)
    return council


@transaction.atomic
def add_town(
    name: str,
    *,
    programme: Programme,
    council: Council,
    health_board: str = "",
    status: str = Status.PREPARING,
    from_on: date,
    by: User,
    at: datetime,
) -> Town:
    """Open a town, preparing or active from a day.

    Raises:
        PermissionDenied: `by` does not run the office.
        NameTaken, NameWithoutLetters: it cannot be called so.
        OutsideProgramme: the day lies outside the programme.
    """
    _ask(by, at)
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    slug = address_from(name, among=Town.objects.all(), what="a town")
    refuse_outside(programme, from_on, today=timezone.localdate(at))
    town = Town.objects.create(
        name=name, slug=slug, programme=programme, council=council, health_board=health_board
    )
    TownStatus.objects.create(town=town, status=status, starts_on=from_on)
    audit.actions.record("town.opened", about=town, by=by, at=at, facts={"status": status})
    return town


@transaction.atomic
def change_town(
    town: Town, *, health_board: str, introduction: str, council: Council, by: User, at: datetime
) -> Town:
    """Correct a town's facts. Its address never changes.

    Raises:
        PermissionDenied: `by` does not run the office.
    """
    _ask(by, at)
    town = Town.objects.select_for_update(no_key=True).get(pk=town.pk)
    town.health_board = health_board
    town.introduction = introduction
    town.council = council
    town.save()
    audit.actions.record("town.changed", about=town, by=by, at=at)
    return town


@transaction.atomic
def change_status(town: Town, *, status: str, from_on: date, by: User, at: datetime) -> TownStatus:
    """Pause, resume, close or reopen a town from a day; the period before ends the day before.

    A change entered for the very day is corrected or, by the status before it, taken back.

    Raises:
        PermissionDenied: `by` does not run the office.
        OutsideProgramme, LaterChange, SameStatus, NoSuchMove: cannot be so.
    """
    _ask(by, at)
    town = Town.objects.select_for_update(no_key=True).get(pk=town.pk)
    today = timezone.localdate(at)
    refuse_outside(town.programme, from_on, today=today)
    periods = list(town.statuses.order_by("starts_on"))
    _refuse_later(periods, from_on, today=today)
    running = next((period for period in reversed(periods) if period.starts_on < from_on), None)
    same_day = next((period for period in periods if period.starts_on == from_on), None)
    if running and same_day and running.status == status:
        period = _taken_back(same_day, running)
    else:
        _refuse_move(running, status)
        period = _begun(town, status, from_on, running, same_day)
    audit.actions.record(
        "town.status_changed",
        about=town,
        by=by,
        at=at,
        facts={"status": status, "from": from_on.isoformat()},
    )
    return period


@transaction.atomic
def take_back_status(town: Town, *, from_on: date, by: User, at: datetime) -> TownStatus:
    """Take back the last change that is planned for a town; the period before it goes on.

    Returns the period that goes on.

    Raises:
        PermissionDenied: `by` does not run the office.
        NotPlanned: no change of that day is ahead, or it is not the last one, or the first.
    """
    _ask(by, at)
    town = Town.objects.select_for_update(no_key=True).get(pk=town.pk)
    periods = list(town.statuses.order_by("-starts_on"))
    if not periods or periods[0].starts_on != from_on:
        raise NotPlanned("This change has been taken back already, or another one follows it.")
    planned, *others = periods
    if planned.starts_on <= timezone.localdate(at):
        raise NotPlanned(
            f"This change came into force on {in_full(from_on)}. Enter what follows it instead."
        )
    if not others:
        raise NotPlanned("This is the day on which the town opens. It has no status before it.")
    period = _taken_back(planned, others[0])
    audit.actions.record(
        "town.status_taken_back",
        about=town,
        by=by,
        at=at,
        facts={"status": planned.status, "from": from_on.isoformat()},
    )
    return period


def _ask(by: User, at: datetime) -> None:
    if not may_run_office(by, on=timezone.localdate(at)):
        raise PermissionDenied


def _taken_back(period: TownStatus, running: TownStatus) -> TownStatus:
    period.delete()
    running.ends_on = None
    running.save()
    return running


def _begun(
    town: Town, status: str, from_on: date, running: TownStatus | None, same_day: TownStatus | None
) -> TownStatus:
    if running and (running.ends_on is None or running.ends_on >= from_on):
        running.ends_on = from_on - DAY
        running.save()
    period = same_day or TownStatus(town=town, starts_on=from_on)
    period.status = status
    period.save()
    return period


def _refuse_later(periods: list[TownStatus], from_on: date, *, today: date) -> None:
    later = next((period for period in periods if period.starts_on > from_on), None)
    if later is None:
        return
    way_out = "Choose that day or a later one"
    if later.starts_on > today:
        way_out += ", or take the later change back first: see “How it stood” on this page"
    raise LaterChange(
        f"A later change is entered already: {later.get_status_display().lower()} "
        f"from {in_full(later.starts_on)}. {way_out}."
    )


def _refuse_move(running: TownStatus | None, status: str) -> None:
    if running is None:
        return
    word = Status(status).label.lower()
    if running.status == status:
        raise SameStatus(f"The town is {word} from {in_full(running.starts_on)} already.")
    if status not in MOVES[running.status]:
        raise NoSuchMove(
            f"A town that is {running.get_status_display().lower()} cannot become {word}."
        )
