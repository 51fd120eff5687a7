"""What stands against a plan, said in a sentence each before anything is kept. Pure."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kit.dates import in_full
from kit.words import listed
from sessions.closures import DaysOff, Names, where
from sessions.slots import Facts, Slot, by_day, pairs
from towns.working_days import is_working_day


class Reason(StrEnum):
    """Why a day is not a good one, the hardest first."""

    HOLIDAY = "holiday"
    OVERLAP = "overlap"  # another session at the same time
    SAME_DAY = "same_day"  # another session on that day
    WEEKEND = "weekend"
    SCHOOL_BREAK = "school_break"


_PLACES = {reason: place for place, reason in enumerate(Reason)}


@dataclass(frozen=True)
class Clash:
    """One thing against some planned sessions of one day."""

    reason: Reason
    day: date
    sentence: str
    slots: tuple[Slot, ...]  # the planned ones, that can still be moved
    standing: tuple[Slot, ...] = ()  # one that stands already
    towns: tuple[str, ...] = ()  # those that are closed, or have a school break


def clashes_of(slots: Collection[Slot], *, facts: Facts) -> tuple[Clash, ...]:
    """Everything that stands against the plan, by day.

    What a series always meets is told here on each of its days; see `meetings.untold`.
    """
    _refuse_unknown_towns(slots, facts)
    clashes = [*_against_days(slots, facts), *_against_each_other(slots, facts)]
    return tuple(sorted(clashes, key=lambda clash: (clash.day, _PLACES[clash.reason])))


def _refuse_unknown_towns(slots: Collection[Slot], facts: Facts) -> None:
    """A town whose council nobody named would count as open on every day."""
    invited: set[str] = set().union(*(slot.towns for slot in slots))
    if unknown := invited - facts.every_town:
        raise ValueError(f"No council is known for {listed(sorted(unknown))}.")


def _against_days(slots: Collection[Slot], facts: Facts) -> Iterator[Clash]:
    planned = by_day(slots)
    off = DaysOff(facts, planned)
    for day, on_day in planned.items():
        if not is_working_day(day, holidays=frozenset()):
            sentence = f"{in_full(day)} is at a weekend."
            yield Clash(Reason.WEEKEND, day, sentence, tuple(on_day))
        for reason, phrase, names in (
            (Reason.HOLIDAY, "closed", off.closed_on(day)),
            (Reason.SCHOOL_BREAK, "school break", off.in_break_on(day)),
        ):
            if kept_away := [slot for slot in on_day if not slot.towns.isdisjoint(names)]:
                yield _day_off(reason, phrase, kept_away, names, facts)


def _day_off(reason: Reason, phrase: str, slots: list[Slot], names: Names, facts: Facts) -> Clash:
    towns = sorted({town for slot in slots for town in slot.towns if town in names})
    day = slots[0].day
    sentence = f"{in_full(day)}: {phrase} {where(names, towns, of=facts.every_town)}."
    return Clash(reason, day, sentence, tuple(slots), towns=tuple(towns))


def _against_each_other(slots: Collection[Slot], facts: Facts) -> Iterator[Clash]:
    often = Counter(slot.series for slot in slots)
    for slot, other, stands in pairs(slots, facts.standing):
        if stands:
            yield _meeting(slot, other, _stands_already(slot, other), standing=(other,))
        else:
            # It is the rarer series that comes to a day of the other.
            rarer, usual = sorted((slot, other), key=lambda each: often[each.series])
            yield _meeting(rarer, usual, _both_planned(rarer, usual))


def _meeting(slot: Slot, other: Slot, told: str, *, standing: tuple[Slot, ...] = ()) -> Clash:
    overlap = slot.overlaps(other)
    hours = f", and their times overlap ({slot.hours}, {other.hours})" if overlap else ""
    return Clash(
        Reason.OVERLAP if overlap else Reason.SAME_DAY,
        slot.day,
        f"{in_full(slot.day)}: {told}{hours}.",
        (slot,) if standing else (slot, other),
        standing=standing,
    )


def _stands_already(slot: Slot, other: Slot) -> str:
    if slot.series == other.series:
        return f"the {slot.label} stands already"
    return f"the {slot.label} meets the {other.label} that stands already"


def _both_planned(slot: Slot, other: Slot) -> str:
    if slot.series == other.series:
        return f"the {slot.label} stands twice"
    return f"the {slot.label} meets the {other.label}"
