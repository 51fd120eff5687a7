"""What several tests of pages need."""

import pytest

import outbox.planning
from outbox import kinds
from tests.front.rules import KINDS, Rules, addresses


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> Rules:
    """One planner, five kinds of letter, and people's hours; those of the rooms are set apart."""
    made = Rules()
    monkeypatch.setattr(outbox.planning, "_PLANNERS", {"test": made.plan})
    monkeypatch.setattr(
        kinds, "_REGISTRY", kinds.Registry(dict(KINDS), addresses=addresses, hours=made.hours)
    )
    return made
