"""The office's list of letters: which there are, how they stand, and to whom they go."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from outbox.actions.suppressing import suppress
from outbox.models import Letter, Suppression
from tests import make
from tests.front.pages import words

pytestmark = pytest.mark.django_db

LETTERS = reverse("front:office_letters")
LEASE: dict[str, Any] = {"lease_token": uuid.UUID(int=1), "to": "a@example.org"}


@pytest.fixture
def team(client: Client) -> Client:
    client.force_login(make.second_step(make.team_member(name="Priya Nair")).user)
    return client


def of_each_state(at: datetime) -> None:
    """A letter of each word that the list knows, its subject saying which."""
    opened = {"data_opened_at": at - timedelta(hours=1)}
    made: list[dict[str, Any]] = [
        {"subject": "Is waiting"},
        {"subject": "Was sent", "state": "accepted", "accepted_at": at},
        {"subject": "Came back to us", "state": "accepted", "accepted_at": at, "bounced_at": at},
        {"subject": "Was not needed", "state": "not_needed"},
        {"subject": "Was too late", "state": "expired"},
        {"subject": "Is in doubt", "state": "data_open", "lease_until": at - timedelta(minutes=1)}
        | opened
        | LEASE,
        {"subject": "Is under way", "state": "data_open", "lease_until": at + timedelta(hours=1)}
        | opened
        | LEASE,
        {"subject": "Was set aside", "state": "aside"},
        {"subject": "Was refused", "state": "failed"},
        {"subject": "Was not reached", "state": "suppressed"},
    ]
    for fields in made:
        make.letter(at=at, **fields)


@pytest.mark.parametrize(
    ("state", "subjects"),
    [
        ("waiting", {"Is waiting", "Is under way"}),
        ("sent", {"Was sent"}),
        ("returned", {"Came back to us"}),
        ("not_needed", {"Was not needed"}),
        ("late", {"Was too late"}),
        ("doubt", {"Is in doubt"}),
        ("aside", {"Was set aside"}),
        ("refused", {"Was refused"}),
        ("unreached", {"Was not reached"}),
    ],
)
def test_each_state_is_found_by_its_word(team: Client, state: str, subjects: set[str]) -> None:
    of_each_state(timezone.now())

    rows = team.get(LETTERS, {"state": state}).context["rows"]

    assert {row.what for row in rows} == subjects


def test_each_letter_is_told_in_plain_words(team: Client) -> None:
    of_each_state(timezone.now())

    rows = team.get(LETTERS).context["rows"]

    assert {row.what: (row.standing.word, row.standing.tag) for row in rows} == {
        "Is waiting": ("Waiting", "due"),
        "Was sent": ("Sent", "met"),
        "Came back to us": ("Came back", "late"),
        "Was not needed": ("Not needed", "excused"),
        "Was too late": ("Too late", "excused"),
        "Is in doubt": ("In doubt", "late"),
        "Is under way": ("Being sent", "due"),
        "Was set aside": ("Set aside", "late"),
        "Was refused": ("Refused", "late"),
        "Was not reached": ("Not reached", "late"),
    }


def test_a_person_is_found_by_a_part_of_the_name_by_address_and_by_key(team: Client) -> None:
    isla, other, now = make.user("Isla Fraser"), make.user("Bruce Hay"), timezone.now()
    for person in (isla.person, other.person):
        make.letter(person, at=now)
    make.letter(at=now, to="stranger@example.org")

    found = {
        str(asked): [row.to for row in team.get(LETTERS, asked).context["rows"]]
        for asked in (
            {"name": "fras"},
            {"name": isla.email.upper()},
            {"person": str(isla.person.key)},
            {"name": "stranger@example.org"},
            {"name": "nobody"},
        )
    }

    assert list(found.values()) == [
        ["Isla Fraser"],
        ["Isla Fraser"],
        ["Isla Fraser"],
        ["stranger@example.org"],
        [],
    ]


def test_the_newest_stand_first_fifty_to_a_page_and_the_filter_goes_along(team: Client) -> None:
    isla, now = make.person("Isla Fraser"), timezone.now()
    letters = [make.letter(isla, at=now - timedelta(minutes=one)) for one in range(53)]
    make.letter(make.person("Bruce Hay"), at=now)

    first = team.get(LETTERS, {"name": "Isla"})
    second = team.get(LETTERS + first.context["older"])

    keys = [row.key for answer in (first, second) for row in answer.context["rows"]]
    assert keys == [letter.key for letter in letters]
    assert len(first.context["rows"]) == 50
    assert 'href="?name=Isla"' in words(second)


@pytest.mark.parametrize(
    "asked", [{"after": "x"}, {"after": str(uuid.uuid4())}, {"state": "odd"}, {"person": "no key"}]
)
def test_what_makes_no_sense_is_left_out_of_the_question(
    team: Client, asked: dict[str, str]
) -> None:
    make.letter(at=timezone.now())

    answer = team.get(LETTERS, asked)

    assert (answer.status_code, len(answer.context["rows"])) == (200, 1)


def test_no_letter_and_no_such_letter_are_told_apart(team: Client) -> None:
    none, none_such = team.get(LETTERS), team.get(LETTERS, {"state": "sent"})

    assert "No letter yet" in words(none)
    assert "No such letter" in words(none_such)


def test_a_code_is_listed_by_its_kind_alone(team: Client) -> None:
    make.letter(at=timezone.now(), kind="people/sign_in_code", subject="Your code is BCDF")

    page = words(team.get(LETTERS))

    assert "Code to sign in" in page
    assert "BCDF" not in page


def test_addresses_that_cannot_be_reached_stand_below_and_are_written_to_again(
    team: Client,
) -> None:
    now = timezone.now()
    gone = suppress(
        "isla@example.org", reason=Suppression.Reason.BOUNCE, evidence="550 5.1.1 no", at=now
    )
    assert "The mail server said: 550 5.1.1 no" in words(team.get(LETTERS))

    answers = [team.post(reverse("front:office_lift", args=[gone.pk])) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 404]
    gone.refresh_from_db()
    assert gone.lifted_at is not None
    assert "Addresses that cannot be reached" not in words(team.get(LETTERS))


def test_the_list_costs_the_same_for_one_letter_and_for_many(team: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert team.get(LETTERS).status_code == 200
        return len(seen)

    make.letter(make.person(), at=timezone.now())
    statements()
    few = statements()
    for _ in range(30):
        make.letter(make.person(), at=timezone.now())

    assert statements() == few <= 10


def test_nobody_else_sees_that_there_are_letters(client: Client) -> None:
    letter = make.letter(at=timezone.now())
    client.force_login(make.lead().user)

    paths = [LETTERS, reverse("front:office_letter", args=[letter.key])]

    assert [client.get(path).status_code for path in paths] == [404, 404]
    assert Letter.objects.count() == 1
