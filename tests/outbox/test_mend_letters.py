"""What a person may do with a letter that stopped: send it again, take it as sent, end it."""

import uuid
from datetime import timedelta

import pytest

from outbox.actions.bundling import bundle
from outbox.actions.mending import CannotBeMended, end, take_as_sent, try_again
from outbox.actions.promising import write
from outbox.delivery.sweeping import sweep
from outbox.invariants import broken
from outbox.models import Attempt, Letter, Notice
from tests.outbox.world import AT, CODE, NEWS, PLAIN, World
from tests.relay import Relay

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=1)


def stopped(world: World, state: str = "failed", **fields: object) -> Letter:
    """The letter of reader 1, of two notices, that stopped before it left."""
    world.promise(thing=1)
    world.promise(NEWS, thing=2)
    bundle(at=AT)
    letter = Letter.objects.get()
    Letter.objects.filter(pk=letter.pk).update(
        state=state, reason="550 no", attempts=12, crashes=2, **fields
    )
    Notice.objects.update(state="failed", reason="550 no", settled_at=AT)
    return Letter.objects.get()


def in_doubt(world: World) -> Letter:
    """The same, handed over an hour ago; nobody heard the answer."""
    world.promise()
    bundle(at=AT)
    Letter.objects.update(
        state="data_open",
        to="reader1@example.org",
        lease_token=uuid.uuid4(),
        lease_until=AT - timedelta(minutes=58),
        data_opened_at=AT - timedelta(hours=1),
    )
    return Letter.objects.get()


def notices() -> list[tuple[str, str]]:
    return list(Notice.objects.order_by("pk").values_list("state", "reason"))


@pytest.mark.parametrize("state", ["failed", "aside", "suppressed"])
def test_a_letter_that_stopped_leaves_once_more_under_its_name(
    relay: Relay, world: World, state: str
) -> None:
    letter = stopped(world, state)

    try_again(letter, at=AT)
    world.deliver()

    assert relay.copies() == {"reader1@example.org": 1}
    assert relay.taken[0].message_id == letter.message_id
    assert notices() == [("told", ""), ("told", "")]
    assert broken(at=AT) == []


def test_its_tries_begin_anew_and_a_routine_one_waits_for_its_readers_hours(world: World) -> None:
    letter = stopped(world)
    world.shut_until[1] = LATER

    try_again(letter, at=AT)

    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.crashes) == ("ready", 0, 0)
    assert (letter.not_before, letter.day) == (LATER, AT.date())
    assert notices() == [("bundled", ""), ("bundled", "")]


def test_where_the_day_had_its_letter_what_it_was_to_tell_goes_into_the_next(
    relay: Relay, world: World
) -> None:
    letter = stopped(world, "aside")
    world.promise(thing=3)
    world.deliver()

    try_again(letter, at=AT)
    world.deliver()
    world.wait(days=3)
    world.deliver()

    assert relay.copies() == {"reader1@example.org": 2}
    letter.refresh_from_db()
    assert letter.state == "not_needed"
    assert letter.reason == "What it was to tell goes into the next letter to this person."
    assert {state for state, _ in notices()} == {"told"}
    assert broken(at=world.now) == []


def test_a_letter_whose_words_are_forgotten_is_not_sent_again(world: World) -> None:  # noqa: ARG001 -- its kinds
    letter = write(CODE.name, to="a@example.org", subject="Code", text="1", about="x:1", at=AT)
    assert letter is not None
    Letter.objects.update(state="failed", text="")

    with pytest.raises(CannotBeMended):
        try_again(letter, at=AT)


def test_a_letter_that_is_too_late_is_not_sent_again(world: World) -> None:
    letter = stopped(world, useful_until=AT)

    with pytest.raises(CannotBeMended):
        try_again(letter, at=AT)


@pytest.mark.parametrize("state", ["ready", "not_needed", "expired"])
def test_a_letter_that_did_not_stop_is_not_sent_again(world: World, state: str) -> None:
    letter = stopped(world, state)

    with pytest.raises(CannotBeMended):
        try_again(letter, at=AT)


def test_twice_sends_once(relay: Relay, world: World) -> None:
    letter = stopped(world)
    try_again(letter, at=AT)

    with pytest.raises(CannotBeMended):
        try_again(letter, at=AT)

    world.deliver()
    assert relay.copies() == {"reader1@example.org": 1}


def test_a_letter_in_doubt_is_taken_as_sent_with_the_moment_at_which_it_was_handed_over(
    world: World,
) -> None:
    letter = in_doubt(world)

    take_as_sent(letter, at=AT)

    letter.refresh_from_db()
    assert (letter.state, letter.accepted_at) == ("accepted", AT - timedelta(hours=1))
    assert (letter.lease_token, letter.day) == (None, AT.date())
    assert notices() == [("told", "")]
    assert broken(at=AT) == []
    assert not sweep(at=AT).total()


def test_a_letter_in_doubt_may_be_sent_again(relay: Relay, world: World) -> None:
    letter = in_doubt(world)

    try_again(letter, at=AT)
    world.deliver()

    assert [one.message_id for one in relay.taken] == [letter.message_id]


def test_what_may_still_be_answered_is_not_in_doubt(world: World) -> None:
    letter = in_doubt(world)
    Letter.objects.update(lease_until=AT)

    for deed in (try_again, take_as_sent):
        with pytest.raises(CannotBeMended):
            deed(letter, at=AT)
    with pytest.raises(CannotBeMended):
        end(letter, why="x", at=AT)


def test_a_letter_set_aside_in_doubt_counts_as_sent_even_if_the_day_had_another(
    relay: Relay,  # noqa: ARG001 -- takes the other one
    world: World,
) -> None:
    letter = in_doubt(world)
    Letter.objects.update(state="aside", reason="Nobody knows.", lease_token=None, lease_until=None)
    Notice.objects.update(state="failed", reason="Nobody knows.", settled_at=AT)
    world.promise(thing=5)
    world.deliver()

    take_as_sent(letter, at=AT)

    letter.refresh_from_db()
    assert (letter.state, letter.is_routine, letter.day) == ("accepted", False, None)


def test_a_letter_that_never_reached_the_server_cannot_be_taken_as_sent(world: World) -> None:
    letter = stopped(world, "aside")

    with pytest.raises(CannotBeMended):
        take_as_sent(letter, at=AT)


@pytest.mark.parametrize("state", ["ready", "aside"])
def test_an_ended_letter_and_its_notices_say_why(relay: Relay, world: World, state: str) -> None:
    letter = stopped(world, state)

    end(letter, why="The text was wrong.", at=AT)
    world.deliver()

    letter.refresh_from_db()
    assert (letter.state, letter.reason) == ("not_needed", "The text was wrong.")
    assert notices() == [("not_needed", "The text was wrong.")] * 2
    assert relay.copies() == {}
    assert broken(at=AT) == []


def test_an_ended_code_is_forgotten_and_another_letter_keeps_its_words(world: World) -> None:  # noqa: ARG001 -- its kinds
    for kind in (CODE, PLAIN):
        letter = write(kind.name, to="a@example.org", subject="A", text="words", about="x:1", at=AT)
        assert letter is not None
        end(letter, why="Asked for by mistake.", at=AT)

    assert list(Letter.objects.order_by("pk").values_list("text", flat=True)) == ["", "words"]


def test_a_letter_that_has_left_cannot_be_ended(relay: Relay, world: World) -> None:  # noqa: ARG001 -- takes it
    world.promise()
    world.deliver()

    with pytest.raises(CannotBeMended):
        end(Letter.objects.get(), why="Too late.", at=AT)

    assert Attempt.objects.count() == 1
