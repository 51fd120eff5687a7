"""What is wrong with delivery is said in sentences, and nothing else is."""

import uuid
from datetime import datetime, timedelta

import pytest

from outbox import fence
from outbox.actions.pausing import pause
from outbox.health import health
from outbox.kinds import Lane
from outbox.models import Installation, Letter, Run
from tests.outbox.world import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_work() -> None:
    """An armed database whose letters were delivered a second ago."""
    fence.arm(by="the test", at=AT)
    Run.objects.create(job="deliver", began_at=AT, ended_at=AT - timedelta(seconds=1))


def letter(lane: Lane = Lane.MAIL, *, due: datetime = AT, **fields: object) -> Letter:
    return Letter.objects.create(
        **{"message_id": f"<{uuid.uuid4()}@example.org>", "lane": lane, "promised_at": due}
        | {"not_before": due}
        | fields
    )


def troubles(at: datetime = AT) -> list[str]:
    return list(health(at=at).troubles)


def test_all_is_well() -> None:
    letter()
    letter(state="failed")

    assert troubles() == []


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (179, []),
        (182, ["The job of sending letters has not ended for 3 minutes."]),
        (8000, ["The job of sending letters has not ended for 2 hours."]),
        (200_000, ["The job of sending letters has not ended for 2 days."]),
    ],
)
def test_delivery_that_stands_still_is_told(seconds: int, said: list[str]) -> None:
    assert troubles(AT + timedelta(seconds=seconds)) == said


def test_delivery_that_never_ran_is_told() -> None:
    Run.objects.all().delete()

    assert troubles() == ["Nothing has ever been delivered from here."]


@pytest.mark.parametrize(
    ("lane", "seconds", "said"),
    [
        (Lane.URGENT, 60, []),
        (Lane.URGENT, 61, ["A code, or another urgent letter, has waited for 61 seconds."]),
        (Lane.MAIL, 600, []),
        (Lane.MAIL, 660, ["An ordinary letter has waited for 11 minutes."]),
        (Lane.BULK, 660, ["A digest has waited for 11 minutes."]),
    ],
)
def test_a_letter_that_waits_too_long_is_told(lane: Lane, seconds: int, said: list[str]) -> None:
    letter(lane, due=AT - timedelta(seconds=seconds))

    assert troubles() == said


@pytest.mark.parametrize("lane", [None, Lane.MAIL])
def test_letters_that_somebody_paused_wait_because_they_should(lane: Lane | None) -> None:
    letter(due=AT - timedelta(days=1))
    pause(lane=lane, why="A test.", by=1, at=AT)

    assert troubles() == []


def test_a_pause_of_another_lane_excuses_nothing() -> None:
    letter(due=AT - timedelta(minutes=11))
    pause(lane=Lane.BULK, why="A test.", by=1, at=AT)

    assert troubles() == ["An ordinary letter has waited for 11 minutes."]


@pytest.mark.parametrize(
    ("minutes", "said"), [(29, []), (31, ["In doubt for more than 30 minutes: 1 letter."])]
)
def test_a_letter_long_in_doubt_is_told(minutes: int, said: list[str]) -> None:
    letter(
        state="data_open",
        to="a@example.org",
        lease_token=uuid.uuid4(),
        lease_until=AT - timedelta(minutes=1),
        data_opened_at=AT - timedelta(minutes=minutes),
    )

    assert troubles() == said


def test_letters_set_aside_are_told_however_old() -> None:
    for days in (1, 300):
        letter(state="aside", due=AT - timedelta(days=days))

    assert troubles() == ["Set aside, for a person to look at: 2 letters."]


def test_a_disarmed_database_is_told() -> None:
    Installation.objects.update(environment="elsewhere")

    assert troubles() == ["This database belongs to “elsewhere”; this is “test”."]


def test_a_job_that_failed_is_told_by_its_fault_until_it_goes_well() -> None:
    Run.objects.create(job="plan reports", began_at=AT, failed_at=AT, failure="LookupError")
    failing = troubles()
    Run.objects.filter(job="plan reports").update(failed_at=None, failure="")

    assert failing == ["The job of planning reports failed: LookupError."]
    assert troubles() == []
