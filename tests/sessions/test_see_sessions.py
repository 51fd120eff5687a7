"""Who sees which session: the cohort its gatherings, others those to which they are invited."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from people.models import OrganisationName
from sessions.models import CohortSession, Contribution
from sessions.queries.sessions import (
    A_PAGE,
    contributions_to,
    sessions_past,
    sessions_to_come,
)
from sessions.times import Precision, words
from tests import make
from towns.models import Role

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
SOON = date(2026, 11, 26)


@pytest.fixture
def stand() -> dict[str, CohortSession]:
    """A session of the cohort, one for steering groups too, an idea, and one town's own meeting."""
    ayr = make.town("Ayr")
    return {
        "cohort": make.session(on=SOON),
        "all towns": make.session(on=SOON, roles=(Role.PROJECT_LEAD, Role.STEERING)),
        "idea": make.session(on=None, roles=(Role.STEERING,)),
        "ayr": make.session(on=SOON, of=make.group(of=ayr)),
    }


def test_each_reader_sees_what_is_theirs(stand: dict[str, CohortSession]) -> None:
    group = stand["ayr"].group
    assert group is not None
    ayr = group.town
    member = make.user()
    make.tenure(member.person, Role.STEERING, group=group)
    readers = {
        "lead": make.lead(ayr).user,
        "elsewhere": make.lead(make.town("Alloa")).user,
        "analyst": make.analyst(ayr).user,
        "team": make.team_member().user,
        "administrator": make.administrator().user,
        "steering": member,
        "other steering": make.steering_member(make.town("Dunoon")).user,
        "evaluator": make.evaluator().user,
        "nobody": make.user(),
    }

    seen = {
        name: {
            key
            for key, one in stand.items()
            if CohortSession.objects.visible_to(user, on=TODAY).filter(pk=one.pk).exists()
        }
        for name, user in readers.items()
    }

    assert seen == {
        "lead": {"cohort", "all towns", "ayr"},
        "elsewhere": {"cohort", "all towns"},
        "analyst": {"cohort", "all towns"},
        "team": {"cohort", "all towns", "idea", "ayr"},
        "administrator": {"cohort", "all towns", "idea", "ayr"},
        "steering": {"all towns", "ayr"},
        "other steering": {"all towns"},
        "evaluator": set(),
        "nobody": set(),
    }


def test_a_post_that_ended_yesterday_opens_nothing(stand: dict[str, CohortSession]) -> None:
    left = make.lead(make.town("Clydebank"), until=TODAY - timedelta(days=1))

    assert not CohortSession.objects.visible_to(left.user, on=TODAY).exists()
    assert stand


def test_the_link_to_join_is_for_those_who_are_invited(client: Client) -> None:
    made = make.session(on=SOON, join_link="https://meet.example.org/cohort")
    lead, analyst = make.lead(), make.analyst()

    for user, shown in ((lead.user, True), (analyst.user, False)):
        client.force_login(user)
        page = client.get(f"/sessions/{made.slug}/").content.decode()
        assert ("https://meet.example.org/cohort" in page) is shown


def test_lists_come_in_pages_without_a_gap_or_a_repetition() -> None:
    team = make.team_member().user
    days = [TODAY + timedelta(days=number // 2) for number in range(70)]
    made = [make.session(on=day) for day in days] + [make.session(on=None)]

    found: list[int] = []
    after = None
    while True:
        page = sessions_to_come(team, on=TODAY, after=after)
        found += [row.session.pk for row in page.rows]
        if not page.further:
            break
        assert len(page.rows) == A_PAGE
        after = CohortSession.objects.get(key=page.further)

    assert found == [one.pk for one in made]


def test_the_past_goes_back_from_the_latest() -> None:
    team = make.team_member().user
    made = [make.session(on=TODAY - timedelta(days=number)) for number in range(1, 40)]

    page = sessions_past(team, on=TODAY)
    further = sessions_past(team, on=TODAY, after=CohortSession.objects.get(key=page.further))

    assert [row.session.pk for row in (*page.rows, *further.rows)] == [one.pk for one in made]


@pytest.mark.parametrize("look", [sessions_to_come, sessions_past])
def test_a_list_costs_the_same_statements_however_many_there_are(
    look: Callable[..., object], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lead = make.lead().user
    sign = 1 if look is sessions_to_come else -1
    for number in range(1, 4):
        make.session(on=TODAY + sign * timedelta(days=number))
    with django_assert_num_queries(1):
        look(lead, on=TODAY)
    for number in range(4, 60):
        one = make.session(on=TODAY + sign * timedelta(days=number))
        Contribution.objects.create(session=one, organisation=make.organisation())

    with django_assert_num_queries(1):
        look(lead, on=TODAY)


@pytest.mark.parametrize(
    ("precision", "on", "said"),
    [
        (Precision.DAY, date(2026, 11, 26), "Thursday 26 November 2026"),
        (Precision.WEEK, date(2026, 11, 23), "In the week of Monday 23 November 2026"),
        (Precision.THIRD, date(2027, 2, 1), "Early February 2027"),
        (Precision.THIRD, date(2027, 2, 21), "Late February 2027"),
        (Precision.MONTH, date(2027, 2, 1), "February 2027"),
        (Precision.SEASON, date(2027, 3, 1), "Spring 2027"),
        (Precision.SEASON, date(2026, 12, 1), "Winter 2026/27"),
    ],
)
def test_when_it_is_is_said_as_exactly_as_it_is_known(
    precision: Precision, on: date, said: str
) -> None:
    assert words(on, precision) == said


def test_a_partner_has_the_name_of_the_day_and_its_name_of_now() -> None:
    lead = make.lead().user
    partner = make.organisation("Walk Wheel Cycle Trust")
    for name, until_on in (("Sustrans", date(2025, 8, 31)), ("Sustrans Ltd", date(2019, 1, 1))):
        OrganisationName.objects.create(organisation=partner, name=name, until_on=until_on)
    for day in (date(2023, 5, 4), date(2026, 5, 4)):
        session = make.session(on=day)
        Contribution.objects.create(session=session, organisation=partner)

    listed = sessions_past(lead, on=TODAY).rows

    assert [row.partners for row in listed] == [
        ["Walk Wheel Cycle Trust"],
        ["Sustrans (now Walk Wheel Cycle Trust)"],
    ]
    [brought] = contributions_to(listed[1].session)
    assert brought.name == "Sustrans (now Walk Wheel Cycle Trust)"
