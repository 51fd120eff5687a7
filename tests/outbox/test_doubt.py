"""A line that broke after the final dot: settled by the relay's journal, or the kind's policy."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from outbox.actions.promising import write
from outbox.kinds import Kind
from outbox.models import Attempt, Letter
from tests.outbox.world import (
    ASK_US,
    ASKED,
    AT,
    CODE,
    DUE,
    World,
    address_of,
    letter_now,
    told,
)
from tests.relay import CUT, Phase, Relay

pytestmark = pytest.mark.django_db
State = Letter.State
SETTLED = timedelta(seconds=30 + 60 + 1)  # the lease, the grace, and a moment
NOBODY = "Nobody can say whether the mail server took it."


@pytest.fixture
def journal(tmp_path: Path, settings: Settings, relay: Relay) -> Path:
    """A journal in the time of the test's world; the relay's own is in ours."""
    assert relay.port
    settings.RELAY_JOURNAL = tmp_path / "told"
    return tmp_path / "told"


def note(path: Path, moment: datetime, message_id: str = "-") -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{moment.isoformat()} {message_id}\n")


def in_doubt(world: World, relay: Relay, kind: Kind = ASKED, *, cut: Phase = "taken") -> Letter:
    """A letter whose line broke after the dot, long enough ago that it is settled."""
    relay.tell(cut, CUT)
    world.promise(kind)
    world.deliver()
    world.now += SETTLED
    return letter_now()


def test_it_stays_open_and_is_not_sent_again_at_once(relay: Relay, world: World) -> None:
    relay.tell("taken", CUT)
    world.promise()

    world.deliver()
    world.wait(seconds=80)
    figures = [world.sweep(), world.deliver()]

    assert figures == [{}, {}]
    assert (letter_now().state, len(relay.taken)) == (State.DATA_OPEN, 1)
    assert [(one.phase, one.code) for one in Attempt.objects.all()] == [("dot", None)]


def test_what_the_journal_has_was_accepted(relay: Relay, world: World, journal: Path) -> None:
    letter = in_doubt(world, relay)
    moment = AT + timedelta(seconds=1)
    note(journal, AT - timedelta(hours=1))
    note(journal, moment, letter.message_id)
    note(journal, world.now)

    assert world.sweep() == {"found_accepted": 1}
    world.deliver()

    assert (letter_now().state, letter_now().accepted_at) == (State.ACCEPTED, moment)
    assert told() == [("told", "")]
    assert len(relay.taken) == 1


def test_what_the_journal_cannot_have_missed_goes_out(
    relay: Relay, world: World, journal: Path
) -> None:
    in_doubt(world, relay, cut="dot")
    note(journal, AT - timedelta(hours=1))
    note(journal, world.now)

    assert world.sweep() == {"found_refused": 1}
    assert letter_now().attempts == 0
    world.deliver()

    assert relay.copies() == {address_of(1): 1}
    assert relay.heard[0] == relay.heard[1]


def test_a_journal_that_is_behind_is_waited_for(relay: Relay, world: World, journal: Path) -> None:
    in_doubt(world, relay, ASK_US)
    note(journal, AT - timedelta(hours=1))
    note(journal, AT + timedelta(seconds=59))

    assert world.sweep() == {"still_in_doubt": 1}
    world.wait(hours=2)

    assert world.sweep() == {"given_up": 1}
    assert letter_now().state == State.ASIDE


def test_a_journal_that_begins_later_tells_nothing(
    relay: Relay, world: World, journal: Path
) -> None:
    in_doubt(world, relay)
    note(journal, AT + timedelta(seconds=1))
    note(journal, world.now)

    assert world.sweep() == {"still_in_doubt": 1}


def test_a_long_journal_with_odd_lines_is_read_to_the_letter(
    relay: Relay, world: World, journal: Path
) -> None:
    letter = in_doubt(world, relay)
    note(journal, AT - timedelta(hours=1))
    with journal.open("a") as file:
        file.write("no line of a journal\n2026-11-06T09:30:00 <without.zone>\n")
    note(journal, AT, letter.message_id)
    for number in range(3000):
        note(journal, world.now, f"<{number}@elsewhere.example.org>")
    with journal.open("ab") as file:
        file.write(b"\xff\xfe\n2026-11-06T09:3")

    assert world.sweep() == {"found_accepted": 1}


def test_without_a_journal_a_reminder_is_sent_again_under_its_name(
    relay: Relay, world: World, settings: Settings
) -> None:
    settings.RELAY_JOURNAL = None
    in_doubt(world, relay, DUE)

    assert world.sweep() == {"sent_again": 1}
    world.deliver()

    first, again = relay.taken
    assert first.raw == again.raw
    assert letter_now().attempts == 1
    assert told() == [("told", "")]


def test_a_letter_is_not_sent_again_for_ever(
    relay: Relay, world: World, settings: Settings
) -> None:
    settings.RELAY_JOURNAL = None
    relay.tell("dot", CUT, times=99)
    world.promise(ASKED)
    while letter_now_or_none() != State.ASIDE:
        world.deliver()
        world.now += SETTLED
        world.sweep()

    assert len(relay.heard) == 12
    assert told() == [("failed", NOBODY)]


def letter_now_or_none() -> str | None:
    return Letter.objects.values_list("state", flat=True).first()


def test_without_a_journal_a_person_is_asked_where_twice_is_worse(
    relay: Relay, world: World, settings: Settings
) -> None:
    settings.RELAY_JOURNAL = settings.VAR_DIR / "no journal"
    in_doubt(world, relay, ASK_US)

    assert world.sweep() == {"given_up": 1}
    assert letter_now().state == State.ASIDE
    assert told() == [("failed", NOBODY)]


def test_without_a_journal_a_code_is_given_up_and_forgotten(
    relay: Relay, world: World, settings: Settings
) -> None:
    settings.RELAY_JOURNAL = None
    relay.tell("taken", CUT)
    write(CODE.name, to=address_of(1), subject="Code", text="    AB", about="test.it:1", at=AT)
    world.deliver()
    world.now += SETTLED

    assert world.sweep() == {"given_up": 1}
    assert (letter_now().state, letter_now().text) == (State.FAILED, "")
    assert told() == [("failed", NOBODY)]


def test_the_next_letter_leaves_over_a_new_line(relay: Relay, world: World) -> None:
    relay.tell("taken", CUT)
    for person in (1, 2, 3):
        world.promise(to=person)

    figures = world.deliver()

    assert figures == {"accepted": 2, "in_doubt": 1}
    assert relay.lines == 2
