"""What dead senders leave behind is tidied up, and a letter that kills them stands aside."""

from datetime import timedelta

import pytest

from outbox.actions.bundling import bundle
from outbox.actions.promising import write
from outbox.delivery import steps
from outbox.invariants import broken
from outbox.kinds import Lane
from outbox.models import Letter
from tests.outbox.world import ASKED, AT, CODE, World, address_of, letter_now, told
from tests.relay import Relay

pytestmark = pytest.mark.django_db
State = Letter.State
DIED = "The program that sent it died with it three times."


def die(world: World, *, alone: bool) -> None:
    """A sender takes what there is and is never seen again; its lease runs out."""
    assert steps.claim(Lane.MAIL, alone=alone, at=world.now)
    world.wait(seconds=31)


def test_what_a_dead_sender_held_is_freed_when_its_lease_is_over(world: World) -> None:
    world.promise(ASKED)
    bundle(at=AT)
    steps.claim(Lane.MAIL, at=AT)

    world.wait(seconds=30)
    assert world.sweep() == {}
    world.wait(seconds=1)
    assert world.sweep() == {"freed": 1}

    assert (letter_now().state, letter_now().crashes, letter_now().lease_token) == (
        State.READY,
        1,
        None,
    )


def test_after_three_deaths_a_letter_stands_aside_and_the_others_leave(
    relay: Relay, world: World
) -> None:
    world.promise(ASKED, to=1)
    bundle(at=AT)
    for alone in (False, True, True):
        die(world, alone=alone)
        figures = world.sweep()

    assert figures == {"set_aside": 1}
    assert (letter_now().state, letter_now().reason) == (State.ASIDE, DIED)
    assert told() == [("failed", DIED)]
    world.promise(ASKED, to=2)
    world.deliver()
    assert relay.copies() == {address_of(2): 1}


def test_what_is_too_late_ends_without_being_sent(relay: Relay, world: World) -> None:
    world.promise(ASKED, useful_until=AT + timedelta(minutes=1))
    bundle(at=AT)

    world.wait(minutes=1)

    assert world.sweep() == {"expired": 1}
    world.deliver()
    assert relay.taken == []
    assert told() == [("expired", "It was too late to be of use.")]


def write_code(world: World) -> None:
    write(
        CODE.name,
        to=address_of(1),
        subject="Your code",
        text="    ABCD-EFGH",
        about="test.account:1",
        useful_until=world.now + timedelta(minutes=10),
        at=world.now,
    )


def test_a_code_is_forgotten_once_it_was_sent(relay: Relay, world: World) -> None:
    write_code(world)

    world.deliver()

    assert b"ABCD-EFGH" in relay.taken[0].raw
    assert (letter_now().state, letter_now().text) == (State.ACCEPTED, "")


def test_a_code_that_is_to_be_tried_again_is_kept(relay: Relay, world: World) -> None:
    relay.tell("RCPT", "451 Not now")
    write_code(world)
    world.deliver()

    world.wait(minutes=2)
    world.deliver()

    assert b"ABCD-EFGH" in relay.taken[0].raw


def test_a_code_that_was_refused_is_forgotten(relay: Relay, world: World) -> None:
    relay.tell("dot", "554 No")
    write_code(world)

    world.deliver()

    assert (letter_now().state, letter_now().text) == (State.FAILED, "")


def test_a_code_that_came_too_late_is_forgotten(world: World) -> None:
    write_code(world)

    world.wait(minutes=10)
    world.sweep()

    assert (letter_now().state, letter_now().text) == (State.EXPIRED, "")


def test_a_code_that_stands_aside_is_forgotten(world: World) -> None:
    write_code(world)
    for _ in range(3):
        assert steps.claim(Lane.URGENT, at=world.now) or steps.claim(
            Lane.URGENT, alone=True, at=world.now
        )
        world.wait(seconds=31)
        world.sweep()

    assert (letter_now().state, letter_now().text) == (State.ASIDE, "")


def test_what_must_be_true_is_told_where_it_is_not(relay: Relay, world: World) -> None:
    world.promise(ASKED)
    world.promise(ASKED, to=2)
    world.deliver()
    assert broken(at=world.now) == []

    Letter.objects.filter(person=1).update(state=State.FAILED, accepted_at=None)
    Letter.objects.filter(person=2).update(data_opened_at=None)

    assert broken(at=world.now) == [
        "1 told by a letter that was not accepted",
        "1 accepted without having been opened",
        "1 taken by the mail server, and not accepted",
    ]
    assert len(relay.taken) == 2
