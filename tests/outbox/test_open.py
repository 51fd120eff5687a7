"""The last question before the text leaves: is it still wanted, and still ours to send?"""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from outbox.actions.bundling import bundle
from outbox.actions.suppressing import lift, suppress
from outbox.delivery import steps
from outbox.delivery.sending import deliver
from outbox.delivery.steps import Written
from outbox.kinds import Lane
from outbox.models import Letter, Pause, Preference, Suppression
from tests.outbox.world import ASKED, AT, CODE, DUE, NEWS, ROLE, World, address_of, letter_now, told
from tests.relay import Relay

pytestmark = pytest.mark.django_db
State = Letter.State


def test_what_is_not_wanted_any_more_does_not_leave(relay: Relay, world: World) -> None:
    world.promise()
    bundle(at=AT)
    world.ended["test.thing:1"] = "handed in on Friday 6 November 2026"

    world.deliver()

    assert relay.taken == []
    assert (letter_now().state, letter_now().reason) == (
        State.NOT_NEEDED,
        "handed in on Friday 6 November 2026",
    )
    assert told() == [("not_needed", "handed in on Friday 6 November 2026")]


def test_of_three_things_only_those_are_told_that_are_still_wanted(
    relay: Relay, world: World
) -> None:
    for thing in (1, 2, 3):
        world.promise(thing=thing)
    world.ended["test.thing:2"] = "handed in"

    world.deliver()

    [letter] = relay.taken
    assert b"thing 1" in letter.raw
    assert b"thing 2" not in letter.raw
    assert told() == [("told", ""), ("not_needed", "handed in"), ("told", "")]


def test_who_has_no_account_any_more_gets_none(relay: Relay, world: World) -> None:
    world.promise()
    bundle(at=AT)
    world.gone.add(1)

    world.deliver()

    assert relay.taken == []
    assert told() == [("not_needed", "This person has no account, and so no address.")]


def test_a_letter_goes_where_its_reader_is_now(relay: Relay, world: World) -> None:
    relay.tell("dot", "451 Not now")
    world.promise()
    world.deliver()
    world.emails[1] = "new@example.org"

    world.wait(minutes=2)
    world.deliver()

    assert relay.copies() == {"new@example.org": 1}
    assert b"Dear Reader 1," in relay.taken[0].raw


@pytest.mark.parametrize(
    ("choice", "left"),
    [("all", {DUE, NEWS, ROLE}), ("owed", {DUE, ROLE}), ("duty", {ROLE})],
)
def test_who_chose_to_get_fewer_gets_fewer(
    relay: Relay, world: World, choice: str, left: set[object]
) -> None:
    Preference.objects.create(person=1, choice=choice, chosen_at=AT)
    for thing, kind in enumerate((DUE, NEWS, ROLE)):
        world.promise(kind, thing=thing)

    world.deliver()

    [letter] = relay.taken
    found = {
        kind for thing, kind in enumerate((DUE, NEWS, ROLE)) if b"thing %d" % thing in letter.raw
    }
    assert found == left


def test_a_choice_is_the_reason_that_is_kept(relay: Relay, world: World) -> None:
    Preference.objects.create(person=1, choice="owed", chosen_at=AT)
    world.promise(NEWS)

    world.deliver()

    assert relay.taken == []
    assert told() == [("not_needed", "Its reader chose to get only what i owe.")]


def test_a_pause_between_claiming_and_opening_holds_it(relay: Relay, world: World) -> None:
    world.promise()
    world.meanwhile.append(lambda: Pause.objects.create(why="A test", began_at=AT))

    world.deliver()
    assert (relay.taken, letter_now().state) == ([], State.READY)
    Pause.objects.update(ended_at=AT)
    world.deliver()

    assert relay.copies() == {address_of(1): 1}


def test_a_pause_of_another_lane_holds_nothing(relay: Relay, world: World) -> None:
    Pause.objects.create(why="A test", began_at=AT, lane=Lane.BULK)
    world.promise()

    world.deliver()

    assert len(relay.taken) == 1


def test_an_address_that_fails_gets_none_until_somebody_mends_it(
    relay: Relay, world: World
) -> None:
    world.emails[1] = "Reader1@Example.org"
    world.promise(ASKED)
    world.meanwhile.append(
        lambda: suppress(
            "reader1@EXAMPLE.org", reason=Suppression.Reason.BOUNCE, evidence="550", at=AT
        )
    )

    world.deliver()
    assert relay.taken == []
    assert letter_now().state == State.SUPPRESSED
    assert told() == [("failed", "This address cannot be reached.")]
    lift(Suppression.objects.get(), by=1, at=AT)
    world.promise(ASKED, thing=2)
    world.deliver()

    assert len(relay.taken) == 1


def test_what_is_too_late_when_its_turn_comes_does_not_leave(relay: Relay, world: World) -> None:
    world.promise(useful_until=AT + timedelta(minutes=1))
    world.promise(thing=2)
    bundle(at=AT)

    world.wait(minutes=1)
    world.deliver()

    [letter] = relay.taken
    assert b"thing 1" not in letter.raw
    assert told() == [("expired", "It was too late to be of use."), ("told", "")]


def test_a_letter_all_of_which_is_too_late_has_expired(relay: Relay, world: World) -> None:
    world.promise(useful_until=AT + timedelta(minutes=1))
    bundle(at=AT)

    world.wait(minutes=1)
    world.deliver()

    assert relay.taken == []
    assert letter_now().state == State.EXPIRED
    assert told() == [("expired", "It was too late to be of use.")]


def test_a_letter_that_another_sender_took_over_is_left_to_it(relay: Relay, world: World) -> None:
    other = uuid.uuid4()
    world.promise()
    world.meanwhile.append(lambda: Letter.objects.update(lease_token=other))

    world.deliver()

    assert relay.taken == []
    assert (letter_now().state, letter_now().lease_token) == (State.LEASED, other)


def test_a_slow_server_makes_us_ask_again(relay: Relay, world: World) -> None:
    relay.answer_seconds = 0.6
    world.promise(at=timezone.now())
    handed_in = {"test.thing:1": "handed in meanwhile"}
    world.meanwhile += [lambda: None, lambda: world.ended.update(handed_in)]

    bundle(at=timezone.now())
    deliver(seconds=20)

    assert relay.taken == []
    assert told() == [("not_needed", "handed in meanwhile")]
    assert world.asked[DUE.name] == 4  # claimed, connected, named its reader, claimed once more


def test_what_was_asked_too_long_ago_is_asked_again_for_all_that_wait_at_once(
    relay: Relay, world: World
) -> None:
    for person in range(1, 6):
        world.promise(ASKED, to=person)
    world.meanwhile.append(lambda: world.wait(seconds=2))

    world.deliver()

    assert len(relay.taken) == 5
    assert world.asked[ASKED.name] == 2


@pytest.mark.usefixtures("relay")
def test_only_who_holds_the_lease_in_time_opens_a_letter(world: World) -> None:
    world.promise(CODE)
    world.promise(ASKED)
    bundle(at=AT)
    [letter] = steps.claim(Lane.MAIL, at=AT)
    words = Written(address_of(1), "Subject", "Text", "", AT)

    assert not steps.open_data(letter, words, at=AT + timedelta(seconds=30))
    assert steps.open_data(letter, words, at=AT + timedelta(seconds=29))
    assert not steps.open_data(letter, words, at=AT + timedelta(seconds=29))


@pytest.mark.usefixtures("relay")
def test_a_sender_that_was_taken_over_settles_nothing(world: World) -> None:
    world.promise(ASKED)
    bundle(at=AT)
    [letter] = steps.claim(Lane.MAIL, at=AT)
    Letter.objects.update(lease_token=uuid.uuid4())

    steps.settle(letter, State.ACCEPTED, at=AT)
    steps.hand_back([letter])

    assert letter_now().state == State.LEASED
    assert told() == [("bundled", "")]
