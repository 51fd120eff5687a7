"""The broker is wiped, killed and empty; the database goes down in the middle of a batch."""

from collections.abc import Callable

from tests.chaos.conftest import OpenStage
from tests.chaos.letters import ALONE, address_of
from tests.chaos.stage import one_each

FIRST, SECOND, ALL = range(1, 201), range(201, 301), range(1, 301)


def test_the_broker_is_wiped_and_then_gone_for_a_while(
    open_stage: OpenStage, tell: Callable[[str], None]
) -> None:
    stage = open_stage()
    stage.worker()
    stage.beat()
    stage.promise(ALONE, FIRST)

    for letters in (1, 50, 100):
        stage.wait_for(letters)
        stage.estate.flush_valkey()
    stage.wait_for(150)
    stage.estate.kill_valkey()
    stage.wait_for(len(FIRST))  # who sends already needs no broker
    stage.promise(ALONE, SECOND)
    stage.estate.start_valkey_again()
    back = stage.seconds()
    stage.wait_for(len(FIRST) + 1)
    resumed = stage.seconds() - back
    stage.wait_for(len(ALL))
    stage.wait_until_settled()

    stage.check(expected=one_each(ALL))
    tell(
        f"{len(ALL)} letters, 3 wipes, 1 death of the broker; delivery went on {resumed:.0f} s"
        f" after its return; 0 lost, 0 doubled; {stage.seconds():.0f} s"
    )


def test_the_database_goes_down_in_the_middle(
    open_stage: OpenStage, tell: Callable[[str], None]
) -> None:
    stage = open_stage()
    worker, beat = stage.worker(), stage.beat()
    engine = stage.engine()
    stage.promise(ALONE, FIRST)

    for letters in (60, 120):
        stage.wait_for(letters)
        stage.estate.restart_postgres()
        stage.forget_line()
    stage.promise(ALONE, SECOND)
    stage.wait_for(len(ALL))
    stage.wait_until_settled()

    assert [one.poll() for one in (worker, beat, engine)] == [None, None, None]
    stage.check(expected=one_each(ALL))
    tell(
        f"{len(ALL)} letters, 2 immediate restarts, {stage.doubts_accepted()} settled as accepted"
        f" by the journal; no process restarted; 0 lost, 0 doubled; {stage.seconds():.0f} s"
    )


def test_many_engines_at_once(open_stage: OpenStage, tell: Callable[[str], None]) -> None:
    stage = open_stage()
    for _ in range(2):
        stage.worker(processes=1)
        stage.beat()
    stage.engine()
    stage.relay.go_away()
    stage.promise(ALONE, ALL)
    stage.wait_until_all_run()
    stage.relay.listen()

    stage.wait_for(len(ALL))
    stage.wait_until_settled()

    stage.check(expected=one_each(ALL))
    assert stage.relay.lines >= 3
    assert address_of(1) in stage.relay.copies()
    tell(
        f"{len(ALL)} letters by 2 workers with 2 beats and the command, over {stage.relay.lines}"
        f" lines; 0 lost, 0 doubled; {stage.seconds():.0f} s"
    )
