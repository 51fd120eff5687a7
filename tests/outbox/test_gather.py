"""What becomes due as the day begins leaves in its one letter, beside what waited overnight."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

import outbox.planning
from outbox.actions.bundling import bundle
from outbox.actions.planning import plan
from outbox.models import Letter, Notice, Run
from outbox.planning import Due, Plan
from outbox.promises import Promise
from outbox.work import plan_unless_planned
from tests.outbox.world import AT, DUE, NEWS, World

pytestmark = pytest.mark.django_db

STAGE = Promise(DUE.name, 1, "test.thing:1", "2026-10 due_today")


@pytest.fixture
def asked_at(monkeypatch: pytest.MonkeyPatch, world: World) -> list[datetime]:
    """A planner of one stage that begins at `AT`, and when it was asked."""
    moments: list[datetime] = []

    def planner(at: datetime) -> Plan:
        moments.append(at)
        return Plan([Due(STAGE, "it is due today", AT)] if at >= AT else [])

    monkeypatch.setattr(outbox.planning, "_PLANNERS", {"test": planner})
    world.shut_until[1] = AT
    return moments


@pytest.mark.parametrize("minutes_before", [1, 5, 9])
def test_one_letter_tells_what_waited_and_what_begins_with_the_day(
    asked_at: list[datetime],  # noqa: ARG001 -- the planner
    world: World,
    minutes_before: int,
) -> None:
    evening = AT - timedelta(hours=14)
    world.promise(NEWS, thing=2, at=evening)
    bundle(at=evening)
    plan(at=AT - timedelta(minutes=minutes_before))

    bundle(at=AT)

    letter = Letter.objects.get()
    assert sorted(letter.notices.values_list("kind", flat=True)) == [DUE.name, NEWS.name]


def test_what_is_promised_ahead_waits_for_its_moment(asked_at: list[datetime]) -> None:
    plan(at=AT - timedelta(minutes=5))
    bundle(at=AT - timedelta(minutes=5))

    notice = Notice.objects.get()
    assert (notice.state, notice.not_before) == (Notice.State.WAITING, AT)
    assert len(asked_at) == 1


def test_after_a_standstill_letters_leave_only_once_it_was_planned(
    asked_at: list[datetime],
) -> None:
    now = timezone.now()
    Run.objects.create(job="plan test", began_at=now - timedelta(days=3))

    first, second = plan_unless_planned(), plan_unless_planned()

    assert (first, second, len(asked_at)) == (1, 0, 1)


def test_a_planner_that_fails_is_not_asked_at_every_delivery(
    asked_at: list[datetime],
) -> None:
    Run.objects.create(job="plan test", began_at=timezone.now(), failed_at=timezone.now())

    assert plan_unless_planned() == 0
    assert asked_at == []
