"""Jots are kept: on the page, from a phone, once however often they are sent."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Entry
from reflections.actions.jots import TownNotSaid, keep_jot
from reflections.models import Jot
from tests import make
from towns.models import Role

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)
KEY = uuid.UUID("6f1f7e9e-32c1-4a2e-9d7e-3a1f0e6b1c01")


def test_a_jot_waits_for_the_only_town_of_its_author() -> None:
    lead = make.lead()

    jot = keep_jot(key=KEY, text="Walking bus", kind="learning", town=None, by=lead.user, at=AT)

    assert (jot.author, jot.town, jot.status) == (lead.person, lead.town, Jot.Status.WAITING)
    assert (jot.text, jot.kind, jot.noticed_on) == ("Walking bus", "learning", date(2026, 11, 3))
    assert list(Entry.objects.values_list("verb", "actor_id")) == [("jot.kept", lead.user.pk)]


def test_the_same_key_of_the_same_author_is_one_jot() -> None:
    lead = make.lead()

    kept = [
        keep_jot(key=KEY, text=text, town=lead.town, by=lead.user, at=AT)
        for text in ("First", "Sent once more")
    ]

    assert kept[0] == kept[1]
    assert [jot.text for jot in Jot.objects.all()] == ["First"]
    assert Entry.objects.count() == 1


def test_a_jot_that_was_thrown_away_does_not_come_back_by_being_sent_again() -> None:
    lead = make.lead()
    make.jot(by=lead, key=KEY, status=Jot.Status.DISCARDED)

    keep_jot(key=KEY, text="Again", town=lead.town, by=lead.user, at=AT)

    assert [jot.status for jot in Jot.objects.all()] == [Jot.Status.DISCARDED]


def test_the_same_key_of_two_people_is_two_jots() -> None:
    holders = [make.lead(), make.lead()]

    for holder in holders:
        keep_jot(key=KEY, text="Mine", town=holder.town, by=holder.user, at=AT)

    assert set(Jot.objects.values_list("author", flat=True)) == {one.person.pk for one in holders}


def test_everybody_with_a_post_in_the_town_may_jot_and_nobody_else() -> None:
    town = make.town()
    may = [make.lead(town), make.link_lead(town), make.analyst(town)]
    may_not = [
        make.lead(),
        make.team_member(),
        make.steering_member(town),
        make.administrator(),
        make.link_lead(town, until=AT.date() - timedelta(days=1)),
    ]

    for holder in may:
        keep_jot(key=uuid.uuid4(), text="Noticed", town=town, by=holder.user, at=AT)
    for holder in may_not:
        with pytest.raises(PermissionDenied):
            keep_jot(key=uuid.uuid4(), text="Noticed", town=town, by=holder.user, at=AT)

    assert Jot.objects.count() == len(may)


def test_with_two_towns_the_town_is_never_guessed() -> None:
    lead = make.lead()
    make.tenure(lead.person, Role.PROJECT_LEAD, town=make.town(), covering=True)

    with pytest.raises(TownNotSaid):
        keep_jot(key=KEY, text="Which?", town=None, by=lead.user, at=AT)

    assert not Jot.objects.exists()


@pytest.mark.parametrize(
    ("at", "waited", "day"),
    [
        (datetime(2026, 11, 1, 0, 30, tzinfo=UTC), timedelta(hours=2), date(2026, 10, 31)),
        (datetime(2026, 11, 1, 0, 30, tzinfo=UTC), timedelta(0), date(2026, 11, 1)),
        (datetime(2026, 7, 31, 23, 30, tzinfo=UTC), timedelta(0), date(2026, 8, 1)),
        (datetime(2026, 11, 3, 12, tzinfo=UTC), timedelta(days=61), date(2026, 11, 3)),
        (datetime(2026, 11, 3, 12, tzinfo=UTC), timedelta(hours=-5), date(2026, 11, 3)),
    ],
    ids=["waited", "at once", "London's day", "too long to believe", "backwards"],
)
def test_the_day_is_the_servers_less_the_time_the_phone_kept_it(
    at: datetime, waited: timedelta, day: date
) -> None:
    lead = make.lead()
    wrong_by_a_year = at - timedelta(days=365)

    jot = keep_jot(
        key=KEY,
        text="Late",
        town=lead.town,
        by=lead.user,
        at=at,
        written_at=wrong_by_a_year,
        waited=waited,
    )

    assert (jot.noticed_on, jot.written_at, jot.received_at) == (day, wrong_by_a_year, at)


def test_the_page_keeps_a_jot_and_shows_it(client: Client) -> None:
    lead = make.lead()
    client.force_login(lead.user)

    answer = client.post("/jots/", {"text": "Met the <b>new</b> manager", "kind": "connection"})

    assert (answer.status_code, answer["Location"]) == (302, "/jots/")
    page = client.get("/jots/").content.decode()
    assert "Met the &lt;b&gt;new&lt;/b&gt; manager" in page
    assert "New connection" in page


def test_pressing_keep_twice_keeps_one(client: Client) -> None:
    client.force_login(make.lead().user)

    for _ in range(2):
        client.post("/jots/", {"text": "Twice", "key": str(KEY)})

    assert Jot.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write a few words first."),
        ("  \n ", "Write a few words first."),
        ("x" * 60_001, "This is 60,001 characters long. Shorten it to 60,000 or fewer."),
        ("NUL \x00 inside", "The text held a sign that cannot be stored."),
    ],
    ids=["empty", "white space", "too long", "NUL"],
)
def test_what_cannot_be_kept_is_shown_again_with_a_sentence(
    client: Client, text: str, sentence: str
) -> None:
    client.force_login(make.lead().user)

    answer = client.post("/jots/", {"text": text})

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert text.replace("\x00", "")[:40] in answer.content.decode()
    assert not Jot.objects.exists()


def test_emoji_accents_and_right_to_left_are_kept_as_typed(client: Client) -> None:
    client.force_login(make.lead().user)
    text = "Cèilidh 🎻 at the hall, مرحبا, “aye”"

    client.post("/jots/", {"text": text, "key": "no key at all"})

    assert [jot.text for jot in Jot.objects.all()] == [text]


def test_the_town_is_asked_only_of_those_who_have_several(client: Client) -> None:
    lead = make.lead(make.town("Ayr"))
    client.force_login(lead.user)
    one_town = client.get("/jots/").content.decode()
    make.tenure(lead.person, Role.PROJECT_LEAD, town=make.town("Dunoon"), covering=True)

    two_towns = client.get("/jots/").content.decode()
    unsaid = client.post("/jots/", {"text": "Where?"}).content.decode()

    assert ["For which town?" in page for page in (one_town, two_towns)] == [False, True]
    assert "Say for which town this is." in unsaid
    assert not Jot.objects.exists()


def test_who_has_no_town_and_no_jots_has_no_jots_page(client: Client) -> None:
    client.force_login(make.steering_member().user)

    assert client.get("/jots/").status_code == 403


def test_a_list_of_many_long_jots_is_paged_and_shows_their_beginnings(client: Client) -> None:
    lead = make.lead()
    client.force_login(lead.user)
    for number in range(30):
        make.jot(by=lead, text=f"<{number:02}>" + "x" * 59_000, noticed_on=timezone.localdate())

    first = client.get("/jots/").content.decode()
    last_shown = Jot.objects.order_by("-pk")[24]
    second = client.get(f"/jots/?before={last_shown.key}").content.decode()

    shown = [
        [number for number in range(30) if f"&lt;{number:02}&gt;" in page]
        for page in (first, second)
    ]
    assert shown == [list(range(5, 30)), list(range(5))]
    assert len(first) < 60_000


def test_the_page_asks_the_database_as_often_for_one_jot_as_for_many(client: Client) -> None:
    lead = make.lead()
    client.force_login(lead.user)
    counts = []

    for _ in range(2):
        make.jot(by=lead)
        make.jot(by=lead, status=Jot.Status.DISCARDED)
        with CaptureQueriesContext(connection) as asked:
            client.get("/jots/")
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[0] <= 10, [row["sql"][:90] for row in asked.captured_queries]


@pytest.mark.django_db(transaction=True)
def test_eight_sendings_at_once_make_one_jot_and_one_entry() -> None:
    lead = make.lead()
    together = Barrier(8)

    def send(_: int) -> int:
        together.wait()
        try:
            return keep_jot(key=KEY, text="At once", town=lead.town, by=lead.user, at=AT).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        kept = set(threads.map(send, range(8)))

    assert kept == set(Jot.objects.values_list("pk", flat=True))
    assert (len(kept), Entry.objects.count()) == (1, 1)
