"""What every page shows of the person who reads it."""

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from front.context import signed_in
from people.models import User
from tests import make

pytestmark = pytest.mark.django_db


def shown_to(user: User, path: str = "/") -> dict[str, object]:
    request = RequestFactory().get(path)
    request.user = user
    return signed_in(request)


def ways(shown: dict[str, object]) -> list[str]:
    return [link.label for link in shown["navigation"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        ("lead", "Home Reflections Jots Sessions Digests Learning Partners Towns"),
        ("link_lead", "Home Reflections Jots Sessions Digests Learning Partners Towns"),
        ("analyst", "Home Jots Sessions Digests Learning Partners Towns"),
        ("team_member", "Home Reflections Sessions Digests Learning Partners Towns Office"),
        ("administrator", "Home Reflections Sessions Digests Learning Partners Towns Office"),
        ("steering_member", "Home Sessions Digests Learning Partners Towns"),
        ("evaluator", "Home Sessions Digests Learning Partners Towns"),
    ],
)
def test_each_post_is_shown_the_ways_that_are_open_to_it(role: str, labels: str) -> None:
    holder = getattr(make, role)(name="Isla Fraser")

    shown = shown_to(holder.user)

    assert ways(shown) == labels.split()
    assert (shown["who"], shown["owner"]) == ("Isla Fraser", str(holder.person.key))


def test_somebody_without_a_post_is_shown_home_alone() -> None:
    shown = shown_to(make.user("Isla Fraser"))

    assert (ways(shown), shown["who"], shown["can_jot"]) == (["Home"], "Isla Fraser", False)


def test_the_jots_that_wait_are_counted_ones_own_alone() -> None:
    lead, other = make.lead(), make.lead()
    for _ in range(2):
        make.jot(by=lead)
    make.jot(by=lead, status="used")
    make.jot(by=other)

    assert shown_to(lead.user)["jots_waiting"] == 2
    assert shown_to(make.team_member().user)["jots_waiting"] == 0


@pytest.mark.parametrize("jots", [0, 1, 3])
def test_the_header_costs_at_most_two_statements(jots: int) -> None:
    lead = make.lead()
    for _ in range(jots):
        make.jot(by=lead)
    shown_to(lead.user)

    with CaptureQueriesContext(connection) as seen:
        shown_to(lead.user)

    assert len(seen) == 2


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/", "Home"),
        ("/reflections/", "Reflections"),
        ("/towns/ayr/reflections/2026-10/", "Reflections"),
        ("/questions/00000000-0000-0000-0000-000000000000/", "Reflections"),
        ("/group-questions/00000000-0000-0000-0000-000000000000/", "Reflections"),
        ("/towns/ayr/", "Towns"),
        ("/sessions/", "Sessions"),
        ("/jots/", "Jots"),
        ("/digests/2026-07/towns/ayr/", "Digests"),
    ],
)
def test_one_way_is_marked_as_the_present_one(path: str, label: str) -> None:
    shown = shown_to(make.lead().user, path)

    assert [link.label for link in shown["navigation"] if link.is_current] == [label]  # type: ignore[attr-defined]


def test_somebody_signed_out_is_shown_nothing_of_anybody(client: Client) -> None:
    page = client.get("/privacy/")

    assert page.status_code == 200
    assert "who" not in page.context
