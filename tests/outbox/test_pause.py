"""A pause holds letters back at once, of one lane or of all, and nothing is lost by it."""

from datetime import datetime, timedelta

import pytest

from outbox import fence
from outbox.actions.bundling import bundle
from outbox.actions.pausing import AlreadyPaused, pause, resume
from outbox.delivery.sending import deliver
from outbox.kinds import Lane
from outbox.models import Installation, Letter, Pause
from outbox.stops import Stop, stops
from tests.outbox.world import ASKED, AT, BULK, World
from tests.relay import Relay

pytestmark = pytest.mark.django_db


def test_while_mail_is_paused_no_letter_leaves_and_then_all_do(relay: Relay, world: World) -> None:
    paused = pause(lane=None, why="The text is wrong.", by=7, at=AT)
    for thing in range(3):
        world.promise(ASKED, thing=thing)
    before = world.deliver()["accepted"]

    resume(paused, by=8, at=AT)
    after = world.deliver()["accepted"]

    assert (before, after, len(relay.taken)) == (0, 3, 3)


def test_a_pause_within_a_batch_lets_no_other_letter_leave(relay: Relay, world: World) -> None:
    for thing in range(10):
        world.promise(ASKED, thing=thing)
    bundle(at=AT)

    def clock() -> datetime:
        if len(relay.taken) == 4 and not Pause.objects.exists():
            pause(lane=None, why="Stop!", by=7, at=AT)
        return world.now

    deliver(seconds=20, clock=clock)

    assert len(relay.taken) == 4
    assert dict.fromkeys(Letter.objects.values_list("state", flat=True)) == {
        "ready": None,
        "accepted": None,
    }


def test_a_paused_lane_keeps_no_other_waiting(relay: Relay, world: World) -> None:
    pause(lane=Lane.BULK, why="Later.", by=7, at=AT)
    world.promise(BULK, thing=1)
    world.promise(ASKED, thing=2)

    world.deliver()

    assert len(relay.taken) == 1
    assert Letter.objects.get(lane=Lane.BULK).state == Letter.State.READY


def test_what_is_paused_is_not_paused_twice() -> None:
    pause(lane=None, why="First.", by=7, at=AT)

    with pytest.raises(AlreadyPaused):
        pause(lane=None, why="Second.", by=8, at=AT)

    pause(lane=Lane.MAIL, why="Besides.", by=8, at=AT)
    assert list(Pause.objects.order_by("pk").values_list("why", flat=True)) == [
        "First.",
        "Besides.",
    ]


def test_who_ended_a_pause_and_when_is_kept_once() -> None:
    paused = pause(lane=None, why="A minute.", by=7, at=AT)

    ended = [resume(paused, by=by, at=AT + timedelta(minutes=by)) for by in (8, 9)]

    assert ended == [True, False]
    paused.refresh_from_db()
    assert (paused.ended_by, paused.ended_at) == (8, AT + timedelta(minutes=8))


def test_what_holds_letters_back_is_told_with_the_fence_first() -> None:
    fence.arm(by="the test", at=AT)
    nothing = stops()
    late = pause(lane=Lane.BULK, why="Later.", by=7, at=AT)
    now = pause(lane=None, why="Now.", by=7, at=AT)
    Installation.objects.update(environment="elsewhere")

    found = stops()

    assert nothing == []
    assert found == [
        Stop("This database belongs to “elsewhere”; this is “test”."),
        Stop("Now.", None, AT, now.pk),
        Stop("Later.", Lane.BULK, AT, late.pk),
    ]
    assert found[0].why == fence.why_disarmed()


def test_a_new_database_holds_nothing_back_and_one_that_sent_and_was_never_armed_does() -> None:
    new = stops()
    Letter.objects.create(
        message_id="<1@example.org>",
        lane=1,
        state=Letter.State.ACCEPTED,
        promised_at=AT,
        not_before=AT,
        accepted_at=AT,
    )

    assert new == []
    assert stops() == [Stop("Nobody has armed this database.")]
