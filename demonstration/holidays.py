"""The demonstration's closed days: the Scottish default for most councils, one council's own set.

The school breaks are of the length and season that councils publish; their days are invented.

South Ayrshire's list, as published for 2024, has Easter Monday and a Friday and a Monday in
September, and has neither the August holiday nor St Andrew's Day. Its other years follow the same
pattern here.
"""

from datetime import date, datetime, timedelta

from towns.actions.holidays import load_default_holidays
from towns.models import Council, Holiday, SchoolBreak

OWN_SET = "South Ayrshire Council"
NOT_TAKEN = ("Summer Bank Holiday", "Saint Andrew's Day", "St. Andrew's Day")
FRIDAY = 4


def fill_holidays(*, years: range, at: datetime) -> None:
    """Every council's closed days of some years."""
    for council in Council.objects.all():
        load_default_holidays(council, years=years, by=None, at=at)
        SchoolBreak.objects.bulk_create(
            SchoolBreak(council=council, name=name, starts_on=first, ends_on=last)
            for year in years
            for name, first, last in _breaks(council, year)
        )
    own = Council.objects.filter(name=OWN_SET).first()
    if own is None:
        return
    for name in NOT_TAKEN:
        own.holidays.filter(name__startswith=name).delete()
    own.holidays.update(source=Holiday.Source.FILE)
    Holiday.objects.bulk_create(
        (
            Holiday(council=own, on=on, name=name, source=Holiday.Source.FILE)
            for year in years
            for on, name in _own_days(own, year)
        ),
        ignore_conflicts=True,
    )


def _breaks(council: Council, year: int) -> list[tuple[str, date, date]]:
    """October week and the winter break; each council begins the first a week apart from others."""
    second_monday = date(year, 10, 8) + timedelta(days=-date(year, 10, 8).weekday() % 7)
    first = second_monday + timedelta(weeks=council.pk % 2)
    return [
        ("October week", first, first + timedelta(days=FRIDAY)),
        ("Winter break", date(year, 12, 22), date(year + 1, 1, 4)),
    ]


def _own_days(council: Council, year: int) -> list[tuple[date, str]]:
    good_friday = council.holidays.get(on__year=year, name="Good Friday").on
    middle = date(year, 9, 15)
    third_friday = middle + timedelta(days=(FRIDAY - middle.weekday()) % 7)
    return [
        (good_friday + timedelta(days=3), "Easter Monday"),
        (third_friday, "September holiday"),
        (third_friday + timedelta(days=3), "September holiday"),
    ]
