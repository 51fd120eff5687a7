"""Planners say what is due; it is promised once, and an unusual number waits for a person."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from outbox import planning
from outbox.actions.planning import plan
from outbox.models import Notice, Run
from outbox.planning import Due, Plan, plan_with
from outbox.promises import Promise
from tests.outbox.world import AT, DUE, NEWS, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch, world: World) -> Callable[..., None]:
    """Makes planners known, and forgets them and all others after the test."""
    assert world.now == AT
    monkeypatch.setattr(planning, "_PLANNERS", {})
    return plan_with


def due(number: int, *, kind: str = DUE.name, occasion: str = "2026-10") -> Plan:
    """So many notices, one a person."""
    return Plan(
        [
            Due(Promise(kind, person, f"test.thing:{person}", occasion), "it is due", AT)
            for person in range(1, number + 1)
        ]
    )


def test_what_is_due_is_promised_once_however_often_it_is_asked(
    plans: Callable[..., None],
) -> None:
    plans(reports=lambda _at: due(3))

    assert [plan(at=AT), plan(at=AT), plan(at=AT + timedelta(days=1))] == [3, 0, 0]
    assert Notice.objects.filter(state=Notice.State.WAITING).count() == 3


def test_a_planner_that_fails_stops_no_other(plans: Callable[..., None]) -> None:
    def broken(at: datetime) -> Plan:
        raise LookupError(at)

    plans(broken=broken, reports=lambda _at: due(2))

    assert plan(at=AT) == 2
    runs = {run.job: (run.failure, run.figures) for run in Run.objects.all()}
    assert runs == {"plan broken": ("LookupError", {}), "plan reports": ("", {"new": 2})}


def test_of_what_fails_half_way_nothing_is_promised(plans: Callable[..., None]) -> None:
    plans(reports=lambda _at: Plan([*due(2).due, *due(1, kind="test/none").due]))

    assert plan(at=AT) == 0
    assert not Notice.objects.exists()


def test_an_unusual_number_of_one_kind_is_held(plans: Callable[..., None]) -> None:
    plans(reports=lambda _at: Plan([*due(201).due, *due(200, kind=NEWS.name).due]))

    plan(at=AT)
    plan(at=AT + timedelta(minutes=5))

    held = Notice.objects.filter(state=Notice.State.HELD)
    assert set(held.values_list("kind", flat=True)) == {DUE.name}
    assert held.count() == 201
    assert Notice.objects.filter(state=Notice.State.WAITING).count() == 200


def test_what_was_as_many_before_is_not_unusual(plans: Callable[..., None]) -> None:
    plans(reports=lambda at: due(90 if at == AT else 260, occasion=f"{at:%Y-%m-%d}"))
    plan(at=AT)
    Notice.objects.update(state=Notice.State.TOLD, settled_at=AT, letter=_letter())

    plan(at=AT + timedelta(days=7))

    assert Notice.objects.filter(state=Notice.State.WAITING).count() == 260


def test_what_is_known_already_is_not_counted_as_new(plans: Callable[..., None]) -> None:
    number = 190
    plans(reports=lambda _at: due(number))
    plan(at=AT)
    number = 260

    assert plan(at=AT) == 70
    assert not Notice.objects.filter(state=Notice.State.HELD).exists()


def _letter() -> object:
    from outbox.actions.promising import blank_letter  # noqa: PLC0415 -- used here alone
    from outbox.kinds import Lane  # noqa: PLC0415 -- the same

    letter = blank_letter(person=1, lane=Lane.MAIL, at=AT)
    letter.save()
    return letter
