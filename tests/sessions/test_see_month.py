"""A month of sessions on one page, as its reader may see it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sessions.models import CohortSession
from sessions.queries.months import month_of_sessions
from tests import make
from towns.models import Role

pytestmark = pytest.mark.django_db

MARCH, TODAY = date(2027, 3, 1), date(2027, 3, 10)
State, Precision = CohortSession.State, CohortSession.Precision


def test_each_session_stands_in_its_day_and_weeks_are_whole() -> None:
    lead = make.lead().user
    first, last = make.session(on=MARCH), make.session(on=date(2027, 3, 31))
    make.session(on=date(2027, 4, 1), title="The month after")
    make.session(on=date(2027, 3, 5), roles=(Role.STEERING,), of=make.group())

    month = month_of_sessions(lead, month=MARCH, on=TODAY)

    assert [day.on for day in month.days if day.entries] == [first.on, last.on]
    assert (month.days[0].on, month.days[-1].on) == (MARCH, date(2027, 4, 4))
    assert [day.on for day in month.days if day.is_today] == [TODAY]
    assert (month.before, month.after) == (date(2027, 2, 1), date(2027, 4, 1))
    assert [entry.begins for day in month.days for entry in day.entries] == ["10.00", "10.00"]


def test_what_is_roughly_dated_has_no_day_and_stands_below() -> None:
    lead = make.lead().user
    rough = make.session(
        on=date(2027, 3, 11),
        state=State.APPROXIMATE,
        precision=Precision.THIRD,
        begins_at=None,
        ends_at=None,
    )

    month = month_of_sessions(lead, month=MARCH, on=TODAY)

    assert [row.address for row in month.rough] == [f"/sessions/{rough.slug}/"]
    assert month.rough[0].when == "Mid March 2027"
    assert not month.has_sessions


def test_a_full_month_takes_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    lead = make.lead().user
    for number in range(60):
        make.contribution(to=make.session(on=MARCH + timedelta(days=number % 31)))

    with django_assert_num_queries(1):
        month = month_of_sessions(lead, month=MARCH, on=TODAY)

    assert sum(len(day.entries) for day in month.days) == 60


def test_the_page_leads_to_sessions_and_to_other_months(client: Client) -> None:
    client.force_login(make.lead().user)
    made = make.session(on=MARCH, title="Paths", state=State.CANCELLED)

    page = client.get("/sessions/month/2027-03/").content.decode()

    assert f'<a href="/sessions/{made.slug}/">Paths</a> (cancelled)' in page
    assert "/sessions/month/2027-02/" in page
    assert "/sessions/month/2027-04/" in page
    assert (
        "No session has its day in this month."
        in client.get("/sessions/month/2027-05/").content.decode()
    )


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "9999-11", "0001-02"])
def test_the_first_and_the_last_month_there_are_have_pages(client: Client, month: str) -> None:
    client.force_login(make.lead().user)

    assert client.get(f"/sessions/month/{month}/").status_code == 200
    assert client.get("/sessions/month/2027-13/").status_code == 404
