"""One-tap repairs of a plan: each makes a new plan and leaves the old one as it was. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kit.dates import in_full
from kit.errors import DomainError
from kit.words import listed
from sessions.closures import DaysOff
from sessions.slots import Facts, NotInPlan, Slot, by_day, in_order
from sessions.words import counted
from towns.working_days import is_working_day

NEAR_DAYS = 6  # one more and it would be the same weekday of another week


class NoBetterDay(DomainError):
    """Every working day nearby is blocked for as many towns, or more."""


@dataclass(frozen=True)
class Candidate:
    """A day to which a session could move, and what stands against it."""

    slot: Slot  # as it would be
    moved_days: int  # earlier, if negative
    closed: tuple[str, ...]  # towns with a holiday
    engaged: tuple[str, ...]  # towns that another session asks for on that day
    in_break: tuple[str, ...]  # towns whose schools are closed; they are not blocked
    meets: tuple[str, ...]  # those sessions' labels

    @property
    def blocked(self) -> tuple[str, ...]:
        """Towns that could not come, or would be asked twice that day."""
        return tuple(sorted({*self.closed, *self.engaged}))

    @property
    def sentence(self) -> str:
        """As in "Tuesday 22 December 2026: blocked for two of seven towns (Ayr and Dunoon)."."""
        parts = [f"{in_full(self.slot.day)}: {self._blocked_in_words()}."]
        if self.meets:
            parts.append(f"It would meet {listed([f'the {label}' for label in self.meets])}.")
        if self.in_break:
            parts.append(f"School break in {listed(self.in_break)}.")
        return " ".join(parts)

    @property
    def harm(self) -> tuple[int, int, int]:
        """What it costs: towns blocked, then sessions met, then towns with a school break."""
        return len(self.blocked), len(self.meets), len(self.in_break)

    def _blocked_in_words(self) -> str:
        if not self.blocked:
            return "blocked for no town"
        towns = f"of {counted(len(self.slot.towns))} towns ({listed(self.blocked)})"
        return f"blocked for {counted(len(self.blocked))} {towns}"


def skip(slots: Collection[Slot], *, slot: Slot) -> tuple[Slot, ...]:
    """Leaves the session out. The rhythm is kept: no other one moves.

    Raises:
        NotInPlan: it is not there any more.
    """
    return in_order(_others(slots, slot))


def shift_rest(slots: Collection[Slot], *, slot: Slot, weeks: int = 1) -> tuple[Slot, ...]:
    """This session and all later ones of its series come so many weeks later.

    They keep their weekday and their distances from each other; earlier ones stay, and so do the
    other series. The last may come after the days that were planned.

    Raises:
        NotInPlan: the session is not there any more.
    """
    _others(slots, slot)
    later = timedelta(weeks=weeks)
    return in_order(
        replace(each, day=each.day + later)
        if each.series == slot.series and each.day >= slot.day
        else each
        for each in slots
    )


def move(slots: Collection[Slot], *, slot: Slot, to: date) -> tuple[Slot, ...]:
    """This session alone comes on another day, at the same wall time.

    Raises:
        NotInPlan: it is not there any more.
    """
    return in_order([*_others(slots, slot), replace(slot, day=to)])


def move_to_best(slots: Collection[Slot], *, slot: Slot, facts: Facts) -> tuple[Slot, ...]:
    """This session alone comes on the best day near it; see `best_slots`.

    Raises:
        NotInPlan: it is not there any more.
        NoBetterDay: no working day near it is better than its own.
    """
    others = _others(slots, slot)
    best = best_slots(slot, facts=facts, beside=others, limit=1)[0]
    [now] = _candidates(slot, [slot.day], facts, others)
    if is_working_day(slot.day, holidays=frozenset()) and best.harm >= now.harm:
        raise NoBetterDay(
            f"No working day within {counted(NEAR_DAYS)} days of {in_full(slot.day)} is better."
        )
    return in_order([*others, best.slot])


def best_slots(
    slot: Slot, *, facts: Facts, beside: Collection[Slot] = (), limit: int = 3
) -> tuple[Candidate, ...]:
    """The best days within six days of the session's own: Mondays to Fridays.

    Those come first that are blocked for the fewest towns, by a holiday or by another session of
    that day, be it planned (`beside`) or standing; then those that meet fewer sessions, that lie
    in fewer school breaks, that are nearer, that are earlier.
    """
    near = (slot.day + timedelta(days=away) for away in range(-NEAR_DAYS, NEAR_DAYS + 1) if away)
    days = [day for day in near if is_working_day(day, holidays=frozenset())]
    found = _candidates(slot, days, facts, beside)
    found.sort(key=lambda each: (each.harm, abs(each.moved_days), each.moved_days))
    return tuple(found[:limit])


def _candidates(
    slot: Slot, days: Collection[date], facts: Facts, others: Collection[Slot]
) -> list[Candidate]:
    off = DaysOff(facts, days)
    there = by_day([*others, *facts.standing])
    return [_candidate(replace(slot, day=day), slot.day, off, there.get(day, ())) for day in days]


def _candidate(moved: Slot, was_on: date, off: DaysOff, there: Collection[Slot]) -> Candidate:
    met = [other for other in there if other.shares_people_with(moved)]
    asked = frozenset[str]().union(*(other.towns for other in met))
    return Candidate(
        slot=moved,
        moved_days=(moved.day - was_on).days,
        closed=tuple(sorted(moved.towns & off.closed_on(moved.day).keys())),
        engaged=tuple(sorted(moved.towns & asked)),
        in_break=tuple(sorted(moved.towns & off.in_break_on(moved.day).keys())),
        meets=tuple(other.label for other in met),
    )


def _others(slots: Collection[Slot], slot: Slot) -> list[Slot]:
    others = list(slots)
    if slot not in others:
        raise NotInPlan(f"The {slot.label} on {in_full(slot.day)} is not in the plan any more.")
    others.remove(slot)
    return others
