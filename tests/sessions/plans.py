"""The plan of 2026 that tests clash with, and the calendars of seven councils."""

from datetime import date, time

from sessions.rhythm import EveryMonths, EveryWeeks, Rule
from sessions.slots import Facts, Key, Slot, slots_of

ARGYLL, SOUTH_AYRSHIRE = 5, 2  # councils
TOWNS = {
    1: ["Alloa"],
    SOUTH_AYRSHIRE: ["Ayr"],
    3: ["Clydebank"],
    4: ["Dalkeith"],
    ARGYLL: ["Dunoon"],
    6: ["Fraserburgh"],
    7: ["Rutherglen"],
}
EVERY_TOWN = frozenset(town for towns in TOWNS.values() for town in towns)
FORTNIGHTLY, EIGHT_WEEKLY, QUARTERLY = "fortnightly", "eight-weekly", "quarterly"
LABELS = {
    FORTNIGHTLY: "fortnightly session",
    EIGHT_WEEKLY: "eight-weekly session",
    QUARTERLY: "All Project Towns session",
}
RULES: dict[Key, Rule] = {
    FORTNIGHTLY: Rule(EveryWeeks(date(2026, 1, 8), 2), time(10), 90),
    EIGHT_WEEKLY: Rule(EveryWeeks(date(2026, 1, 22), 8), time(10), 120),
    QUARTERLY: Rule(EveryMonths(date(2026, 3, 12), 3, 2), time(14), 120),
}
CHRISTMAS_EVE = date(2026, 12, 24)


def slot(
    day: date,
    *,
    series: Key = FORTNIGHTLY,
    label: str = "",
    begins: time = time(10),
    minutes: int = 90,
    towns: frozenset[str] = EVERY_TOWN,
) -> Slot:
    return Slot(series, label or LABELS[str(series)], day, begins, minutes, towns)


def planned(
    series: str, *, first: date = date(2026, 1, 1), last: date = date(2026, 12, 31)
) -> tuple[Slot, ...]:
    return slots_of(
        RULES[series],
        first=first,
        last=last,
        series=series,
        label=LABELS[series],
        towns=EVERY_TOWN,
    )


def closed(day: date, name: str, *councils: int) -> Facts:
    """A holiday of these councils; of all seven if none is named."""
    return Facts(TOWNS, holidays={council: {day: name} for council in councils or TOWNS})


def days(slots: tuple[Slot, ...], *, series: Key) -> list[date]:
    return [slot.day for slot in slots if slot.series == series]
