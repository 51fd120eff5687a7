"""Whatever the mail server says, in whatever phase, has one consequence."""

from datetime import timedelta

import pytest

from outbox.actions.promising import write
from outbox.models import Attempt, Letter, Suppression
from tests.outbox.world import ASKED, AT, PLAIN, World, address_of, letter_now, told
from tests.relay import CUT, Fault, Phase, Relay

pytestmark = pytest.mark.django_db

READY, FAILED = Letter.State.READY, Letter.State.FAILED
LATER = (421, 450, 451, 452)
NEVER = (500, 535, 550, 552, 554)
AT_ONCE = timedelta(0)
FIRST = (timedelta(seconds=30), timedelta(seconds=60))  # between half and all of the first delay

# By phase and sort of answer: the letter's state, whether it is charged, whether it is put off.
TABLE: dict[tuple[Phase, bool], tuple[str, int, bool]] = {
    ("connect", False): (READY, 0, False),
    ("connect", True): (READY, 0, False),
    ("MAIL", False): (READY, 0, True),
    ("MAIL", True): (READY, 0, True),
    ("RCPT", False): (READY, 1, True),
    ("RCPT", True): (FAILED, 1, False),
    ("DATA", False): (READY, 1, True),
    ("DATA", True): (FAILED, 1, False),
    ("dot", False): (READY, 1, True),
    ("dot", True): (FAILED, 1, False),
}


@pytest.mark.parametrize("code", [*LATER, *NEVER])
@pytest.mark.parametrize("phase", ["connect", "MAIL", "RCPT", "DATA", "dot"])
def test_each_code_in_each_phase(relay: Relay, world: World, phase: Phase, code: int) -> None:
    state, attempts, is_put_off = TABLE[phase, code in NEVER]
    relay.tell(phase, f"{code} Not so")
    world.promise(ASKED)

    world.deliver()

    letter = letter_now()
    assert (letter.state, letter.attempts, letter.lease_token) == (state, attempts, None)
    if is_put_off:
        assert FIRST[0] <= letter.not_before - AT <= FIRST[1]
    elif state == READY:
        assert letter.not_before == AT
    if phase != "connect":
        [attempt] = Attempt.objects.all()
        assert (attempt.phase, attempt.code) == (phase.lower(), code)
        assert attempt.reply == "Not so"
    if state == FAILED:
        assert told() == [("failed", f"The mail server said: {code} Not so")]
    world.wait(minutes=2)
    world.deliver()
    assert relay.copies() == ({address_of(1): 1} if state == READY else {})


@pytest.mark.parametrize(
    ("phase", "attempts"), [("connect", 0), ("MAIL", 0), ("RCPT", 1), ("DATA", 1)]
)
def test_a_line_that_breaks_before_the_text_leaves_no_doubt(
    relay: Relay, world: World, phase: Phase, attempts: int
) -> None:
    relay.tell(phase, CUT)
    world.promise()

    world.deliver()
    assert (letter_now().state, letter_now().attempts) == (READY, attempts)
    world.wait(minutes=2)
    world.deliver()

    assert relay.copies() == {address_of(1): 1}


def write_large(world: World) -> None:
    """A letter that no buffer on its way holds whole."""
    write(
        PLAIN.name,
        to=address_of(1),
        subject="Large",
        text="Large",
        html="x" * 900 + ("\n" + "x" * 900) * 20_000,
        about="test.thing:1",
        at=world.now,
    )


def test_a_line_that_breaks_in_the_text_charges_nobody(relay: Relay, world: World) -> None:
    relay.tell("body", CUT)
    write_large(world)

    world.deliver()
    assert (letter_now().state, letter_now().attempts) == (READY, 0)
    assert [(one.phase, one.code) for one in Attempt.objects.all()] == [("body", None)]
    world.wait(minutes=2)
    world.deliver()

    assert relay.copies() == {address_of(1): 1}


def test_a_server_that_refuses_before_the_end_is_not_waited_for(relay: Relay, world: World) -> None:
    relay.tell("dot", "552 Too large")
    relay.tell("body", "552 Too large")
    write_large(world)
    world.promise(ASKED, to=2)

    world.deliver()

    assert Letter.objects.get(to=address_of(1)).state == FAILED
    assert relay.copies() == {}


def test_a_policy_of_the_server_is_not_taken_for_the_end(relay: Relay, world: World) -> None:
    relay.tell("RCPT", "554 5.7.1 Relay access denied")
    world.promise()

    world.deliver()

    assert (letter_now().state, letter_now().attempts) == (READY, 1)


def test_the_delay_doubles_up_to_two_hours(relay: Relay, world: World) -> None:
    relay.tell("dot", "451 Not now", times=99)
    world.promise(ASKED)
    delays = []

    for _ in range(11):
        world.deliver()
        delays.append(letter_now().not_before - world.now)
        world.now = letter_now().not_before

    for number, delay in enumerate(delays):
        whole = min(timedelta(hours=2), timedelta(seconds=60) * 2**number)
        assert whole / 2 <= delay <= whole
    world.deliver()
    assert (letter_now().state, letter_now().attempts) == (FAILED, 12)
    assert told() == [("failed", "The mail server said: 451 Not now")]


def test_one_reader_s_refusal_keeps_no_other_waiting(relay: Relay, world: World) -> None:
    relay.tell("RCPT", "550 5.1.1 No such person", to=address_of(2))
    for person in (1, 2, 3):
        world.promise(to=person)

    figures = world.deliver()

    assert figures == {"accepted": 2, "failed": 1}
    assert relay.copies() == {address_of(1): 1, address_of(3): 1}
    assert relay.lines == 1
    [suppressed] = Suppression.objects.all()
    assert (suppressed.email, suppressed.evidence) == (
        address_of(2),
        "550 5.1.1 No such person",
    )


def test_two_refusals_that_do_not_say_why_are_enough(relay: Relay, world: World) -> None:
    relay.tell("RCPT", "550 No", times=2, to=address_of(1))

    for thing in (1, 2):
        assert not Suppression.objects.exists()
        world.promise(ASKED, thing=thing)
        world.deliver()

    assert Suppression.objects.get().email == address_of(1)


def test_while_no_server_answers_nobody_is_charged(relay: Relay, world: World) -> None:
    for person in range(1, 30):
        world.promise(to=person)
    relay.go_away()

    figures = world.deliver()
    assert figures == {}
    assert {(one.state, one.attempts) for one in Letter.objects.all()} == {(READY, 0)}
    relay.listen()
    world.deliver()

    assert set(relay.copies().values()) == {1}
    assert len(relay.taken) == 29


def test_a_run_ends_when_lines_break_again_and_again(relay: Relay, world: World) -> None:
    for person in range(1, 10):
        world.promise(to=person)
    relay.tell("MAIL", "421 Closing", times=99)

    world.deliver()

    assert relay.lines == 3
    assert Attempt.objects.count() == 3
    relay.faults = [Fault("MAIL", "421 Closing", times=0)]
    world.wait(minutes=2)
    world.deliver()
    assert len(relay.taken) == 9


def test_a_line_is_used_for_a_hundred_letters(relay: Relay, world: World) -> None:
    for person in range(1, 105):
        world.promise(to=person)

    world.deliver()

    assert (len(relay.taken), relay.lines) == (104, 2)


def test_a_server_s_long_and_odd_answer_is_kept_as_far_as_it_fits(
    relay: Relay, world: World
) -> None:
    relay.tell("dot", "554 " + "\u0007 no" * 120)
    world.promise(ASKED)

    world.deliver()

    [(state, reason)] = told()
    assert state == "failed"
    assert reason.startswith("The mail server said: 554 no")
    assert len(reason) == 300
