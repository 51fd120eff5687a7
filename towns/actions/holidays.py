"""Everything that changes a council's holidays. Stored due dates never move by themselves."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from kit.dates import in_full
from kit.errors import DomainError
from people.models import User
from towns.bank_holidays import scottish_holidays
from towns.holiday_files import HolidayRow
from towns.models import Council, Holiday
from towns.policies import may_run_office
from towns.queries.holidays import ImportPlan, plan_import


class DayIsHoliday(DomainError):
    """The council is already closed on that day."""


@transaction.atomic
def load_default_holidays(
    council: Council, *, years: Iterable[int], by: User | None, at: datetime
) -> int:
    """Give a council the Scottish bank holidays of some years; returns how many days were added.

    May be repeated. A year that was ever filled, by default or from a file, is left as it is:
    somebody may have taken days out of it, since bank holidays are not what every council takes.
    `by` is nobody when set-up does it.
    """
    council = _locked(council, by=by, at=at)
    filled = set(
        Holiday.objects.filter(council=council)
        .exclude(source=Holiday.Source.TEAM)
        .values_list("on__year", flat=True)
    )
    own = set(Holiday.objects.filter(council=council).values_list("on", flat=True))
    days = [
        Holiday(council=council, on=on, name=name, source=Holiday.Source.DEFAULT)
        for year in sorted(set(years) - filled)
        for on, name in scottish_holidays(year)
        if on not in own
    ]
    Holiday.objects.bulk_create(days)
    if days:
        audit.actions.record(
            "holidays.defaults_loaded", about=council, by=by, at=at, facts={"days": len(days)}
        )
    return len(days)


@transaction.atomic
def add_holiday(council: Council, *, on: date, name: str, by: User, at: datetime) -> Holiday:
    """Close a council's offices on one more day.

    Raises:
        PermissionDenied: `by` does not run the office.
        DayIsHoliday: the offices are closed on that day already.
    """
    council = _locked(council, by=by, at=at)
    found = Holiday.objects.filter(council=council, on=on).first()
    if found:
        raise DayIsHoliday(f"{in_full(on)} is already a holiday of this council: {found.name}.")
    holiday = Holiday.objects.create(council=council, on=on, name=name, source=Holiday.Source.TEAM)
    audit.actions.record("holiday.added", about=council, by=by, at=at, facts={"on": on.isoformat()})
    return holiday


@transaction.atomic
def remove_holiday(holiday: Holiday, *, by: User, at: datetime) -> None:
    """Open a council's offices again on a day. Removing it twice is the same as once.

    Raises:
        PermissionDenied: `by` does not run the office.
    """
    council = _locked(holiday.council, by=by, at=at)
    gone, _ = Holiday.objects.filter(pk=holiday.pk).delete()
    if gone:
        audit.actions.record(
            "holiday.removed", about=council, by=by, at=at, facts={"on": holiday.on.isoformat()}
        )


@transaction.atomic
def import_holidays(
    council: Council, *, rows: Sequence[HolidayRow], whole_years: bool, by: User, at: datetime
) -> ImportPlan:
    """Keep the days of a file: all of them, or, if anything fails, none. Twice is the same as once.

    Raises:
        PermissionDenied: `by` does not run the office.
    """
    council = _locked(council, by=by, at=at)
    plan = plan_import(council, rows, whole_years=whole_years)
    if plan.changes_nothing:
        return plan
    Holiday.objects.filter(pk__in=[holiday.pk for holiday in plan.removed]).delete()
    for row in plan.renamed:
        Holiday.objects.filter(council=council, on=row.on).update(
            name=row.name, source=Holiday.Source.FILE
        )
    Holiday.objects.bulk_create(
        Holiday(council=council, on=row.on, name=row.name, source=Holiday.Source.FILE)
        for row in plan.added
    )
    facts = {
        "added": len(plan.added),
        "renamed": len(plan.renamed),
        "removed": len(plan.removed),
    }
    audit.actions.record("holidays.imported", about=council, by=by, at=at, facts=facts)
    return plan


def _locked(council: Council, *, by: User | None, at: datetime) -> Council:
    if by is not None and not may_run_office(by, on=timezone.localdate(at)):
        raise PermissionDenied
    return Council.objects.select_for_update().get(pk=council.pk)
