"""Reads of the councils' calendars."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from people.models import User
from towns.access import Thing, reached
from towns.holiday_files import HolidayRow
from towns.models import Council, Holiday, SchoolBreak


def holidays_of(council: Council, *, first: date, last: date) -> set[date]:
    """The days between two days (both included) on which the council's offices are closed."""
    return set(
        Holiday.objects.filter(council=council, on__range=(first, last)).values_list(
            "on", flat=True
        )
    )


def councils_visible_to(user: User, *, on: date) -> QuerySet[Council]:
    """Every council, to those who run the office."""
    return Council.objects.filter(reached(user, Thing.OFFICE, on=on)).order_by("name", "pk")


def with_days_of(councils: QuerySet[Council], *, year: int) -> QuerySet[Council]:
    """The same councils, each with `days` and `days_next`: its holidays of a year and the next."""
    return councils.annotate(
        days=Count("holidays", filter=Q(holidays__on__year=year)),
        days_next=Count("holidays", filter=Q(holidays__on__year=year + 1)),
    )


def school_breaks_from(council: Council, day: date) -> QuerySet[SchoolBreak]:
    """The breaks of a council's schools that last that day or come after it, the next first."""
    return council.school_breaks.filter(ends_on__gte=day).order_by("starts_on")


def councils_without(user: User, *, year: int, on: date) -> QuerySet[Council]:
    """Councils with towns that have no holiday of that year yet."""
    of_year = Holiday.objects.filter(on__year=year).values("council")
    return (
        councils_visible_to(user, on=on)
        .filter(towns__isnull=False)
        .exclude(pk__in=of_year)
        .distinct()
    )


@dataclass(frozen=True)
class ImportPlan:
    """What a file would do to a council's days, if it were kept."""

    added: tuple[HolidayRow, ...]
    renamed: tuple[HolidayRow, ...]
    unchanged: tuple[HolidayRow, ...]
    removed: tuple[Holiday, ...]

    @property
    def changes_nothing(self) -> bool:
        """The calendar is already as the file says."""
        return not (self.added or self.renamed or self.removed)


def plan_import(council: Council, rows: Sequence[HolidayRow], *, whole_years: bool) -> ImportPlan:
    """Compares the file with what is kept.

    With `whole_years`, the file is the whole set of the years that it names: other days of those
    years are taken out, whoever entered them.
    """
    years = {row.on.year for row in rows}
    kept = {
        holiday.on: holiday
        for holiday in Holiday.objects.filter(council=council, on__year__in=years).order_by("on")
    }
    named = {row.on for row in rows}
    return ImportPlan(
        added=tuple(row for row in rows if row.on not in kept),
        renamed=tuple(row for row in rows if row.on in kept and kept[row.on].name != row.name),
        unchanged=tuple(row for row in rows if row.on in kept and kept[row.on].name == row.name),
        removed=tuple(_others(kept.values(), named)) if whole_years else (),
    )


def _others(kept: Iterable[Holiday], named: set[date]) -> Iterable[Holiday]:
    return (holiday for holiday in kept if holiday.on not in named)
