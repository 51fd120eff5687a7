"""Letters are taken for a while, the most urgent first, and by one sender only."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from outbox.actions.bundling import bundle
from outbox.actions.promising import promise_all, write
from outbox.delivery import steps
from outbox.kinds import Kind, Lane
from outbox.models import Letter, Pause
from outbox.promises import Promise
from tests.outbox.world import ASKED, AT, BULK, CODE, World, address_of, letter_now
from tests.relay import Relay

pytestmark = pytest.mark.django_db


def write_code(to: str, *, at: datetime = AT) -> None:
    write(CODE.name, to=to, subject="Code", text="    ABCD", about="test.account:1", at=at)


def promise_many(world: World, kind: Kind, number: int, *, first: int = 1) -> None:
    for person in range(first, first + number):
        world.promise(kind, to=person)


def test_urgent_letters_leave_first_and_bulk_last(relay: Relay, world: World) -> None:
    world.promise(BULK, to=1)
    world.promise(ASKED, to=2)
    write_code("code@example.org")

    world.deliver()

    assert [one.to for one in relay.taken] == ["code@example.org", address_of(2), address_of(1)]


def test_of_one_lane_those_leave_first_that_have_waited_longest(relay: Relay, world: World) -> None:
    promise_many(world, ASKED, 3)
    bundle(at=AT)
    Letter.objects.filter(person=2).update(not_before=AT - timedelta(hours=1))

    world.deliver()

    assert [one.to for one in relay.taken] == [address_of(2), address_of(1), address_of(3)]


def test_a_code_is_not_kept_waiting_by_a_batch(relay: Relay, world: World) -> None:
    promise_many(world, BULK, 40)

    def move() -> None:
        """Time passes whenever one looks; after the third letter somebody asks for a code."""
        world.wait(seconds=0.2)
        if len(relay.taken) == 3 and not Letter.objects.filter(lane=Lane.URGENT).exists():
            write_code("code@example.org", at=world.now)

    world.moving = move
    while world.deliver():
        pass

    order = [one.to for one in relay.taken]
    assert order.index("code@example.org") <= 6
    assert len(order) == 41


def test_what_is_not_due_too_late_or_paused_is_not_taken(world: World) -> None:
    promise_many(world, ASKED, 3)
    bundle(at=AT)
    Letter.objects.filter(person=1).update(not_before=AT + timedelta(seconds=1))
    Letter.objects.filter(person=2).update(useful_until=AT)
    everything = Pause.objects.create(why="A test", began_at=AT)

    assert steps.claim(Lane.MAIL, at=AT) == []
    Pause.objects.filter(pk=everything.pk).update(ended_at=AT)
    Pause.objects.create(why="A test", began_at=AT, lane=Lane.BULK)
    assert [one.person for one in steps.claim(Lane.MAIL, at=AT)] == [3]


def test_a_letter_is_held_for_as_long_as_the_settings_say(world: World, relay: Relay) -> None:
    promise_many(world, ASKED, 1)
    bundle(at=AT)

    [letter] = steps.claim(Lane.MAIL, at=AT)

    assert letter.lease_until == AT + timedelta(seconds=30)
    assert letter_now().lease_token == letter.lease_token is not None
    assert steps.claim(Lane.MAIL, at=AT) == []
    assert relay.taken == []


def test_a_letter_with_which_a_sender_died_is_taken_by_itself(world: World) -> None:
    promise_many(world, ASKED, 4)
    bundle(at=AT)
    Letter.objects.filter(person__in=[2, 3]).update(crashes=1)

    assert {one.person for one in steps.claim(Lane.MAIL, at=AT)} == {1, 4}
    assert [one.person for one in steps.claim(Lane.MAIL, alone=True, at=AT)] == [2]
    assert [one.person for one in steps.claim(Lane.MAIL, alone=True, at=AT)] == [3]


def test_of_letters_with_which_senders_died_that_with_fewest_deaths_is_taken_first(
    world: World,
) -> None:
    promise_many(world, ASKED, 3)
    bundle(at=AT)
    for person, crashes in ((1, 2), (2, 1), (3, 2)):
        Letter.objects.filter(person=person).update(crashes=crashes)

    taken = [steps.claim(Lane.MAIL, alone=True, at=AT)[0].person for _ in range(3)]

    assert taken == [2, 1, 3]


def test_what_was_not_begun_is_handed_back_when_the_time_is_over(
    relay: Relay, world: World
) -> None:
    promise_many(world, ASKED, 15)

    def move() -> None:
        if len(relay.taken) == 5:
            world.wait(seconds=30)

    world.moving = move
    world.deliver()

    assert len(relay.taken) == 5
    waiting = Letter.objects.filter(state=Letter.State.READY, lease_token=None, attempts=0)
    assert waiting.count() == 10


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("world")
def test_two_senders_take_different_letters() -> None:
    promise_all([Promise(ASKED.name, one, "test.thing:1", "1") for one in range(1, 101)], at=AT)
    bundle(at=AT)
    start = Barrier(2)
    taken: list[int] = []

    def take() -> None:
        start.wait(10)
        while batch := steps.claim(Lane.MAIL, at=AT):
            taken.extend(letter.pk for letter in batch)
        connection.close()

    threads = [Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(taken) == len(set(taken)) == 100
