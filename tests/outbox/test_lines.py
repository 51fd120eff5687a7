"""Where many letters wait, one process hands them over by several lines: each letter once."""

from collections import Counter

import pytest
from django.utils import timezone
from pytest_django import Settings

from outbox.actions.bundling import bundle
from outbox.actions.promising import promise_all
from outbox.delivery.lines import deliver_by_lines
from outbox.delivery.smtp import Line
from outbox.models import Letter
from outbox.promises import Promise
from tests.outbox.world import BULK, World, address_of
from tests.relay import Relay

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def three_lines(settings: Settings, world: World) -> None:
    settings.MAIL_LINES = 3
    world.now = timezone.now()


def wait_for_delivery(letters: int) -> None:
    at = timezone.now()
    promises = [Promise(BULK.name, one, "test.thing:1", "x") for one in range(1, letters + 1)]
    promise_all(promises, at=at)
    bundle(at=at)


def test_many_leave_by_all_lines_and_each_once(relay: Relay) -> None:
    wait_for_delivery(200)

    figures = deliver_by_lines(seconds=20)

    assert figures == {"accepted": 200}
    assert relay.copies() == {address_of(one): 1 for one in range(1, 201)}
    assert relay.lines == 3
    assert Counter(Letter.objects.values_list("state", flat=True)) == {"accepted": 200}


def test_a_letter_with_which_a_sender_died_leaves_when_all_other_lines_have_ended(
    relay: Relay,
) -> None:
    wait_for_delivery(200)
    Letter.objects.filter(person=1).update(crashes=1)
    open_beside: list[int] = []
    relay.tell("RCPT", lambda _port: open_beside.append(len(relay.open)), to=address_of(1))

    assert deliver_by_lines(seconds=20) == {"accepted": 200}
    assert open_beside == [1]
    assert relay.taken[-1].to == address_of(1)


def test_a_batch_leaves_by_one_line(relay: Relay) -> None:
    wait_for_delivery(50)

    assert deliver_by_lines(seconds=20) == {"accepted": 50}
    assert relay.lines == 1


def test_a_line_that_fails_is_told_after_the_others_have_ended(
    relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Line] = []
    open_line = Line.open

    def fail_once(line: Line) -> None:
        opened.append(line)
        if line is not opened[0]:
            raise RuntimeError("a fault of ours")
        open_line(line)

    monkeypatch.setattr(Line, "open", fail_once)
    wait_for_delivery(120)

    with pytest.raises(RuntimeError, match="a fault of ours"):
        deliver_by_lines(seconds=20)

    waiting = Letter.objects.filter(state=Letter.State.READY).count()
    assert (waiting + len(relay.taken), Letter.objects.exclude(lease_token=None).count()) == (
        120,
        0,
    )
