"""A plan of sessions as it is made: what would be added, what stands against it, what was chosen.

Nothing is kept until the plan is saved. What was chosen is a row of steps, each a short text that
stands in the page's address: going back a page takes a step back, and a plan can be sent to
somebody else. Pure.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from kit.dates import in_full
from kit.errors import DomainError
from kit.words import listed
from sessions import repairs
from sessions.clashes import Clash, clashes_of
from sessions.meetings import Choice, Meeting, NotOffered, meetings_of, settle, untold
from sessions.repairs import NoBetterDay
from sessions.rhythm import EveryWeeks, Rule, shifted
from sessions.slots import Facts, Key, NotInPlan, Slot, slot_on

MOST_STEPS = 100
_HARD = ("holiday", "overlap", "weekend")


class Repair(StrEnum):
    """What can be done about one session that clashes."""

    SKIP = "skip"
    SHIFT_REST = "rest"
    BEST = "best"


BEST_FOR_ALL = "all"


class NoStep(DomainError):
    """The text names no step."""


@dataclass(frozen=True)
class Step:
    """One thing that was chosen: `text` is as it stands in an address."""

    text: str

    @property
    def parts(self) -> list[str]:
        """What is to be done, and to which sessions."""
        return self.text.split(":")

    @classmethod
    def settled(cls, choice: Choice, meeting: Meeting) -> "Step":
        """A choice about two series."""
        return cls(f"{choice}:{meeting.rarer}:{meeting.other}")

    @classmethod
    def repaired(cls, repair: Repair, slot: Slot) -> "Step":
        """A repair of one session."""
        return cls(f"{repair}:{slot.series}:{slot.day:%Y-%m-%d}")


@dataclass(frozen=True)
class Done:
    """A step that was taken, in words; `refused` says why it changed nothing."""

    step: Step
    words: str
    refused: str = ""


@dataclass(frozen=True)
class Plan:
    """The sessions that would be added, after all steps."""

    slots: tuple[Slot, ...]
    facts: Facts
    rules: Mapping[Key, Rule] = field(default_factory=dict)  # of the series that are planned
    done: tuple[Done, ...] = ()
    settled: frozenset[tuple[Key, Key]] = frozenset()  # meetings of which a choice was made
    later: Mapping[Key, int] = field(default_factory=dict)  # weeks a whole series comes later

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """Series that keep meeting, of which nobody has chosen what becomes of them."""
        return tuple(
            one for one in self._all_meetings if (one.rarer, one.other) not in self.settled
        )

    @cached_property
    def clashes(self) -> tuple[Clash, ...]:
        """What stands against single days; what `meetings` tell is not told again."""
        return untold(clashes_of(self.slots, facts=self.facts), meetings=self._all_meetings)

    @cached_property
    def mendable(self) -> tuple[Slot, ...]:
        """The sessions on days on which towns are closed, that overlap, or at a weekend."""
        found = {slot for one in self.clashes if one.reason in _HARD for slot in one.slots}
        return tuple(sorted(found, key=lambda slot: (slot.day, slot.begins)))

    @cached_property
    def _all_meetings(self) -> tuple[Meeting, ...]:
        return meetings_of(self.slots, standing=self.facts.standing)


def replayed(plan: Plan, steps: Sequence[Step]) -> Plan:
    """The plan after these steps. One that fits no more is told as refused, and changes nothing."""
    for step in steps[:MOST_STEPS]:
        try:
            plan = _taken(plan, step)
        except DomainError as refusal:
            plan = replace(plan, done=(*plan.done, Done(step, "", refused=str(refusal))))
    return plan


def _taken(plan: Plan, step: Step) -> Plan:
    match step.parts:
        case [word] if word == BEST_FOR_ALL:
            return _all_moved(plan, step)
        case [Repair.SKIP | Repair.SHIFT_REST | Repair.BEST as repair, series, day]:
            return _repaired(plan, step, Repair(repair), series, day)
        case [choice, rarer, other] if choice in set(Choice):
            return _settled(plan, step, Choice(choice), rarer, other)
    raise NoStep("This page does not know one of the choices in its address.")


def _settled(plan: Plan, step: Step, choice: Choice, rarer: str, other: str) -> Plan:
    two = (rarer, other)
    found = next((one for one in plan.meetings if (one.rarer, one.other) == two), None)
    if found is None:
        raise NotOffered("Those two series do not meet any more.")
    later = plan.later
    if choice == Choice.SHIFT_A_WEEK:
        later = _later(plan, rarer)
        shifted(plan.rules[rarer], weeks=later[rarer])  # or it says why it cannot
    return replace(
        plan,
        slots=settle(plan.slots, meeting=found, choice=choice),
        done=(*plan.done, Done(step, f"{found.in_words(choice)}.")),
        settled=plan.settled | {two},
        later=later,
    )


def _later(plan: Plan, series: Key) -> dict[Key, int]:
    return {**plan.later, series: plan.later.get(series, 0) + 1}


def _repaired(plan: Plan, step: Step, repair: Repair, series: str, day: str) -> Plan:
    slot = slot_on(plan.slots, series=series, day=_day(day))
    later = plan.later
    match repair:
        case Repair.SKIP:
            slots = repairs.skip(plan.slots, slot=slot)
            words = f"The {slot.label} of {in_full(slot.day)} is left out."
        case Repair.SHIFT_REST:
            slots = repairs.shift_rest(plan.slots, slot=slot)
            words = f"From {in_full(slot.day)} on, each {slot.label} comes a week later."
            if isinstance(plan.rules[series].recurs, EveryWeeks):
                later = _later(plan, series)  # of months, only those of this plan come later
        case Repair.BEST:
            slots = repairs.move_to_best(plan.slots, slot=slot, facts=plan.facts)
            words = _moved(slot, plan.slots, slots)
    return replace(plan, slots=slots, done=(*plan.done, Done(step, words)), later=later)


def _all_moved(plan: Plan, step: Step) -> Plan:
    """Every session with a hard clash goes to its best day, as far as there is a better one."""
    slots, told, stay = plan.slots, list[str](), list[str]()
    for slot in plan.mendable:
        try:
            moved = repairs.move_to_best(slots, slot=slot, facts=plan.facts)
        except NoBetterDay:
            stay.append(in_full(slot.day))
            continue
        told.append(_moved(slot, slots, moved))
        slots = moved
    if not told:
        raise NoBetterDay("No session that clashes has a better day near it.")
    if stay:
        told.append(f"No better day is near {listed(stay)}.")
    return replace(plan, slots=slots, done=(*plan.done, Done(step, " ".join(told))))


def _moved(slot: Slot, before: Collection[Slot], after: Collection[Slot]) -> str:
    new = next(iter(set(after) - set(before)), slot)
    return f"The {slot.label} of {in_full(slot.day)} comes on {in_full(new.day)}."


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotInPlan("No such session is planned any more.") from None


type Offer = tuple[Step, str]


def offers_for(slot: Slot, plan: Plan) -> list[Offer]:
    """The repairs of one session, each with the words of its button."""
    offered: list[Offer] = [
        (Step.repaired(Repair.SKIP, slot), "Leave it out, keep the rhythm"),
        (Step.repaired(Repair.SHIFT_REST, slot), "Shift it and the rest by a week"),
    ]
    try:
        moved = repairs.move_to_best(plan.slots, slot=slot, facts=plan.facts)
    except NoBetterDay:
        return offered
    others = [one for one in plan.slots if one != slot]
    best = repairs.best_slots(slot, facts=plan.facts, beside=others, limit=1)[0]
    if best.slot in moved:
        offered.insert(0, (Step.repaired(Repair.BEST, slot), f"Move it to {best.sentence[:-1]}"))
    return offered
