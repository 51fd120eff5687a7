"""What a letter says is made at the moment of sending, of all that its reader is told that day."""

from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

import pytest
from pytest_django import DjangoAssertNumQueries

from outbox.actions.bundling import bundle
from outbox.delivery.writing import drafts_of, written
from outbox.kinds import Part
from outbox.models import Letter
from tests.outbox.world import ASKED, AT, DUE, NEWS, ROLE, World, address_of, letter_now, told
from tests.relay import Relay

pytestmark = pytest.mark.django_db
State = Letter.State


def read(raw: bytes) -> EmailMessage:
    return BytesParser(EmailMessage, policy=default).parsebytes(raw)


def text_of(raw: bytes) -> str:
    body = read(raw).get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_a_letter_of_one_thing_is_that_thing(relay: Relay, world: World) -> None:
    world.promise()

    world.deliver()

    [letter] = relay.taken
    assert read(letter.raw)["Subject"] == "Thing 1 of 2026-10"
    assert text_of(letter.raw).startswith("Dear Reader 1,\n\nThis tells of thing 1.\n\n-- \n")
    assert "You get this because you are part of the test." in text_of(letter.raw)


def test_a_letter_of_three_things_names_three_by_rank(relay: Relay, world: World) -> None:
    world.promise(NEWS, thing=1)
    world.promise(DUE, thing=2)
    world.promise(ROLE, thing=3)

    world.deliver()

    [letter] = relay.taken
    assert read(letter.raw)["Subject"] == "Thing 3 of 2026-10, and 2 more"
    headings = [line for line in text_of(letter.raw).splitlines() if line.startswith("Thing")]
    assert headings == ["Thing 3 of 2026-10", "Thing 2 of 2026-10", "Thing 1 of 2026-10"]
    assert text_of(letter.raw).count("You get this because") == 1


def test_a_notice_that_cannot_be_written_harms_no_other(relay: Relay, world: World) -> None:
    for person in (1, 2, 3):
        world.promise(to=person, thing=person)
    world.promise(to=3, thing=4)
    world.broken = {"test.thing:2", "test.thing:4"}

    figures = world.deliver()

    assert figures == {"accepted": 2, "aside": 1}
    assert relay.copies() == {address_of(1): 1, address_of(3): 1}
    why = "It could not be written: LookupError."
    assert told() == [("told", ""), ("failed", why), ("told", ""), ("failed", why)]
    assert Letter.objects.get(person=2).reason == why


@pytest.mark.usefixtures("relay")
def test_a_letter_that_cannot_be_put_together_stands_aside(world: World) -> None:
    world.emails[1] = "no address"
    world.promise(ASKED)
    world.promise(ASKED, to=2)

    figures = world.deliver()

    assert figures == {"accepted": 1, "aside": 1}
    assert Letter.objects.get(person=1).reason == "It could not be written: ValueError."


def test_a_kind_that_no_room_knows_any_more_is_left_out(relay: Relay, world: World) -> None:
    world.promise()
    bundle(at=AT)
    letter_now().notices.update(kind="test/gone")

    world.deliver()

    assert relay.taken == []
    assert told() == [("not_needed", "What it would tell is not there any more.")]


def test_a_subject_too_long_for_a_list_of_letters_is_cut(relay: Relay, world: World) -> None:
    world.said["test.thing:1"] = Part("Long " * 100, "Text", "you are here")
    world.promise()

    world.deliver()

    subject = str(read(relay.taken[0].raw)["Subject"])
    assert (len(subject), subject[-1]) == (200, "…")


def test_a_reader_s_name_is_the_one_of_today_at_each_attempt(relay: Relay, world: World) -> None:
    relay.tell("dot", "451 Not now")
    world.promise()
    world.deliver()

    world.wait(minutes=2)
    world.deliver()

    [letter] = relay.taken
    assert read(letter.raw)["To"] == f"Reader 1 <{address_of(1)}>"
    assert "Dear Reader 1," in text_of(letter.raw)


def test_name_date_and_bytes_are_the_same_at_each_attempt(relay: Relay, world: World) -> None:
    relay.tell("dot", "451 Not now", times=4)
    world.promise()
    world.promise(thing=2)

    for _ in range(5):
        world.deliver()
        world.wait(hours=2)

    assert len(relay.heard) == 5
    assert set(relay.heard) == {relay.taken[0].raw}
    assert read(relay.taken[0].raw)["Message-ID"] == letter_now().message_id
    assert letter_now().state == State.ACCEPTED


def test_the_words_that_left_are_kept(relay: Relay, world: World) -> None:
    world.promise()

    world.deliver()

    letter = letter_now()
    assert (letter.to, letter.subject) == (address_of(1), "Thing 1 of 2026-10")
    assert letter.text == "Dear Reader 1,\n\nThis tells of thing 1."
    assert letter.written_at == AT
    assert len(relay.taken) == 1


@pytest.mark.usefixtures("relay")
def test_many_letters_are_asked_about_in_as_many_statements_as_one(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for person in range(1, 21):
        world.promise(to=person)
        world.promise(NEWS, to=person, thing=2)
    bundle(at=AT)
    letters = list(Letter.objects.all())

    with django_assert_num_queries(2):
        drafts = drafts_of(letters, at=AT)

    assert [written(draft).to for draft in drafts] == [
        address_of(one.person or 0) for one in letters
    ]
    assert world.asked == {DUE.name: 1, NEWS.name: 1}
