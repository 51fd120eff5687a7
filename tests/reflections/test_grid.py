"""The grid of towns by months, and a town's own list of months."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kit.periods import month_of, shift
from reflections.models import Obligation, Report
from reflections.queries.grid import Filter, Grid, grid_of, window
from reflections.queries.months import months_of_towns
from tests import make
from towns.models import Town
from towns.posts import posts_of

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 10, 9, tzinfo=UTC)
ON = date(2026, 11, 10)
OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)
MET = {
    "state": Obligation.State.MET,
    "met_with": Obligation.MetWith.REPORT,
    "met_at": datetime(2026, 10, 5, 9, tzinfo=UTC),
}


def seen_by(holder: make.Holder, *, narrowed_to: str = "", after: Town | None = None) -> Grid:
    return grid_of(
        holder.user,
        posts_of(holder.user, on=ON),
        months=window(None, on=ON),
        after=after,
        narrowed_to=narrowed_to,
        at=AT,
    )


def words_of(grid: Grid) -> dict[str, list[str]]:
    return {row.town: [cell.word for cell in row.cells] for row in grid.rows}


def statements(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def towns_with_leads(number: int) -> None:
    present = month_of(timezone.localdate())
    for _ in range(number):
        lead = make.lead()
        for back in range(3):
            make.obligation(about=lead.town, month=shift(present, -back))


def test_every_month_of_a_town_stands_in_its_cell_with_its_reason() -> None:
    ayr = make.lead(make.town("Ayr")).town
    make.obligation(about=ayr, month=date(2026, 11, 1))
    make.obligation(about=ayr, month=OCTOBER)
    make.obligation(about=ayr, month=SEPTEMBER, **MET)
    make.obligation(about=ayr, month=date(2026, 8, 1), **MET | {"was_late": True})
    make.obligation(
        about=ayr, month=date(2026, 7, 1), **MET | {"met_with": Obligation.MetWith.NOTHING}
    )
    make.obligation(
        about=ayr,
        month=date(2026, 6, 1),
        state=Obligation.State.EXCUSED,
        reason=Obligation.Reason.VACANT,
        holder=None,
    )

    grid = seen_by(make.team_member())

    assert grid.caption == "Reports of June 2026 to November 2026"
    assert [(cell.word, cell.reason, bool(cell.url)) for cell in grid.rows[0].cells] == [
        ("Excused", "post vacant", False),
        ("Nothing this month", "5 October", True),
        ("In, late", "5 October", True),
        ("On time", "5 October", True),
        ("Overdue", "since 7 November", False),
        ("Owed", "due 7 December", False),
    ]
    assert grid.rows[0].cells[3].url == f"/towns/{ayr.slug}/reflections/2026-09/"


def test_a_report_under_revision_says_so_in_its_cell() -> None:
    lead = make.lead()
    make.obligation(about=lead.town, month=SEPTEMBER, **MET)
    make.report(
        about=lead.town,
        month=SEPTEMBER,
        status=Report.Status.REVISING,
        submitted_at=AT,
        submitted_by=lead.user,
    )

    cell = seen_by(make.team_member()).rows[0].cells[3]

    assert (cell.word, cell.reason) == ("On time", "5 October, being revised")


@pytest.mark.parametrize(
    ("narrowed_to", "towns"),
    [
        ("", ["Alloa", "Ayr", "Dunoon", "Troon"]),
        (Filter.OVERDUE, ["Ayr"]),
        (Filter.OWED, ["Ayr"]),
        (Filter.IN, ["Alloa"]),
        (Filter.LATE, ["Alloa"]),
        (Filter.NOTHING, ["Dunoon"]),
        (Filter.EXCUSED, ["Troon"]),
    ],
)
def test_the_grid_is_narrowed_to_towns_with_such_a_month(
    narrowed_to: str, towns: list[str]
) -> None:
    make.obligation(about=make.lead(make.town("Ayr")).town, month=OCTOBER)
    make.obligation(
        about=make.lead(make.town("Alloa")).town, month=OCTOBER, **MET | {"was_late": True}
    )
    make.obligation(
        about=make.lead(make.town("Dunoon")).town,
        month=OCTOBER,
        **MET | {"met_with": Obligation.MetWith.NOTHING},
    )
    make.obligation(
        about=make.town("Troon"),
        month=OCTOBER,
        state=Obligation.State.EXCUSED,
        reason=Obligation.Reason.PAUSED,
    )

    assert list(words_of(seen_by(make.team_member(), narrowed_to=narrowed_to))) == towns


def test_towns_come_fifty_at_a_time_in_the_order_of_their_names() -> None:
    for number in range(53):
        make.town(f"Town {number:03}")
    team = make.team_member()

    first = seen_by(team)
    second = seen_by(team, after=Town.objects.get(slug=first.next_town))

    assert [row.town for row in first.rows] == [f"Town {number:03}" for number in range(50)]
    assert [row.town for row in second.rows] == ["Town 050", "Town 051", "Town 052"]
    assert (first.is_first_page, second.is_first_page, second.next_town) == (True, False, "")


def test_an_administrator_sees_who_owes_but_no_way_to_what_was_written() -> None:
    lead = make.lead()
    make.obligation(about=lead.town, month=SEPTEMBER, **MET)

    cell = seen_by(make.administrator()).rows[0].cells[3]

    assert (cell.word, cell.url) == ("On time", "")


def test_windows_reach_back_as_far_as_there_are_months_and_never_ahead() -> None:
    lead = make.lead()
    for month in (date(2026, 11, 1), date(2026, 5, 1)):
        make.obligation(about=lead.town, month=month)
    team = make.team_member()
    posts = posts_of(team.user, on=ON)

    newest = seen_by(team)
    older = grid_of(
        team.user,
        posts,
        months=window(newest.earlier, on=ON),
        after=None,
        narrowed_to="",
        at=AT,
    )

    assert (newest.earlier, newest.later) == (date(2025, 12, 1), None)
    assert (older.earlier, older.later) == (None, date(2026, 6, 1))


def test_the_page_costs_the_same_statements_for_one_three_seven_and_seventy_towns(
    client: Client,
) -> None:
    client.force_login(make.second_step(make.team_member()).user)
    counts = []
    for more in (1, 2, 4, 63):
        towns_with_leads(more)
        counts.append(statements(client, "/reflections/"))

    assert len(set(counts)) == 1
    assert counts[0] <= 12


@pytest.mark.parametrize("month", ["2026-13", "0000-01", "2026", "x", "2199-01"])
def test_a_window_that_is_no_month_so_far_is_not_found(client: Client, month: str) -> None:
    client.force_login(make.second_step(make.team_member()).user)

    assert client.get("/reflections/", {"from": month}).status_code == 404


def test_an_unknown_town_to_go_on_from_is_not_found(client: Client) -> None:
    client.force_login(make.second_step(make.team_member()).user)

    assert client.get("/reflections/", {"after": "atlantis"}).status_code == 404


def test_an_unknown_state_is_refused_in_a_sentence_and_every_town_is_shown(client: Client) -> None:
    client.force_login(make.second_step(make.team_member()).user)
    make.town("Ayr")

    page = client.get("/reflections/", {"state": "asleep"})

    assert "Choose one of the states in the list." in page.text
    assert "Ayr" in page.text


def test_a_lead_sees_the_months_of_their_own_town_alone(client: Client) -> None:
    mine, other = make.lead(make.town("Ayr")), make.lead(make.town("Alloa"))
    present = month_of(timezone.localdate())
    for holder in (mine, other):
        make.obligation(about=holder.town, month=present)
    client.force_login(mine.user)

    page = client.get("/reflections/")

    assert f"/towns/{mine.town.slug}/reflections/{present:%Y-%m}/" in page.text
    assert "Alloa" not in page.text
    assert "Owed" in page.text


def test_a_lead_of_two_towns_sees_both_a_year_at_a_time() -> None:
    ayr = make.lead(make.town("Ayr"))
    alloa = make.town("Alloa")
    make.tenure(ayr.person, "project_lead", town=alloa, covering=True)
    for back in range(14):
        make.obligation(about=ayr.town, month=shift(date(2026, 11, 1), -back))
    posts = posts_of(ayr.user, on=ON)

    towns, older = months_of_towns(ayr.user, posts, before=None, at=AT)
    older_towns, oldest = months_of_towns(ayr.user, posts, before=older, at=AT)

    assert [(part.town.name, len(part.months)) for part in towns] == [("Alloa", 0), ("Ayr", 12)]
    assert [(part.town.name, len(part.months)) for part in older_towns] == [
        ("Alloa", 0),
        ("Ayr", 2),
    ]
    assert (older, oldest) == (date(2025, 12, 1), None)


def test_readers_of_no_obligations_find_no_grid(client: Client) -> None:
    for holder in (make.steering_member(), make.analyst(), make.national_leader()):
        client.force_login(holder.user)

        assert client.get("/reflections/").status_code == 404


def test_somebody_signed_out_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/reflections/").status_code == 302


def test_the_grid_changes_nothing_when_it_is_posted_to(client: Client) -> None:
    client.force_login(make.second_step(make.team_member()).user)

    assert client.post("/reflections/").status_code == 405
