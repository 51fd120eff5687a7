"""Which towns each series has reached, and who was heard at the last four sessions."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from people.models import Organisation
from sessions.actions.register import add_by_name, mark
from sessions.models import CohortSession
from sessions.queries.coverage import Cell, Voice, coverage_of
from tests import make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)


def at(session: CohortSession) -> datetime:
    assert session.on is not None
    return datetime.combine(session.on, datetime.min.time(), UTC) + timedelta(hours=12)


def test_a_town_is_done_where_somebody_of_it_was_and_booked_where_it_is_invited() -> None:
    team, series = make.team_member(), make.series(name="Fortnightly sessions")
    ayr, alloa = make.lead(make.town("Ayr")), make.lead(make.town("Alloa"))
    held = make.session(on=TODAY - timedelta(days=14), series=series)
    make.session(on=TODAY + timedelta(days=14), series=series)
    make.session(on=TODAY + timedelta(days=400), series=series)
    mark(held, ayr.person.key, state="present", version=0, by=team.user, at=at(held))
    mark(held, alloa.person.key, state="absent", version=0, by=team.user, at=at(held))

    coverage = coverage_of(team.user, year=2026, on=TODAY)

    name = "Fortnightly sessions"
    assert [(town.name, cells) for town, cells in coverage.rows] == [
        ("Alloa", [Cell(name, 0, 1)]),
        ("Ayr", [Cell(name, 1, 1)]),
    ]
    assert [cells[0].words for _, cells in coverage.rows] == ["1 booked", "1 done, 1 booked"]


def test_a_deputy_speaks_for_the_town_and_a_team_for_its_organisation() -> None:
    team, ayr = make.team_member(), make.lead(make.town("Ayr"))
    body = make.organisation("Public Health Scotland")
    for name in ("Housing", "Mental Health"):
        made = make.organisation(name)
        made.kind, made.parent = Organisation.Kind.TEAM, body
        made.save()
    session = make.session(on=TODAY - timedelta(days=1))
    key = ayr.person.key
    add_by_name(session, ["Jean Orr"], in_place_of=key, by=team.user, at=at(session))
    for name in ("Housing", "Mental Health"):
        who = [f"Somebody of {name}"]
        add_by_name(session, who, organisation=name, by=team.user, at=at(session))

    coverage = coverage_of(team.user, year=2026, on=TODAY)

    assert coverage.towns == [Voice("Ayr", 1)]
    assert coverage.organisations == [Voice("Public Health Scotland", 1)]


def test_voices_are_of_the_last_four_sessions_whose_registers_were_begun() -> None:
    team, ayr = make.team_member(), make.lead(make.town("Ayr"))
    for weeks in range(1, 7):
        session = make.session(on=TODAY - timedelta(weeks=weeks))
        if weeks != 2:
            state = "present" if weeks in {1, 6} else "absent"
            key = ayr.person.key
            mark(session, key, state=state, version=0, by=team.user, at=at(session))

    coverage = coverage_of(team.user, year=2026, on=TODAY)

    assert (coverage.counted, coverage.towns) == (4, [Voice("Ayr", 1)])


def test_it_costs_the_same_however_many_sessions_there_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    team, ayr, series = make.team_member(), make.lead(), make.series()
    for weeks in range(30):
        session = make.session(on=TODAY - timedelta(days=weeks), series=series)
        key = ayr.person.key
        mark(session, key, state="present", version=0, by=team.user, at=at(session))
        if weeks in {4, 29}:
            with django_assert_num_queries(10):
                coverage_of(team.user, year=2026, on=TODAY)


@pytest.mark.parametrize(("asked", "code"), [("", 200), ("1066", 404), ("x", 404)])
def test_a_year_is_chosen(client: Client, asked: str, code: int) -> None:
    client.force_login(make.second_step(make.team_member()).user)

    assert client.get("/sessions/coverage/", {"year": asked}).status_code == code


def test_the_page_shows_the_grid_to_those_who_plan(client: Client) -> None:
    series = make.series(name="Fortnightly sessions")
    make.session(on=timezone.localdate(), series=series)
    lead = make.lead(make.town("Ayr"))
    client.force_login(make.second_step(make.team_member()).user)
    assert "1 booked" in client.get("/sessions/coverage/").content.decode()

    client.force_login(lead.user)
    assert client.get("/sessions/coverage/").status_code == 403
