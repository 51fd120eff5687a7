"""A lead asks another town about what it learned, is answered, and the use is counted."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Entry
from people.models import User
from reflections.actions.introductions import (
    AnsweredAlready,
    AskedAlready,
    Asking,
    NobodyToAsk,
    answer_introduction,
    introduce,
    say_it_helps,
    take_back_help,
)
from reflections.actions.vouching import MayTellWhoItIs
from reflections.models import Audience, Introduction, Item, Kind, Report, Reuse
from reflections.policies import may_answer_introduction
from reflections.queries.news import news_for
from reflections.queries.own_towns import own_towns
from tests import make
from towns.models import Tenure

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 9, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 10, 9, 15, tzinfo=UTC)
YESTERDAY = date(2026, 11, 8)
ASKING = Asking("How did you begin?")
MAY = date(2026, 5, 1)


@pytest.fixture
def asker() -> make.Holder:
    return make.lead(make.town("Dunoon", slug="dunoon"), name="Ruaridh")


@pytest.fixture
def author() -> make.Holder:
    return make.lead(make.town("Ayr", slug="ayr"), name="Isla Fraser")


@pytest.fixture
def item(author: make.Holder) -> Item:
    report = make.submitted_report(about=author.town, month=MAY, by=author.user)
    return make.item(
        of=report, by=author.person, kind=Kind.LEARNING, audience=Audience.COHORT, text="Knock."
    )


def used_by() -> list[str]:
    return sorted(Reuse.objects.values_list("town__name", flat=True))


def left(holder: make.Holder) -> None:
    Tenure.objects.filter(pk=holder.tenure.pk).update(ends_on=YESTERDAY)


# --- Asking ---------------------------------------------------------------------------------------
def test_what_is_asked_is_kept_with_town_and_moment_and_counts_as_a_use(
    asker: make.Holder, item: Item
) -> None:
    found = introduce(item, ASKING, by=asker.user, at=AT)

    found.refresh_from_db()
    assert (found.item, found.challenge, found.town) == (item, None, asker.town)
    assert (found.by, found.sent_at, found.text) == (asker.user, AT, "How did you begin?")
    assert (found.answer, found.answered_at, found.answered_by) == ("", None, None)
    assert used_by() == ["Dunoon"]
    verbs = Entry.objects.values_list("verb", flat=True).order_by("verb")
    assert list(verbs) == ["introduction.sent"]


def test_the_same_key_twice_is_one_and_somebody_elses_is_refused(
    asker: make.Holder, item: Item
) -> None:
    key = uuid.uuid4()

    both = [introduce(item, ASKING, by=asker.user, at=at, key=key) for at in (AT, LATER)]

    assert (both[0], both[1].sent_at) == (both[1], AT)
    assert (Introduction.objects.count(), Reuse.objects.count()) == (1, 1)
    with pytest.raises(PermissionDenied):
        introduce(item, ASKING, by=make.lead().user, at=LATER, key=key)


def test_a_second_window_does_not_ask_again_until_the_answer_is_there(
    asker: make.Holder, author: make.Holder, item: Item
) -> None:
    first = introduce(item, ASKING, by=asker.user, at=AT)
    with pytest.raises(AskedAlready):
        introduce(item, ASKING, by=asker.user, at=LATER)

    answer_introduction(first, text="By knocking.", by=author.user, at=LATER)
    introduce(item, Asking("And then?"), by=asker.user, at=LATER)

    assert (Introduction.objects.count(), used_by()) == (2, ["Dunoon"])


def test_who_writes_for_no_other_town_is_refused(author: make.Holder, item: Item) -> None:
    others = [
        author,
        make.lead(author.town, name="Cora", covering=True),
        make.link_lead(author.town),
        make.analyst(make.town()),
        make.team_member(),
        make.steering_member(),
        make.national_leader(),
        make.evaluator(),
        make.administrator(),
        make.lead(until=YESTERDAY),
    ]

    for holder in others:
        with pytest.raises(PermissionDenied):
            introduce(item, ASKING, by=holder.user, at=AT)
        with pytest.raises(PermissionDenied):
            say_it_helps(item, by=holder.user, at=AT)
        with pytest.raises(PermissionDenied):
            take_back_help(item, by=holder.user, at=AT)

    assert (Introduction.objects.count(), Reuse.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"audience": Audience.TEAM},
        {"open_findings": 1},
        {"kind": Kind.CHALLENGE},
        {"withdrawn_at": AT},
    ],
    ids=["team", "guard", "challenge", "withdrawn"],
)
def test_what_they_do_not_read_or_is_no_learning_cannot_be_asked_about(
    asker: make.Holder, item: Item, fields: dict[str, Any]
) -> None:
    Item.objects.filter(pk=item.pk).update(**fields)

    with pytest.raises(PermissionDenied):
        introduce(item, ASKING, by=asker.user, at=AT)


def test_a_link_lead_of_another_town_asks_too(item: Item) -> None:
    link = make.link_lead(make.town("Alloa"))

    assert introduce(item, ASKING, by=link.user, at=AT).town == link.town


def test_where_nobody_speaks_for_it_nobody_is_asked(
    asker: make.Holder, author: make.Holder, item: Item
) -> None:
    left(author)

    with pytest.raises(NobodyToAsk, match="Nobody is in post in Ayr"):
        introduce(item, ASKING, by=asker.user, at=AT)

    assert Reuse.objects.count() == 0


def test_what_may_tell_who_a_resident_is_leaves_only_if_it_is_vouched_for(
    asker: make.Holder, author: make.Holder, item: Item
) -> None:
    words = "Ring Mrs Black on 01292 123456."
    with pytest.raises(MayTellWhoItIs):
        introduce(item, Asking(words), by=asker.user, at=AT)
    sent = introduce(item, Asking(words, vouched=True), by=asker.user, at=AT)
    with pytest.raises(MayTellWhoItIs):
        answer_introduction(sent, text=words, by=author.user, at=AT)

    found = answer_introduction(sent, text=words, vouched=True, by=author.user, at=AT)

    assert (sent.text, found.answer) == (words, words)


def test_the_challenge_stays_beside_it_but_not_one_of_another_town(
    asker: make.Holder, item: Item
) -> None:
    mine = make.item(of=make.report(about=asker.town), text="Nobody opens.")
    others = make.item(of=make.report(), audience=Audience.COHORT)
    for_other = make.learning(by=make.lead(), months_ago=3, at=AT, audience=Audience.COHORT)

    sent = introduce(item, Asking("How?", mine.key), by=asker.user, at=AT)
    without = introduce(for_other, Asking("How?", others.key), by=asker.user, at=AT)

    assert (sent.challenge, without.challenge) == (mine, None)


def test_the_database_keeps_what_must_be_true(asker: make.Holder, item: Item) -> None:
    sent = make.introduction(about=item, by=asker)
    wrong: list[dict[str, Any]] = [
        {"text": ""},
        {"challenge": item},
        {"answer": "Yes."},
        {"answered_at": AT},
        {"answered_by": asker.user},
    ]

    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Introduction.objects.filter(pk=sent.pk).update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.introduction(about=item, by=asker)
    Reuse.objects.create(item=item, town=asker.town, by=asker.user, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reuse.objects.create(item=item, town=asker.town, by=asker.user, at=AT)


# --- Answering, and who reads it ------------------------------------------------------------------
def test_the_answer_is_kept_once(asker: make.Holder, author: make.Holder, item: Item) -> None:
    sent = make.introduction(about=item, by=asker)

    found = answer_introduction(sent, text="By knocking.", by=author.user, at=AT)
    again = answer_introduction(sent, text="By knocking.", by=author.user, at=LATER)

    assert (found.answer, found.answered_by, again.answered_at) == ("By knocking.", author.user, AT)
    with pytest.raises(AnsweredAlready):
        answer_introduction(sent, text="By ringing.", by=author.user, at=LATER)
    assert [entry.verb for entry in Entry.objects.all()] == ["introduction.answered"]


def test_each_reader_sees_and_may_answer_what_is_theirs_and_nothing_else(
    asker: make.Holder, author: make.Holder, item: Item
) -> None:
    sent = make.introduction(about=item, by=asker)
    world = {
        "asker": asker,
        "author": author,
        "cover in the author's town": make.lead(author.town, covering=True),
        "link lead in the author's town": make.link_lead(author.town),
        "lead beside the asker": make.lead(asker.town, covering=True),
        "analyst": make.analyst(author.town),
        "lead elsewhere": make.lead(),
        "team": make.team_member(),
        "steering": make.steering_member(author.town),
        "national": make.national_leader(),
        "evaluator": make.evaluator(),
        "administrator": make.administrator(),
    }

    def reads() -> list[str]:
        seen = Introduction.objects
        return [
            name for name, one in world.items() if seen.visible_to(one.user, on=AT.date()).exists()
        ]

    def answers() -> list[str]:
        may = [
            name
            for name, one in world.items()
            if may_answer_introduction(one.user, sent, on=AT.date())
        ]
        put = Introduction.objects
        assert may == [
            name for name, one in world.items() if put.put_to(one.user, on=AT.date()).exists()
        ]
        return may

    assert (reads(), answers()) == (["asker", "author"], ["author"])
    left(author)
    cover = "cover in the author's town"
    assert (reads(), answers()) == (["asker", cover], [cover])
    left(asker)
    assert (reads(), answers()) == ([cover], [cover])
    for name in set(world) - {cover}:
        with pytest.raises(PermissionDenied):
            answer_introduction(sent, text="So.", by=world[name].user, at=AT)


# --- It helps -------------------------------------------------------------------------------------
def test_a_press_counts_once_a_town_and_another_takes_it_back(
    asker: make.Holder, item: Item
) -> None:
    beside = make.link_lead(asker.town)
    for holder in (asker, beside, asker):
        say_it_helps(item, by=holder.user, at=AT)
    say_it_helps(item, by=make.lead(make.town("Alloa")).user, at=AT)
    assert used_by() == ["Alloa", "Dunoon"]

    take_back_help(item, by=beside.user, at=LATER)
    take_back_help(item, by=beside.user, at=LATER)

    assert used_by() == ["Alloa"]
    verbs = Entry.objects.values_list("verb", flat=True).order_by("pk")
    assert list(verbs) == ["item.reused", "item.reused", "item.reuse_taken_back"]


# --- Home -----------------------------------------------------------------------------------------
def lines(user: User, at: datetime) -> list[tuple[str, str]]:
    return [(line.title, line.tag) for line in own_towns(user, [], at=at).introductions]


def test_home_tells_of_the_question_until_it_is_answered_then_of_the_answer(
    asker: make.Holder, author: make.Holder, item: Item
) -> None:
    sent = introduce(item, ASKING, by=asker.user, at=AT)
    long_after = AT + timedelta(days=90)
    question = ("A question from Dunoon about Ayr, May 2026", "Unanswered")
    assert (lines(author.user, long_after), lines(asker.user, AT)) == ([question], [])
    assert lines(make.link_lead(author.town).user, AT) == []

    answer_introduction(sent, text="By knocking.", by=author.user, at=LATER)

    assert lines(author.user, LATER) == []
    assert lines(asker.user, LATER) == [("Ayr answered your question about May 2026", "")]
    assert lines(asker.user, long_after) == []


def test_home_tells_the_author_which_town_used_it(
    asker: make.Holder, author: make.Holder, item: Item
) -> None:
    say_it_helps(item, by=asker.user, at=AT)

    titles = [line.title for line in news_for(author.user, [author.town.pk], at=LATER)]

    assert titles == ["1 item of May 2026 used by Dunoon"]


def test_home_costs_no_statement_more_for_many(
    client: Client, asker: make.Holder, author: make.Holder
) -> None:
    now = timezone.now()
    client.force_login(author.user)

    def statements() -> int:
        client.get("/")
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/").status_code == 200
        return len(seen)

    def told() -> None:
        one = make.learning(by=author, months_ago=1, at=now, audience=Audience.COHORT)
        make.introduction(about=one, by=asker, sent_at=now)
        Reuse.objects.create(item=one, town=asker.town, by=asker.user, at=now)

    told()
    few = statements()
    for _ in range(20):
        told()

    assert few == statements() <= 12


# --- The pages ------------------------------------------------------------------------------------
def draft(client: Client, item: Item, challenge: Item | None = None) -> str:
    query = f"?challenge={challenge.key}" if challenge else ""
    answer = client.get(f"/items/{item.key}/introduce/{query}")
    assert answer.status_code == 200
    return str(answer.context["form"]["text"].value())


def test_a_draft_stands_there_and_one_press_sends_it(
    client: Client, asker: make.Holder, item: Item
) -> None:
    mine = make.item(of=make.report(about=asker.town), text="Nobody opens the door.")
    client.force_login(asker.user)

    text = draft(client, item, mine)
    assert text.split("\n\n") == [
        "Hello Isla Fraser,",
        "In Dunoon this is hard just now: “Nobody opens the door.”",
        "In May 2026 you wrote of something that helps us in Dunoon.",
        "How did you go about it, and what would you do differently now?",
        "Could we talk for a quarter of an hour? Tell me when it suits you.",
        "Ruaridh, Dunoon",
    ]
    key = uuid.uuid4()
    answer = client.post(
        f"/items/{item.key}/introduce/", {"key": key, "challenge": mine.key, "text": text}
    )

    sent = Introduction.objects.get()
    assert answer["Location"] == f"/introductions/{key}/"
    assert (sent.key, sent.challenge, sent.text) == (key, mine, text)
    assert client.get(f"/items/{item.key}/introduce/")["Location"] == f"/introductions/{key}/"


@pytest.mark.parametrize(
    ("fields", "is_own", "is_quoted"),
    [
        ({"audience": Audience.COHORT}, True, True),
        ({"audience": Audience.TEAM}, True, True),
        ({"audience": Audience.TOWN}, True, False),
        ({"audience": Audience.ME}, True, False),
        ({"audience": Audience.TEAM, "sensitive": True}, True, False),
        ({"audience": Audience.COHORT, "open_findings": 1}, True, False),
        ({"audience": Audience.COHORT}, False, True),
        ({"audience": Audience.TEAM}, False, False),
    ],
)
def test_a_draft_quotes_no_challenge_that_is_kept_to_few(
    client: Client,
    asker: make.Holder,
    item: Item,
    fields: dict[str, Any],
    *,
    is_own: bool,
    is_quoted: bool,
) -> None:
    by = asker if is_own else make.link_lead(asker.town)
    report = make.report(about=asker.town)
    mine = make.item(of=report, by=by.person, text="Nobody opens.", **fields)
    mine.outcomes.add(make.outcome("Feeling safe"))
    client.force_login(asker.user)

    text = draft(client, item, mine)

    assert ("Nobody opens." in text, "It touches Feeling safe." in text) == (
        is_quoted,
        not is_quoted,
    )


def test_a_draft_to_who_follows_the_author_says_that_the_town_wrote_it(
    client: Client, asker: make.Holder, author: make.Holder, item: Item
) -> None:
    Tenure.objects.filter(pk=author.tenure.pk).update(
        ends_on=timezone.localdate() - timedelta(days=1)
    )
    make.lead(author.town, name="Cora", since=timezone.localdate())
    client.force_login(asker.user)

    text = draft(client, item)

    assert text.startswith("Hello Cora,\n\nIn May 2026 Ayr wrote of something that helps us")


def test_what_the_guard_asks_of_is_shown_again_with_a_box(
    client: Client, asker: make.Holder, item: Item
) -> None:
    client.force_login(asker.user)
    typed = {"key": str(uuid.uuid4()), "text": "Ring 01292 123456."}

    source = client.post(f"/items/{item.key}/introduce/", typed).content.decode()
    assert ("Nothing in these words is about a resident" in source, typed["text"] in source) == (
        True,
        True,
    )
    client.post(f"/items/{item.key}/introduce/", typed | {"vouched": "on"})

    assert Introduction.objects.get().text == typed["text"]


def test_what_was_typed_while_signed_out_is_there_again(
    client: Client, asker: make.Holder, author: make.Holder, item: Item
) -> None:
    typed = {"owner": str(asker.person.key), "key": uuid.uuid4(), "text": "My own words."}
    client.post(f"/items/{item.key}/introduce/", typed)
    client.force_login(asker.user)
    assert "My own words." in client.get(f"/items/{item.key}/introduce/").content.decode()

    sent = make.introduction(about=item, by=asker)
    client.logout()
    client.post(
        f"/introductions/{sent.key}/", {"owner": str(author.person.key), "text": "Knock twice."}
    )
    client.force_login(author.user)
    assert "Knock twice." in client.get(f"/introductions/{sent.key}/").content.decode()


def test_the_author_answers_on_a_page_and_the_asker_reads_it(
    client: Client, asker: make.Holder, author: make.Holder, item: Item
) -> None:
    sent = make.introduction(about=item, by=asker, text="How?")
    address = f"/introductions/{sent.key}/"
    client.force_login(author.user)
    assert "Your answer" in client.get(address).content.decode()
    assert client.post(address, {"text": ""}).context["form"].errors == {
        "text": ["Write your answer."]
    }

    answer = client.post(address, {"text": "By knocking."})
    late = client.post(address, {"text": "By ringing."}).content.decode()
    client.force_login(asker.user)
    source = client.get(address).content.decode()

    assert answer["Location"] == address
    assert ("This was answered meanwhile" in late, "By ringing." in late) == (True, True)
    assert ("By knocking." in source, "Isla Fraser" in source, "Knock." in source) == (
        True,
        True,
        True,
    )
    assert client.post(address, {"text": "Thanks."}).status_code == 403


def test_the_item_is_shown_to_nobody_who_may_not_read_it_any_more(
    client: Client, asker: make.Holder, item: Item
) -> None:
    sent = make.introduction(about=item, by=asker, text="How?")
    Item.objects.filter(pk=item.pk).update(audience=Audience.TEAM)
    client.force_login(asker.user)

    source = client.get(f"/introductions/{sent.key}/").content.decode()

    assert ("How?" in source, "Knock." in source, "/learning/items/" in source) == (
        True,
        False,
        False,
    )


def test_the_library_shows_how_often_it_was_used_and_a_press_changes_it(
    client: Client, asker: make.Holder, author: make.Holder, item: Item
) -> None:
    say_it_helps(item, by=make.lead().user, at=AT)
    client.force_login(asker.user)
    address = f"/learning/items/{item.key}/"
    source = client.get(address).content.decode()
    assert ("Used by 1 town." in source, "This helps us" in source) == (True, True)

    client.post(f"/items/{item.key}/helps/")
    source = client.get(address).content.decode()
    assert ("Used by 2 towns, yours among them." in source, "This helps us" in source) == (
        True,
        False,
    )
    assert "Used by 2 towns" in client.get("/learning/?q=knock").content.decode()

    client.post(f"/items/{item.key}/helps/", {"undo": "1"})
    assert "Used by 1 town." in client.get(address).content.decode()
    client.force_login(author.user)
    source = client.get(address).content.decode()
    assert ("Used by 1 town." in source, "This helps us" in source) == (True, False)


def test_the_pages_keep_within_their_statements(
    client: Client, asker: make.Holder, author: make.Holder, item: Item
) -> None:
    mine = make.item(of=make.report(about=asker.town))
    client.force_login(asker.user)

    def statements(method: str, path: str, **fields: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            (client.get if method == "GET" else client.post)(path, fields)
        return len(seen)

    path = f"/items/{item.key}/introduce/"
    client.get(path)
    assert statements("GET", f"{path}?challenge={mine.key}") <= 8
    key = uuid.uuid4()
    asked = statements("POST", path, key=str(key), text="How?", challenge=str(mine.key))
    client.force_login(author.user)
    client.get(f"/introductions/{key}/")
    assert statements("GET", f"/introductions/{key}/") <= 8
    answered = statements("POST", f"/introductions/{key}/", text="So.")

    assert (Introduction.objects.open().count(), asked <= 14, answered <= 14) == (0, True, True), (
        asked,
        answered,
    )


def test_a_report_of_a_town_says_nothing_of_who_asked(
    client: Client, asker: make.Holder, author: make.Holder, item: Item
) -> None:
    make.introduction(about=item, by=asker, text="MARKER how?")
    report = Report.objects.get(pk=item.report_id)
    team = make.second_step(make.team_member())

    for reader in (team, make.link_lead(author.town)):
        client.force_login(reader.user)
        for path in (report.get_absolute_url(), f"/learning/items/{item.key}/", "/"):
            assert "MARKER" not in client.get(path).content.decode()
