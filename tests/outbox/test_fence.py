"""Letters leave from one database of one environment, and from no copy of it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from outbox import fence
from outbox.models import Installation, Letter
from tests.outbox.world import AT, World, address_of, letter_now
from tests.relay import Relay

pytestmark = pytest.mark.django_db


def test_a_new_database_arms_itself(relay: Relay, world: World) -> None:
    assert fence.why_disarmed() == "Nobody has armed this database."
    world.promise()

    world.deliver()

    assert relay.copies() == {address_of(1): 1}
    assert Installation.objects.get().armed_by == "the database itself: it was new"


def test_a_database_that_has_sent_letters_waits_for_a_person(relay: Relay, world: World) -> None:
    world.promise()
    world.deliver()
    Installation.objects.all().delete()
    world.promise(to=2)

    world.deliver()

    assert relay.copies() == {address_of(1): 1}
    assert Letter.objects.get(person=2).state == Letter.State.READY


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("environment", "production", "This database belongs to “production”; this is “test”."),
        ("system_identifier", "1", "This database is a copy of the one that was armed."),
        ("database_oid", 1, "This database is a copy of the one that was armed."),
        ("timeline", 99, "This database was restored or promoted after it was armed."),
    ],
)
def test_nothing_leaves_from_a_copy_until_a_person_has_armed_it(
    relay: Relay, world: World, field: str, value: object, why: str
) -> None:
    fence.arm(by="A test", at=AT)
    Installation.objects.update(**{field: value})
    world.promise()

    world.deliver()
    assert (fence.why_disarmed(), relay.taken) == (why, [])
    assert letter_now().state == Letter.State.READY
    fence.arm(by="A person", at=AT)
    world.deliver()

    assert relay.copies() == {address_of(1): 1}
    assert Installation.objects.get().armed_by == "A person"


def test_a_database_that_knows_less_than_the_relay_has_gone_back(
    relay: Relay, world: World, settings: Settings, tmp_path: Path
) -> None:
    fence.arm(by="A test", at=AT)
    settings.RELAY_JOURNAL = tmp_path / "told"
    world.promise()
    moment = (timezone.now() + timedelta(minutes=1)).isoformat()
    (tmp_path / "told").write_text(f"{moment} <lost@localhost>\n")

    world.deliver()

    assert relay.taken == []
    assert fence.why_disarmed().endswith("it has gone back.")
