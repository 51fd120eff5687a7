"""The days that trip reminders up, asked of the rooms' own rules: what goes out, and to whom."""

from datetime import UTC, date, datetime, timedelta

import pytest

from front.queries.due import DueDay, due_on
from tests import make
from towns.bank_holidays import scottish_holidays
from towns.models import Absence, Council, Holiday

pytestmark = pytest.mark.django_db

EASTER_MONDAY = date(2026, 4, 6)
NOT_SINCE_LONG = date(2026, 1, 1)


def scottish(*besides: date) -> Council:
    """A council that closes on Scotland's days, and some of its own."""
    council = make.council()
    days = {day for year in (2025, 2026, 2027) for day, _ in scottish_holidays(year)}
    Holiday.objects.bulk_create(
        Holiday(council=council, on=day, name="Closed") for day in days | set(besides)
    )
    return council


def lead(name: str, town: str, *, since: date, council: Council | None = None) -> make.Holder:
    """A lead who owes nothing from before `since`."""
    return make.lead(make.town(town, council=council or scottish()), name=name, since=since)


def asked(day: date, *, down_since: date | None = None) -> DueDay:
    """As seen ten days before: nothing that is due earlier waits any more by then."""
    seen_at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC) - timedelta(days=10)
    return due_on(day, down_since=down_since, at=seen_at)


def reports(day: DueDay) -> list[tuple[str, list[str]]]:
    """Who is reminded, and of what, in each letter."""
    found = [
        (letter.name, [part.title for part in letter.parts if part.title.startswith("Report")])
        for letter in day.letters
    ]
    return [one for one in found if one[1]]


def test_where_the_25th_is_a_saturday_leads_are_invited_on_the_friday() -> None:
    lead("Ailsa", "Ayr", since=date(2026, 4, 1))

    found = {day: reports(asked(date(2026, 4, day))) for day in (23, 24, 25, 26, 27)}

    assert found == {
        23: [],
        24: [("Ailsa", ["Report ready to review"])],
        25: [],
        26: [],
        27: [],
    }


def test_two_towns_with_different_holidays_are_due_on_different_days() -> None:
    lead("Ailsa", "Ayr", since=date(2026, 3, 1))
    closes = scottish(EASTER_MONDAY)
    lead("Bruce", "Dunoon", since=date(2026, 3, 1), council=closes)

    assert reports(asked(date(2026, 4, 8))) == [("Ailsa", ["Report due today"])]
    assert reports(asked(date(2026, 4, 9))) == [("Bruce", ["Report due today"])]


def test_on_the_second_of_january_nobody_is_written_to() -> None:
    lead("Ailsa", "Ayr", since=date(2025, 12, 1))

    assert asked(date(2026, 1, 2)).letters == ()
    assert asked(date(2027, 1, 2)).letters == ()
    assert reports(asked(date(2026, 1, 6))) == [("Ailsa", ["Report due soon"])]


def test_on_the_day_on_which_the_clocks_go_back_nothing_goes_and_nothing_is_lost() -> None:
    lead("Ailsa", "Ayr", since=date(2026, 10, 1))

    friday, sunday, monday = (asked(date(2026, 10, day)) for day in (23, 25, 26))

    assert reports(friday) == [("Ailsa", ["Report ready to review"])]
    assert friday.letters[0].leaves_at == datetime(2026, 10, 23, 7, tzinfo=UTC)
    assert sunday.letters == ()
    assert reports(monday) == []
    assert {letter.leaves_at.hour for letter in monday.letters} == {8}


def test_after_three_days_of_standstill_one_letter_says_the_latest() -> None:
    lead("Ailsa", "Ayr", since=date(2026, 10, 1))
    friday = date(2026, 11, 6)

    found = asked(friday, down_since=date(2026, 11, 3))

    assert reports(found) == [("Ailsa", ["Report due today"])]
    assert [len(letter.parts) for letter in found.letters] == [1]


def test_three_things_of_one_day_stand_in_one_letter() -> None:
    both = lead("Ailsa", "Ayr", since=date(2026, 10, 1))
    make.tenure(both.person, "link_lead", town=both.town, until=date(2026, 11, 23))
    monday, other = date(2026, 11, 9), scottish(date(2026, 11, 2))
    dunoon = make.town("Dunoon", council=other)
    make.tenure(both.person, "project_lead", town=dunoon, since=date(2026, 10, 1))

    (letter,) = asked(monday).letters

    assert letter.name == "Ailsa"
    assert [part.title for part in letter.parts] == [
        "Report due today",
        "Role ends soon",
        "This week",
    ]


def test_whoever_stands_in_is_reminded_in_the_place_of_a_lead_on_leave() -> None:
    away = lead("Ailsa", "Ayr", since=date(2026, 10, 1))
    cover = make.lead(away.town, name="Bruce", covering=True, since=date(2026, 11, 2))
    Absence.objects.create(
        tenure=away.tenure,
        starts_on=date(2026, 11, 2),
        ends_on=date(2026, 11, 20),
        cover=cover.tenure,
    )

    found = asked(date(2026, 11, 6))

    assert reports(found) == [("Bruce", ["Report due today"])]
    assert found.letters[0].parts[0].why.endswith("Bruce stands in for Ailsa")


def test_for_a_post_that_is_vacant_nobody_is_reminded_and_it_is_said() -> None:
    left = lead("Ailsa", "Ayr", since=NOT_SINCE_LONG)
    left.tenure.ends_on = date(2026, 9, 30)
    left.tenure.save()

    found = asked(date(2026, 11, 6))

    assert reports(found) == []
    assert (
        "The Project Lead in Ayr",
        "October 2026: post vacant since Thursday 1 October 2026",
    ) in [(one.who, one.why) for one in found.skipped]
