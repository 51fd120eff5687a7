"""An agenda is typed a point a line, stands with its times, and two who write do not overwrite."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from sessions.actions.agendas import AgendaChanged, AgendaShut, write_agenda
from sessions.agendas import NotAnAgenda, Point, agenda_from, typed_as
from sessions.models import CohortSession
from sessions.queries.details import agenda_with_times, points_of
from tests import make

TYPED = "10 Welcome\n\n25 min: The crossing in Ayr\n20' Two towns, one bench"
POINTS = [
    Point(10, "Welcome"),
    Point(25, "The crossing in Ayr"),
    Point(20, "Two towns, one bench"),
]


def test_a_point_is_its_minutes_and_its_words() -> None:
    assert agenda_from(TYPED) == POINTS
    assert agenda_from(typed_as(POINTS)) == POINTS
    assert agenda_from(" \n") == []


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Coffee", "line 2, “Coffee”"),
        ("10", "line 2, “10”"),
        ("0 Nothing", "line 2, “0 Nothing”"),
        ("9999 All of it", "line 2"),
        ("10Welcome", "line 2"),
        ("5 " + "x" * 201, "line 2, “5 xxx"),
        ("-5 Back", "line 2"),
    ],
)
def test_a_line_that_is_no_point_is_named(line: str, named: str) -> None:
    with pytest.raises(NotAnAgenda) as refused:
        agenda_from(f"5 Welcome\n{line}\n5 Close")
    assert named in str(refused.value)


def test_many_bad_lines_are_named_in_part_and_too_many_points_refused() -> None:
    with pytest.raises(NotAnAgenda, match="and 2 more"):
        agenda_from("a\nb\nc\nd\ne")
    with pytest.raises(NotAnAgenda, match="These are 41 points"):
        agenda_from("5 Point\n" * 41)


@pytest.mark.django_db
def test_each_point_has_its_time_and_an_agenda_that_is_too_long_says_so() -> None:
    session = make.session(on=timezone.localdate())  # at ten, for an hour

    agenda = agenda_with_times(session, [*POINTS, Point(15, "Close")])

    assert [begins for begins, _ in agenda.rows] == ["10.00", "10.10", "10.35", "10.55"]
    assert (agenda.lasts, agenda.over) == (70, 10)


@pytest.mark.django_db
def test_an_agenda_is_put_in_the_place_of_another_and_history_keeps_both() -> None:
    team, session = make.team_member().user, make.session(on=timezone.localdate())
    at = timezone.now()
    write_agenda(session, POINTS, seen="", by=team, at=at)
    shorter = [POINTS[1], Point(5, "Close")]

    write_agenda(session, shorter, seen=typed_as(POINTS), by=team, at=at)

    assert points_of(session) == shorter
    write_agenda(session, [], seen=typed_as(shorter), by=team, at=at)
    assert points_of(session) == []


@pytest.mark.django_db
def test_who_writes_after_another_is_told_and_nothing_is_overwritten() -> None:
    team, session = make.team_member().user, make.session(on=timezone.localdate())
    at = timezone.now()
    write_agenda(session, POINTS, seen="", by=team, at=at)

    with pytest.raises(AgendaChanged, match="Somebody else wrote the agenda"):
        write_agenda(session, POINTS[:1], seen="", by=make.team_member().user, at=at)
    write_agenda(session, POINTS, seen="", by=team, at=at)  # the same: nothing to refuse

    assert points_of(session) == POINTS


@pytest.mark.django_db
def test_only_who_plans_writes_and_not_of_what_is_off() -> None:
    session, at = make.session(on=timezone.localdate() + timedelta(days=3)), timezone.now()
    with pytest.raises(PermissionDenied):
        write_agenda(session, POINTS, seen="", by=make.lead().user, at=at)
    CohortSession.objects.update(
        state=CohortSession.State.CANCELLED, cancelled_at=at, cancelled_why="Snow."
    )
    with pytest.raises(AgendaShut, match="This session is cancelled by now"):
        write_agenda(session, POINTS, seen="", by=make.team_member().user, at=at)


@pytest.mark.django_db
def test_on_its_page_what_was_typed_stays_until_it_is_right(client: Client) -> None:
    client.force_login(make.second_step(make.team_member()).user)
    session = make.session(on=timezone.localdate() + timedelta(days=3))
    page = f"/sessions/{session.slug}/agenda/"

    bad = client.post(page, {"lines": "10 Welcome\r\nCoffee", "seen": ""}).content.decode()
    saved = client.post(page, {"lines": "70 Welcome\r\n5 Coffee", "seen": ""}, follow=True)
    late = client.post(page, {"lines": "5 Mine", "seen": ""}).content.decode()
    mine = client.post(
        page, {"lines": "5 Mine", "seen": "70 Welcome\r\n5 Coffee"}, follow=True
    ).content.decode()

    assert "line 2, “Coffee”" in bad
    assert "10 Welcome\nCoffee" in bad.replace("\r", "")
    shown = saved.content.decode()
    assert "The agenda takes 15 minutes longer than the session." in shown
    assert "11.10" in shown
    assert "The agenda now" in late
    assert "70 Welcome" in late
    assert "5 Mine" in late
    assert "Mine" in mine
    assert "Welcome" not in mine


@pytest.mark.django_db
def test_outcomes_are_chosen_and_shown_and_tell_nobody(client: Client) -> None:
    client.force_login(make.second_step(make.team_member()).user)
    session = make.session(on=timezone.localdate() + timedelta(days=3))
    page = f"/sessions/{session.slug}/change/"

    form = client.get(page).content.decode()
    client.post(page, {"title": session.title, "outcomes": ["active-travel", "feeling-safe"]})
    refused = client.post(page, {"outcomes": ["flying"]}).content.decode()

    assert "Streets and spaces" in form
    session.refresh_from_db()
    assert session.sequence == 0
    shown = client.get(f"/sessions/{session.slug}/").content.decode()
    assert "Active travel, Feeling safe" in shown
    again = client.get(page).content.decode()
    chosen = [found for found in re.findall("<input[^>]*>", again) if " checked" in found]
    assert ["active-travel" in chosen[0], "feeling-safe" in chosen[1], len(chosen)] == [
        True,
        True,
        2,
    ]
    assert "Choose outcomes of the list." in refused
