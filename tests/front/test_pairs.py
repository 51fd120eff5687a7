"""Organisations first brought together: by what, when, and never twice."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from front.queries.pairs import pairs_of
from people.models import Organisation, User
from reflections.models import Audience, Item
from sessions.models import CohortSession
from tests import make
from tests.front.test_relationships import connection_in

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def met(user: User, month: date) -> list[tuple[str, str, str]]:
    """The pairs of a month and what brought them together."""
    return [
        (pair.first.name, pair.second.name, pair.words)
        for pair in pairs_of(user, month, today=TODAY).rows
    ]


def body(name: str) -> Organisation:
    """The organisation of that name, made if it is new."""
    return Organisation.objects.filter(name=name).first() or make.organisation(name)


def came(on: date, *names: str, **fields: object) -> CohortSession:
    """A session to which these organisations brought something."""
    session = make.session(on=on, title="How towns age", **fields)  # type: ignore[arg-type]
    for name in names:
        make.contribution(to=session, by=body(name))
    return session


def together(lead: make.Holder, *names: str, month: date, **fields: object) -> Item:
    """A reported connection that names several organisations."""
    first, *others = [body(name) for name in names]
    return connection_in(lead, first, month=month, others=others, **fields)  # type: ignore[arg-type]


def test_a_session_brings_every_two_of_its_partners_together_once() -> None:
    lead = make.lead()
    came(date(2026, 9, 10), "A", "B", "C")
    came(date(2026, 10, 8), "A", "C", "D")

    words = "How towns age, Thursday 10 September 2026"
    assert met(lead.user, SEPTEMBER) == [("A", "B", words), ("A", "C", words), ("B", "C", words)]
    later = "How towns age, Thursday 8 October 2026"
    assert met(lead.user, OCTOBER) == [("A", "D", later), ("C", "D", later)]


def test_a_connection_does_so_too_and_the_first_of_both_counts() -> None:
    lead = make.lead()
    together(lead, "A", "B", month=SEPTEMBER)
    came(date(2026, 10, 8), "A", "B")
    came(date(2026, 9, 10), "B", "C")
    together(lead, "B", "C", month=OCTOBER)

    words = f"A connection reported in {lead.town.name}, Wednesday 30 September 2026"
    assert met(lead.user, SEPTEMBER) == [
        ("B", "C", "How towns age, Thursday 10 September 2026"),
        ("A", "B", words),
    ]
    assert met(lead.user, OCTOBER) == []


def test_what_did_not_take_place_or_was_not_for_this_reader_brings_nobody_together() -> None:
    lead, other = make.lead(), make.lead()
    came(date(2026, 10, 8), "A", "B", state=CohortSession.State.CANCELLED)
    came(date(2026, 11, 25), "C", "D")
    dropped = came(date(2026, 10, 9), "E", "F")
    dropped.contributions.update(dropped_at=timezone.now())
    together(lead, "G", "H", month=OCTOBER, audience=Audience.TOWN)

    assert met(other.user, OCTOBER) == met(other.user, date(2026, 11, 1)) == []
    assert [row[:2] for row in met(lead.user, OCTOBER)] == [("G", "H")]


def test_what_was_merged_had_met_whom_it_met_before() -> None:
    lead = make.lead()
    came(date(2026, 9, 10), "Old A", "B")
    came(date(2026, 10, 8), "A", "B")
    old = body("Old A")
    old.merged_into, old.merged_on = body("A"), TODAY
    old.save()

    assert met(lead.user, OCTOBER) == []
    assert [row[:2] for row in met(lead.user, SEPTEMBER)] == [("A", "B")]


def test_an_item_is_linked_for_those_who_may_read_it_alone() -> None:
    lead = make.lead()
    item = together(lead, "A", "B", month=OCTOBER)

    def url(user: User) -> str:
        return pairs_of(user, OCTOBER, today=TODAY).rows[0].url

    assert str(item.key) in url(make.lead().user)
    assert url(make.evaluator().user) == ""


def test_the_page_shows_a_month_with_ways_to_its_neighbours(client: Client) -> None:
    lead = make.lead()
    came(date(2026, 10, 8), "A", "B & Sons")
    client.force_login(lead.user)

    page = client.get(reverse("relationships:pairs"), {"month": "2026-10"}).content.decode()

    assert "1 pair in this month." in page
    assert "B &amp; Sons" in page
    assert 'href="?month=2026-09"' in page


@pytest.mark.parametrize("month", ["1999-01", "2999-01", "october", ""])
def test_a_month_that_cannot_be_shown_shows_one_of_the_programme(
    client: Client, month: str
) -> None:
    client.force_login(make.lead().user)

    assert client.get(reverse("relationships:pairs"), {"month": month}).status_code == 200


def test_the_page_takes_as_many_statements_for_one_pair_as_for_many(client: Client) -> None:
    lead = make.lead()
    client.force_login(lead.user)
    counts = []
    for names in ("AB", "CDEFGHIJ"):
        came(date(2026, 10, 8), *names)
        together(lead, *names, month=OCTOBER)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(reverse("relationships:pairs"), {"month": "2026-10"})
        assert answer.status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 12
