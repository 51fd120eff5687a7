"""The agenda of the quarterly session is made of an edition; every town has the same time."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from digests.agendas import agenda_of
from digests.content import Depth, Part, Passage, Sort
from sessions.agendas import MOST_POINTS, Point, lasts
from sessions.models import AgendaPoint
from tests import make
from tests.digests.quarters import published

TOWNS = ("Alloa", "Ayr", "Clydebank", "Dalkeith", "Dunoon", "Fraserburgh", "Rutherglen")


def part(name: str, text: str = "") -> Part:
    passages = (Passage("k", Sort.LEARNING, Depth.BRIEF, text),) if text else ()
    return Part(name.lower(), name, "", "", passages)


def test_each_town_has_the_same_time_and_says_what_its_section_opens_with() -> None:
    points = agenda_of(
        [part("", "All."), *map(part, TOWNS[:-1]), part("Rutherglen", "A dentist.")], minutes=90
    )

    assert points[1:-2] == [
        *(Point(10, town) for town in TOWNS[:-1]),
        Point(10, "Rutherglen: A dentist."),
    ]
    assert lasts(points) == 90
    assert points[0].text.startswith("Welcome")


@pytest.mark.parametrize("towns", [30, 37, 38, 300, 700])
def test_many_towns_share_points_and_still_have_the_same_time(towns: int) -> None:
    points = agenda_of([part(f"Town {number}") for number in range(towns)], minutes=120)

    assert len(points) <= MOST_POINTS
    assert len({one.minutes for one in points[1:-3]}) <= 1


def test_an_edition_without_towns_makes_no_agenda() -> None:
    assert agenda_of([part("", "All.")], minutes=60) == []


def test_a_long_passage_is_cut_to_a_line() -> None:
    (_, point, *_) = agenda_of([part("Ayr", "word " * 100)], minutes=60)

    assert len(point.text) == 120
    assert point.text.endswith("…")


@pytest.mark.django_db
def test_the_team_saves_it_with_the_next_session_of_steering_groups(client: Client) -> None:
    quarter = published()
    session = make.session(on=timezone.localdate().replace(year=2030), roles=("steering",))
    client.force_login(make.second_step(quarter.team).user)
    address = reverse("digests:agenda", args=[quarter.digest.quarter])

    page = client.get(address)
    lines = page.context["form"]["lines"].value()
    answer = client.post(address, {"lines": lines, "seen": ""})

    assert "40 Ayr: Buses came to the shore." in lines
    assert answer.status_code == 302
    assert AgendaPoint.objects.filter(session=session).count() == 4


@pytest.mark.django_db
def test_without_such_a_session_the_desk_says_so(client: Client) -> None:
    quarter = published()
    client.force_login(make.second_step(quarter.team).user)

    answer = client.get(reverse("digests:agenda", args=[quarter.digest.quarter]), follow=True)

    assert "No session is planned to which Steering Groups are invited." in answer.content.decode()
