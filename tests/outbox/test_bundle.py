"""What is due for a person goes into one letter a day, in their hours."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from outbox.actions.bundling import bundle, drop, release
from outbox.actions.promising import blank_letter, promise_all
from outbox.kinds import Lane
from outbox.models import Letter, Notice
from outbox.promises import Promise
from tests.outbox.world import ASKED, AT, DUE, NEWS, ROLE, World, letter_now, told
from tests.relay import Relay

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 7, 0, 0, tzinfo=UTC)
BUNDLED, WAITING = (Notice.State.BUNDLED, ""), (Notice.State.WAITING, "")


def test_what_a_person_owes_goes_into_one_letter(world: World) -> None:
    for kind, thing in ((DUE, 1), (DUE, 2), (ROLE, 3), (NEWS, 4)):
        world.promise(kind, thing=thing)
    world.promise(to=2)

    assert bundle(at=AT) == 5
    mine, others = Letter.objects.order_by("person")
    assert [mine.notices.count(), others.notices.count()] == [4, 1]
    assert (mine.is_routine, mine.day, mine.lane) == (True, AT.date(), Lane.MAIL)


def test_a_notice_joins_the_letter_that_still_waits(world: World) -> None:
    world.promise()
    bundle(at=AT)
    world.promise(thing=2)

    bundle(at=AT + timedelta(minutes=10))

    assert letter_now().notices.count() == 2


def test_a_letter_left_over_from_yesterday_counts_for_today(world: World) -> None:
    world.promise()
    bundle(at=AT - timedelta(days=1))
    world.promise(thing=2)

    bundle(at=AT)

    assert (letter_now().day, letter_now().notices.count()) == (AT.date(), 2)


def test_after_the_letter_of_the_day_the_next_leaves_tomorrow(relay: Relay, world: World) -> None:
    world.promise()
    world.deliver()
    world.promise(thing=2)

    world.wait(hours=2)
    world.deliver()
    assert told()[1] == WAITING
    assert Notice.objects.get(about="test.thing:2").not_before == MIDNIGHT
    world.now = MIDNIGHT
    world.deliver()

    assert len(relay.taken) == 2


def test_a_letter_whose_words_have_been_offered_takes_no_more(relay: Relay, world: World) -> None:
    relay.tell("dot", "451 Try again later")
    world.promise()
    world.deliver()
    world.promise(thing=2)

    world.wait(minutes=10)
    world.deliver()

    assert [letter.notices.count() for letter in Letter.objects.all()] == [1]
    assert relay.heard[0] == relay.heard[1]


def test_a_letter_that_is_under_way_takes_no_more(world: World) -> None:
    world.promise()
    bundle(at=AT)
    Letter.objects.update(
        state=Letter.State.LEASED, lease_token="0" * 32, lease_until=AT + timedelta(minutes=1)
    )
    world.promise(thing=2)

    assert bundle(at=AT) == 0
    assert told() == [BUNDLED, WAITING]


def test_in_quiet_hours_a_letter_waits_for_the_morning(world: World) -> None:
    world.shut_until = {1: MORNING}
    world.promise()
    world.promise(to=2)

    assert bundle(at=AT) == 1
    waiting = Notice.objects.get(state=Notice.State.WAITING)
    assert (waiting.person, waiting.not_before) == (1, MORNING)
    assert bundle(at=MORNING) == 1


def test_what_leaves_alone_leaves_at_any_hour_beside_the_letter_of_the_day(
    relay: Relay, world: World
) -> None:
    world.promise()
    world.deliver()
    world.shut_until = {1: MORNING}
    world.promise(ASKED, thing=2)
    world.promise(ASKED, thing=3)

    world.deliver()

    assert len(relay.taken) == 3
    assert [letter.is_routine for letter in Letter.objects.order_by("pk")] == [True, False, False]


def test_what_is_past_its_use_gets_no_letter(world: World) -> None:
    world.promise(useful_until=AT)
    world.promise(thing=2, useful_until=AT + timedelta(seconds=1))

    assert bundle(at=AT) == 1
    assert told() == [(Notice.State.EXPIRED, "It was too late to be of use."), BUNDLED]


def test_two_routine_letters_of_a_day_cannot_be_stored() -> None:
    def stored(state: str) -> None:
        letter = blank_letter(person=1, lane=Lane.MAIL, at=AT)
        letter.is_routine, letter.day, letter.state = True, AT.date(), state
        letter.accepted_at = AT if state == Letter.State.ACCEPTED else None
        letter.save()

    stored(Letter.State.FAILED)
    stored(Letter.State.ACCEPTED)

    with pytest.raises(IntegrityError, match="one_routine_letter_a_day"), transaction.atomic():
        stored(Letter.State.READY)


def test_what_was_held_goes_on_or_ends_as_a_person_says(world: World) -> None:
    def promised(kind: str) -> list[Promise]:
        return [Promise(kind, person, "test.thing:1", "1") for person in (1, 2)]

    promise_all([*promised(DUE.name), *promised(ASKED.name)], at=AT, hold=True)
    assert bundle(at=AT) == 0

    assert release(ASKED.name, at=AT) == 2
    assert drop(DUE.name, why="They were sent by hand.", at=AT) == 2

    assert bundle(at=AT) == 2
    assert [letter.is_routine for letter in Letter.objects.all()] == [False, False]
    ended = Notice.objects.filter(kind=DUE.name)
    assert {(one.state, one.reason) for one in ended} == {
        (Notice.State.NOT_NEEDED, "They were sent by hand.")
    }
    assert world.asked == {}


def test_bundling_takes_as_many_statements_for_many_as_for_one(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    world.promise()
    bundle(at=AT)
    for person in range(2, 40):
        world.promise(to=person)
        world.promise(ASKED, to=person, thing=2)

    with django_assert_num_queries(12):
        bundle(at=AT)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("world")
def test_two_that_bundle_at_once_make_one_letter_a_person() -> None:
    promise_all(
        [
            Promise(DUE.name, person, f"test.thing:{thing}", "1")
            for thing in range(4)
            for person in range(1, 101)
        ],
        at=AT,
    )
    start = Barrier(2)
    found: list[int] = []

    def bundle_them() -> None:
        start.wait(10)
        found.append(bundle(at=AT))
        connection.close()

    threads = [Thread(target=bundle_them) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    bundle(at=AT)

    assert len(found) == 2
    assert Letter.objects.count() == 100
    assert Notice.objects.filter(state=Notice.State.BUNDLED).count() == 400
