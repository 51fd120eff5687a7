"""Quiet hours: when a letter may leave that nobody waits for."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from outbox.kinds import open_from
from tests import make
from towns.models import Council, Holiday, Programme, Role, Town

pytestmark = pytest.mark.django_db


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment by the clocks of Scotland."""
    return datetime(year, month, day, hour, minute, tzinfo=timezone.get_default_timezone())


def closed(council: Council, *days: date) -> Council:
    """The council, with these days off."""
    for day in days:
        Holiday.objects.create(council=council, on=day, name="Closed")
    return council


def opened(person: int, at: datetime) -> datetime:
    return timezone.localtime(open_from([person], at)[person])


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (local(2026, 11, 6, 18, 29), local(2026, 11, 6, 18, 29)),
        (local(2026, 11, 6, 18, 30), local(2026, 11, 9, 8)),  # Friday evening
        (local(2026, 11, 6, 18, 31), local(2026, 11, 9, 8)),
        (local(2026, 11, 9, 7, 59), local(2026, 11, 9, 8)),
        (local(2026, 11, 9, 8), local(2026, 11, 9, 8)),
        (local(2026, 11, 10, 23), local(2026, 11, 11, 8)),
        (local(2026, 11, 7, 12), local(2026, 11, 9, 8)),  # Saturday
        (local(2026, 3, 29, 0, 30), local(2026, 3, 30, 8)),  # the night an hour is left out
        (local(2026, 3, 27, 19), local(2026, 3, 30, 8)),
        (local(2026, 10, 25, 1, 30), local(2026, 10, 26, 8)),  # the night an hour comes twice
        (local(2026, 10, 25, 1, 30).replace(fold=1), local(2026, 10, 26, 8)),
        (local(2026, 10, 23, 19), local(2026, 10, 26, 8)),
    ],
)
def test_a_letter_waits_for_the_next_working_morning(at: datetime, expected: datetime) -> None:
    lead = make.lead()

    found = opened(lead.person.pk, at)

    assert found == expected
    assert found.utcoffset() == expected.utcoffset()
    assert found.timestamp() >= at.timestamp()


def test_the_morning_after_a_change_of_clocks_begins_by_the_new_clock() -> None:
    lead = make.lead().person.pk

    spring, autumn = opened(lead, local(2026, 3, 28, 12)), opened(lead, local(2026, 10, 24, 12))

    assert (spring.utcoffset(), autumn.utcoffset()) == (
        local(2026, 3, 30, 8).utcoffset(),
        local(2026, 10, 26, 8).utcoffset(),
    )
    assert (spring.timestamp() % 86400, autumn.timestamp() % 86400) == (7 * 3600, 8 * 3600)


GOOD_FRIDAY, EASTER_MONDAY = date(2026, 4, 3), date(2026, 4, 6)
NEW_YEAR, SECOND = date(2026, 1, 1), date(2026, 1, 2)


@pytest.mark.parametrize(
    ("days", "at", "expected"),
    [
        ([GOOD_FRIDAY, EASTER_MONDAY], local(2026, 4, 2, 19), local(2026, 4, 7, 8)),
        ([GOOD_FRIDAY], local(2026, 4, 3, 10), local(2026, 4, 6, 8)),
        ([EASTER_MONDAY], local(2026, 4, 3, 10), local(2026, 4, 3, 10)),
        ([], local(2026, 4, 6, 10), local(2026, 4, 6, 10)),
        ([NEW_YEAR, SECOND], local(2025, 12, 31, 19), local(2026, 1, 5, 8)),
        ([NEW_YEAR], local(2025, 12, 31, 19), local(2026, 1, 2, 8)),
    ],
)
def test_each_keeps_the_days_off_of_their_own_council(
    days: list[date], at: datetime, expected: datetime
) -> None:
    of_ayr = make.lead(make.town("Ayr", council=closed(make.council(), *days)))
    closed(make.council(), *{GOOD_FRIDAY, EASTER_MONDAY, NEW_YEAR, SECOND} - {*days})

    assert opened(of_ayr.person.pk, at) == expected


def test_a_member_of_a_steering_group_keeps_those_of_its_town() -> None:
    town = make.town("Ayr", council=closed(make.council(), EASTER_MONDAY))
    member = make.steering_member(town)

    assert opened(member.person.pk, local(2026, 4, 6, 10)) == local(2026, 4, 7, 8)


def test_people_of_no_town_keep_scotlands_bank_holidays() -> None:
    nobody = make.person()
    people = [make.team_member().person, make.national_leader().person, nobody]

    for person in people:
        # 2 January is a bank holiday in Scotland; Easter Monday is none.
        assert opened(person.pk, local(2026, 1, 2, 10)) == local(2026, 1, 5, 8)
        assert opened(person.pk, local(2026, 4, 6, 10)) == local(2026, 4, 6, 10)
        assert opened(person.pk, local(2026, 12, 31, 19)) == local(2027, 1, 5, 8)


def _two_towns() -> tuple[Town, Town]:
    ayr = make.town("Ayr", council=closed(make.council(), EASTER_MONDAY))
    dunoon = make.town("Dunoon", council=closed(make.council(), GOOD_FRIDAY))
    return ayr, dunoon


def test_who_leads_one_town_and_stands_in_for_another_keeps_their_own_calendar() -> None:
    ayr, dunoon = _two_towns()
    lead = make.lead(ayr, since=date(2025, 6, 1))
    make.tenure(lead.person, Role.PROJECT_LEAD, town=dunoon, covering=True)

    assert opened(lead.person.pk, local(2026, 4, 3, 10)) == local(2026, 4, 3, 10)
    assert opened(lead.person.pk, local(2026, 4, 6, 10)) == local(2026, 4, 7, 8)


@pytest.mark.parametrize("role", [Role.LINK_LEAD, Role.ANALYST, Role.PROGRAMME_TEAM])
def test_the_weightiest_post_says_whose_calendar_counts(role: str) -> None:
    ayr, dunoon = _two_towns()
    lead = make.lead(ayr, since=date(2025, 6, 1))
    place = None if role == Role.PROGRAMME_TEAM else dunoon
    make.tenure(lead.person, role, town=place)

    assert opened(lead.person.pk, local(2026, 4, 6, 10)) == local(2026, 4, 7, 8)


def test_work_for_the_programme_outweighs_a_seat_in_a_group() -> None:
    ayr, _ = _two_towns()
    member = make.steering_member(ayr)
    make.tenure(member.person, Role.PROGRAMME_TEAM)

    assert opened(member.person.pk, local(2026, 4, 6, 10)) == local(2026, 4, 6, 10)


def test_of_two_equal_posts_the_one_held_longest_counts() -> None:
    ayr, dunoon = _two_towns()
    analyst = make.analyst(dunoon, since=date(2025, 6, 1))
    make.tenure(analyst.person, Role.ANALYST, town=ayr, since=date(2025, 2, 1))

    assert opened(analyst.person.pk, local(2026, 4, 6, 10)) == local(2026, 4, 7, 8)


def test_a_post_that_has_ended_counts_no_more() -> None:
    ayr, _ = _two_towns()
    leaver = make.lead(ayr, until=date(2026, 4, 1))

    assert opened(leaver.person.pk, local(2026, 4, 6, 10)) == local(2026, 4, 6, 10)


def test_the_hours_are_facts_of_the_programme() -> None:
    lead = make.lead()
    Programme.objects.update(quiet_from=time(16), quiet_until=time(9, 30))

    assert opened(lead.person.pk, local(2026, 11, 6, 9)) == local(2026, 11, 6, 9, 30)
    assert opened(lead.person.pk, local(2026, 11, 6, 16)) == local(2026, 11, 9, 9, 30)


def test_before_a_programme_has_begun_the_usual_hours_hold() -> None:
    person = make.person()

    assert opened(person.pk, local(2026, 11, 6, 19)) == local(2026, 11, 9, 8)


def test_thirty_people_take_as_many_statements_as_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    persons = [make.lead(make.town(council=make.council())).person.pk for _ in range(30)]

    for asked in (persons[:1], persons):
        with django_assert_num_queries(3):
            found = open_from(asked, local(2026, 11, 6, 19))
        assert set(found.values()) == {local(2026, 11, 9, 8)}
