"""What is promised leaves once, by real SMTP, from live state."""

import pytest

from outbox.models import Letter, Notice
from tests.outbox.world import World, address_of
from tests.relay import Relay

pytestmark = pytest.mark.django_db


def test_what_is_promised_leaves_once(relay: Relay, world: World) -> None:
    world.promise()

    rounds = [world.deliver() for _ in range(3)]

    assert [one["accepted"] for one in rounds] == [1, 0, 0]
    assert relay.copies() == {address_of(1): 1}
    letter = Letter.objects.get()
    assert letter.state == Letter.State.ACCEPTED
    assert letter.message_id == relay.taken[0].message_id
    assert [(notice.state, notice.letter) for notice in Notice.objects.all()] == [
        (Notice.State.TOLD, letter)
    ]
