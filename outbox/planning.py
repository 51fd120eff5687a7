"""What is due: each room says it from the database as it stands, for any moment.

A planner is asked again and again, and may be asked for a day to come: it reads, and changes
nothing. What it names is promised once for each occasion, so a run that was missed is made good by
the next one, and two at once do no harm.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from outbox.promises import Promise


@dataclass(frozen=True, slots=True)
class Due:
    """A notice that is due, and why: "the report of Ayr for October 2026 is due today".

    `since` is the moment from which on it is due; a later stage takes its place.
    """

    promise: Promise
    why: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Spared:
    """Somebody, or something, of which one might expect a letter, and why none is due."""

    kind: str
    who: str
    why: str


@dataclass(frozen=True)
class Plan:
    """What a planner found for one moment."""

    due: list[Due] = field(default_factory=list)
    spared: list[Spared] = field(default_factory=list)


type Planner = Callable[[datetime], Plan]

_PLANNERS: dict[str, Planner] = {}


def plan_with(**planners: Planner) -> None:
    """Make planners known, by the name of their job. Called by a room's `AppConfig.ready`."""
    _PLANNERS.update(planners)


def planners() -> Mapping[str, Planner]:
    """All planners by the name of their job."""
    return dict(_PLANNERS)
