"""Holidays: the Scottish set, a council's own, and the working days that follow."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from tests import make
from towns.actions.holidays import (
    DayIsHoliday,
    add_holiday,
    load_default_holidays,
    remove_holiday,
)
from towns.bank_holidays import scottish_holidays
from towns.models import Council, Holiday
from towns.queries.holidays import holidays_of
from towns.working_days import nth_working_day

AT = datetime(2026, 11, 6, 9, 30, tzinfo=UTC)


def fifth_working_day(council: Council, month: date) -> date:
    days = holidays_of(council, first=month, last=month.replace(day=28))
    return nth_working_day(month, 5, holidays=days)


@pytest.mark.parametrize(
    "day",
    [
        date(2024, 12, 2),  # Saint Andrew's Day on a Saturday moves into December
        date(2025, 12, 1),  # and on a Sunday
        date(2026, 1, 2),
        date(2026, 8, 3),
        date(2027, 1, 4),
        date(2028, 1, 3),
        date(2028, 1, 4),
    ],
)
def test_the_scottish_set_holds(day: date) -> None:
    assert day in dict(scottish_holidays(day.year))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 4, 6),  # Easter Monday is none in Scotland
        date(2026, 8, 31),  # England's
        date(2024, 11, 30),  # a Saturday, closed anyway
    ],
)
def test_the_scottish_set_does_not_hold(day: date) -> None:
    assert day not in dict(scottish_holidays(day.year))


@pytest.mark.django_db
def test_the_fifth_working_day_differs_between_two_councils() -> None:
    office, national, own = make.team_member(), make.council(), make.council()
    load_default_holidays(national, years=[2026], by=None, at=AT)
    load_default_holidays(own, years=[2026], by=None, at=AT)
    add_holiday(own, on=date(2026, 4, 6), name="Easter Monday", by=office.user, at=AT)
    august = Holiday.objects.get(council=own, on=date(2026, 8, 3))
    remove_holiday(august, by=office.user, at=AT)

    found = {
        council: (
            fifth_working_day(council, date(2026, 4, 1)),
            fifth_working_day(council, date(2026, 8, 1)),
        )
        for council in (national, own)
    }

    assert found == {
        national: (date(2026, 4, 8), date(2026, 8, 10)),
        own: (date(2026, 4, 9), date(2026, 8, 7)),
    }


@pytest.mark.django_db
def test_loading_the_defaults_twice_changes_nothing() -> None:
    council = make.council()

    first = load_default_holidays(council, years=[2026, 2027], by=None, at=AT)
    second = load_default_holidays(council, years=[2026, 2027], by=None, at=AT)

    assert (first > 0, second) == (True, 0)
    assert Holiday.objects.filter(council=council).count() == first


@pytest.mark.django_db
def test_a_day_taken_out_does_not_come_back_with_the_defaults() -> None:
    office, council = make.team_member(), make.council()
    load_default_holidays(council, years=[2026], by=None, at=AT)
    remove_holiday(Holiday.objects.get(council=council, on=date(2026, 8, 3)), by=office.user, at=AT)

    load_default_holidays(council, years=[2026], by=None, at=AT)

    assert not Holiday.objects.filter(council=council, on=date(2026, 8, 3)).exists()


@pytest.mark.django_db
def test_the_defaults_leave_the_teams_own_names_alone() -> None:
    office, council = make.team_member(), make.council()
    add_holiday(council, on=date(2026, 8, 3), name="Trades holiday", by=office.user, at=AT)

    load_default_holidays(council, years=[2026], by=None, at=AT)

    assert Holiday.objects.get(council=council, on=date(2026, 8, 3)).name == "Trades holiday"
    assert Holiday.objects.filter(council=council, on=date(2026, 12, 25)).exists()


@pytest.mark.django_db
def test_a_day_cannot_be_a_holiday_twice() -> None:
    office, council = make.team_member(), make.council()
    add_holiday(council, on=date(2026, 4, 6), name="Easter Monday", by=office.user, at=AT)

    with pytest.raises(DayIsHoliday, match="Monday 6 April 2026 is already a holiday"):
        add_holiday(council, on=date(2026, 4, 6), name="Spring Monday", by=office.user, at=AT)


@pytest.mark.django_db
def test_a_project_lead_does_not_change_holidays() -> None:
    with pytest.raises(PermissionDenied):
        add_holiday(make.council(), on=date(2026, 4, 6), name="Easter", by=make.lead().user, at=AT)


@pytest.mark.django_db
def test_a_day_removed_twice_is_removed_once() -> None:
    office, council = make.team_member(), make.council()
    holiday = Holiday.objects.create(council=council, on=date(2026, 4, 6), name="Easter Monday")

    remove_holiday(holiday, by=office.user, at=AT)
    holiday.pk = 0
    remove_holiday(holiday, by=office.user, at=AT)

    assert Entry.objects.filter(verb="holiday.removed").count() == 1
