"""Sessions as they are planned, before any is kept; and the facts a plan can clash with. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import NamedTuple

from kit.dates import in_full
from kit.errors import DomainError
from sessions.rhythm import Rule, days_of, instant_of
from sessions.words import wall
from towns.spans import Span

type Key = int | str  # of a series; a session that belongs to none has a key of its own
type CouncilKey = int


class NotInPlan(DomainError):
    """The session was moved or left out meanwhile, in another window perhaps."""


@dataclass(frozen=True)
class Slot:
    """One session of a series: when it would be, and people of which towns it invites."""

    series: Key
    label: str  # as it stands after "the": "fortnightly session"
    day: date
    begins: time  # wall time; all slots that are compared stand in one zone
    minutes: int
    towns: frozenset[str] = frozenset()  # by name; none if it invites nobody for a town

    @property
    def hours(self) -> str:
        """From when to when: "10.00 to 11.30"."""
        hour, minute = divmod(self.until_minute, 60)
        return f"{wall(self.begins)} to {wall(time(hour % 24, minute))}"

    @property
    def from_minute(self) -> int:
        """Its beginning, in minutes of the day."""
        return self.begins.hour * 60 + self.begins.minute

    @property
    def until_minute(self) -> int:
        """Its end, in minutes of the day."""
        return self.from_minute + self.minutes

    def overlaps(self, other: "Slot") -> bool:
        """Somebody could not be at both to the end."""
        return (
            self.day == other.day
            and self.from_minute < other.until_minute
            and other.from_minute < self.until_minute
        )

    def shares_people_with(self, other: "Slot") -> bool:
        """They invite people of one town; sessions that name no town are for anybody."""
        return not self.towns or not other.towns or not self.towns.isdisjoint(other.towns)


@dataclass(frozen=True)
class SchoolBreak:
    """Days on which the schools of a council are closed."""

    name: str
    span: Span


@dataclass(frozen=True)
class Facts:
    """What is known of the towns' calendars and of sessions that stand already, for a plan."""

    towns: Mapping[CouncilKey, Collection[str]]  # every Project Town's name, by its council
    holidays: Mapping[CouncilKey, Mapping[date, str]] = field(default_factory=dict)
    school_breaks: Mapping[CouncilKey, Collection[SchoolBreak]] = field(default_factory=dict)
    standing: tuple[Slot, ...] = ()

    @property
    def every_town(self) -> frozenset[str]:
        """The Project Towns."""
        return frozenset(town for towns in self.towns.values() for town in towns)


def slots_of(
    rule: Rule,
    *,
    first: date,
    last: date,
    series: Key,
    label: str,
    towns: frozenset[str] = frozenset(),
) -> tuple[Slot, ...]:
    """The sessions of a series between two days, both included.

    Raises:
        EndsBeforeStart, TooLong: see `days_of`.
        TimeLeftOut, TimeTwice: on one of the days the clocks change over its time.
    """
    days = days_of(rule, first=first, last=last)
    for day in days:
        instant_of(day, rule.begins, rule.zone)
    return tuple(Slot(series, label, day, rule.begins, rule.minutes, towns) for day in days)


def slot_on(slots: Iterable[Slot], *, series: Key, day: date) -> Slot:
    """The session of a series on a day.

    Raises:
        NotInPlan: there is none.
    """
    for slot in slots:
        if slot.series == series and slot.day == day:
            return slot
    raise NotInPlan(f"No such session is planned on {in_full(day)} any more.")


def in_order(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """The sessions as they come."""
    return tuple(sorted(slots, key=lambda slot: (slot.day, slot.begins)))


def by_day(slots: Iterable[Slot]) -> dict[date, list[Slot]]:
    """The sessions of each day that has any; days as they come."""
    days: dict[date, list[Slot]] = defaultdict(list)
    for slot in in_order(slots):
        days[slot.day].append(slot)
    return days


class Pair(NamedTuple):
    """A planned session and another one that would ask the same people on the same day."""

    slot: Slot
    other: Slot
    stands: bool  # the other is no part of the plan


def pairs(slots: Collection[Slot], standing: Iterable[Slot]) -> Iterator[Pair]:
    """All such pairs, by day."""
    stand = by_day(standing)
    for day, planned in by_day(slots).items():
        for place, slot in enumerate(planned):
            for other in planned[place + 1 :]:
                if slot.shares_people_with(other):
                    yield Pair(slot, other, stands=False)
            for other in stand.get(day, ()):
                if slot.shares_people_with(other):
                    yield Pair(slot, other, stands=True)
