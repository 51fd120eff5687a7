"""What phones ask for and send: whose session it is, a jot at a time, a page without a signal."""

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from reflections.models import Jot
from tests import make
from tests.make import Holder
from towns.models import Role

pytestmark = pytest.mark.django_db

ADDRESS = "/jots/pocket/"


def sent(by: Holder, **words: object) -> dict[str, object]:
    """What a phone posts for one jot."""
    return {
        "key": str(uuid.UUID(int=7)),
        "owner": str(by.person.key),
        "text": "On the bus",
        "kind": "",
        "town": "",
        "written_at": timezone.now().isoformat(),
        "waited_seconds": "90",
    } | words


def test_the_phone_learns_whose_session_it_is_and_which_towns(client: Client) -> None:
    lead = make.lead(make.town("Ayr", slug="ayr"))
    client.force_login(lead.user)

    answer = client.get(ADDRESS).json()

    assert answer.pop("token")
    assert answer == {
        "owner": str(lead.person.key),
        "towns": [{"slug": "ayr", "name": "Ayr"}],
    }


def test_a_signed_out_phone_is_sent_to_sign_in(client: Client) -> None:
    lead = make.lead()

    answers = [client.get(ADDRESS), client.post(ADDRESS, sent(lead))]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert not Jot.objects.exists()


def test_a_jot_sent_twice_is_one_and_both_times_taken(client: Client) -> None:
    lead = make.lead()
    client.force_login(lead.user)

    answers = [client.post(ADDRESS, sent(lead)) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.json() for answer in answers] == [{"key": str(uuid.UUID(int=7))}] * 2
    assert [jot.text for jot in Jot.objects.all()] == ["On the bus"]


def test_sending_needs_the_token() -> None:
    lead = make.lead()
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(lead.user)
    token = careful.get(ADDRESS).json()["token"]

    answers = [
        careful.post(ADDRESS, sent(lead), headers=headers)
        for headers in ({}, {"X-CSRFToken": token})
    ]

    assert [answer.status_code for answer in answers] == [403, 200]


def test_a_jot_of_somebody_else_is_not_taken(client: Client) -> None:
    author, next_on_the_phone = make.lead(), make.lead()
    client.force_login(next_on_the_phone.user)

    answer = client.post(ADDRESS, sent(author))

    assert answer.status_code == 409
    assert not Jot.objects.exists()


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"text": " "}, "Write a few words first."),
        ({"kind": "gossip"}, "Choose one of the kinds that are listed."),
        ({"town": "elsewhere"}, "You hold no post in that town today: choose another."),
        (
            {"text": "x" * 60_001},
            "This is 60,001 characters long. Shorten it to 60,000 or fewer.",
        ),
    ],
    ids=["empty", "kind", "town", "long"],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence(
    client: Client, words: dict[str, object], refusal: str
) -> None:
    lead = make.lead()
    client.force_login(lead.user)

    answer = client.post(ADDRESS, sent(lead, **words))

    assert (answer.status_code, answer.json()) == (422, {"refusal": refusal})
    assert not Jot.objects.exists()


def test_a_jot_without_a_town_is_refused_once_its_author_has_two(client: Client) -> None:
    lead = make.lead()
    make.tenure(lead.person, Role.PROJECT_LEAD, town=make.town(), covering=True)
    client.force_login(lead.user)

    refused = client.post(ADDRESS, sent(lead))
    taken = client.post(ADDRESS, sent(lead, town=lead.town.slug))

    assert (refused.status_code, taken.status_code) == (422, 200)
    assert refused.json() == {"refusal": "Say for which town this is."}


def test_who_left_the_post_is_told_so(client: Client) -> None:
    lead = make.lead(until=timezone.localdate() - timedelta(days=1))
    client.force_login(lead.user)

    answer = client.post(ADDRESS, sent(lead))

    assert answer.status_code == 403
    assert answer.json() == {
        "refusal": "You hold no post in a town today, so it cannot be kept there."
    }


@pytest.mark.parametrize("nonsense", ["", "soon", "-5", "9" * 30, "0001-01-01", "٣"])
def test_hints_that_make_no_sense_are_no_error(client: Client, nonsense: str) -> None:
    lead = make.lead()
    client.force_login(lead.user)

    answer = client.post(ADDRESS, sent(lead, written_at=nonsense, waited_seconds=nonsense))

    assert answer.status_code == 200
    jot = Jot.objects.get()
    assert (jot.written_at, jot.noticed_on) == (None, timezone.localdate())


def test_the_offline_page_is_the_same_for_everybody(client: Client) -> None:
    lead = make.lead(name="Isla Fraser")
    make.jot(by=lead, text="Private words")
    signed_out = client.get("/jots/offline/").content
    client.force_login(lead.user)

    signed_in = client.get("/jots/offline/")

    assert signed_in.content == signed_out
    assert b"Isla" not in signed_out
    assert b"csrf" not in signed_out


def test_the_worker_keeps_the_offline_page_and_files_that_exist(client: Client) -> None:
    answer = client.get("/service-worker.js")

    body = answer.content.decode()
    found = re.fullmatch(r"self\.shell = (.+);\nimportScripts\((.+)\);\n", body)
    assert answer["Content-Type"].startswith("text/javascript")
    assert found is not None
    shell = json.loads(found[1])
    assert (shell["page"], shell["jots"]) == ("/jots/offline/", "/jots/")
    scripts = {"/static/js/jots.js", "/static/js/pocket.js", "/static/js/sending.js"}
    assert scripts <= set(shell["files"])
    assert json.loads(found[2]) == "/static/js/worker.js"
