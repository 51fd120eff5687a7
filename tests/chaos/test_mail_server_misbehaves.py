"""A mail server that refuses, dawdles, puts off and breaks lines: one copy each, if any is due."""

from collections.abc import Callable

from outbox.models import Letter, Notice
from outbox.promises import key_of, number_in
from people.models import Person
from tests.chaos.conftest import OpenStage
from tests.chaos.letters import ALONE, IF_THERE, address_of
from tests.relay import CUT

READERS = range(1, 61)
REFUSED, PUT_OFF, LOST_ANSWER, NOT_TAKEN, CUT_SHORT = 10, 20, 30, 40, 50
SLOW_SECONDS = 2.0


def test_everything_a_mail_server_may_do_at_once(
    open_stage: OpenStage, tell: Callable[[str], None]
) -> None:
    stage = open_stage(ANSWER=2.5, LEASE=8.0, IDLE=3.5, GRACE=4.0)
    stage.relay.go_away()
    stage.worker()
    stage.beat()
    stage.promise(ALONE, READERS)
    left, stayed = (key_of(Person.objects.create(name=name)) for name in ("Left", "Stayed"))
    for about in (left, stayed):
        stage.promise(IF_THERE, range(101, 102), about=about)
    stage.relay.tell("RCPT", "550 5.1.1 No such person", to=address_of(REFUSED))
    stage.relay.tell("RCPT", "451 4.2.0 Try again later", to=address_of(PUT_OFF))
    stage.relay.tell("dot", "452 4.3.1 No room", to=address_of(PUT_OFF))
    stage.relay.tell("taken", CUT, to=address_of(LOST_ANSWER))
    stage.relay.tell("dot", CUT, to=address_of(NOT_TAKEN))
    stage.relay.tell("body", CUT, to=address_of(CUT_SHORT))

    stage.wait_until_all_run()
    Person.objects.get(pk=number_in(left)).delete()
    stage.relay.answer_seconds = SLOW_SECONDS
    stage.relay.listen()
    stage.wait_for(2)
    stage.relay.answer_seconds = 0
    stage.wait_for(len(READERS))
    stage.wait_until_settled()

    expected = {address_of(person): 1 for person in (*READERS, 101) if person != REFUSED}
    stage.check(expected=expected)
    assert [fault.phase for fault in stage.relay.faults if fault.times] == []
    refused = Letter.objects.get(person=REFUSED)
    assert (refused.state, refused.attempts) == (Letter.State.FAILED, 1)
    assert Letter.objects.get(person=PUT_OFF).attempts == 2
    unneeded = Notice.objects.get(kind=IF_THERE.name, about=left)
    assert (unneeded.state, unneeded.reason) == (
        Notice.State.NOT_NEEDED,
        "The person it is about has left.",
    )
    tell(
        f"{len(READERS) + 2} letters: 1 refused, 1 not wanted any more, 1 put off twice,"
        f" {stage.doubts_accepted()} settled as accepted by the journal, 2 cut short and sent"
        f" again, 2 seconds an answer at first; 0 lost, 0 doubled; {stage.seconds():.0f} s"
    )
