"""Workers die in the middle of their work, and are frozen for longer than anybody waits."""

from collections.abc import Callable

from tests.chaos.conftest import OpenStage
from tests.chaos.letters import ALONE, address_of
from tests.chaos.stage import one_each
from tests.relay import Phase

LETTERS = range(1, 1001)
LOST_BEFORE_A_WORD = 400
READERS = range(1, 31)
IN_DOUBT: tuple[Phase, ...] = ("DATA", "body", "dot", "taken")
KILLED_AT: tuple[Phase, ...] = ("RCPT", *IN_DOUBT)


def test_workers_killed_in_a_batch_of_a_thousand(
    open_stage: OpenStage, tell: Callable[[str], None]
) -> None:
    stage = open_stage()
    worker, _ = stage.worker(), stage.beat()
    stage.promise(ALONE, LETTERS)
    stage.relay.tell("MAIL", stage.kill_sender)
    for number, phase in enumerate(KILLED_AT * 3, 1):
        stage.relay.tell(phase, stage.kill_sender, to=address_of(number * 60))

    for letters in (200, LOST_BEFORE_A_WORD, 700):
        stage.wait_for(letters)
        stage.kill(worker)
        worker = stage.worker()
        if letters == LOST_BEFORE_A_WORD:  # not at the first one: it would be lost with it twice
            stage.relay.tell("connect", stage.kill_sender)
    stage.wait_for(len(LETTERS))
    stage.wait_until_settled()

    met = [fault.phase for fault in stage.relay.met]
    doubts = sum(phase in IN_DOUBT for phase in met)
    assert (len(met), stage.killed) == (17, 20)
    stage.check(expected=one_each(LETTERS))
    tell(
        f"{len(LETTERS)} letters, {stage.killed} kills, {doubts} of them with a letter handed over,"
        f" {stage.doubts_accepted()} settled as accepted by the journal; 0 lost, 0 doubled;"
        f" {stage.seconds():.0f} s"
    )


def test_a_sender_frozen_for_longer_than_lease_and_grace(
    open_stage: OpenStage, tell: Callable[[str], None]
) -> None:
    stage = open_stage()
    stage.worker(processes=3)
    stage.beat()
    stage.promise(ALONE, READERS)
    at: tuple[tuple[Phase, int], ...] = (("RCPT", 5), ("DATA", 15))
    for phase, person in at:
        stage.relay.tell(phase, stage.freeze_sender, to=address_of(person))

    stage.wait_for(len(READERS))
    stage.wait_until_settled()
    frozen = len(stage.frozen)
    stage.thaw()
    stage.promise(ALONE, READERS, occasion="2026-11")
    stage.wait_for(2 * len(READERS))
    stage.wait_until_settled()

    stage.check(expected={address_of(person): 2 for person in READERS})
    tell(f"{frozen} senders frozen, thawed after all was sent by others; {stage.seconds():.0f} s")
