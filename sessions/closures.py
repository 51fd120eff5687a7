"""Which towns are closed, or on a school break, on the days that are asked about. Pure."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from kit.words import listed
from sessions.slots import CouncilKey, Facts
from sessions.words import counted

type Names = Mapping[str, str]  # of the day off, by town
_WORTH_COUNTING = 3  # towns; of fewer the names say more


class DaysOff:
    """An index over the given days: each council's calendar is gone through once."""

    def __init__(self, facts: Facts, days: Iterable[date]) -> None:
        self._days = sorted(set(days))
        self._closed = self._index(facts, self._holidays(facts))
        self._in_break = self._index(facts, self._breaks(facts))

    def closed_on(self, day: date) -> Names:
        """The holiday's name, by town."""
        return self._closed.get(day, {})

    def in_break_on(self, day: date) -> Names:
        """The school break's name, by town."""
        return self._in_break.get(day, {})

    def _index(
        self, facts: Facts, off: Iterable[tuple[CouncilKey, date, str]]
    ) -> dict[date, dict[str, str]]:
        index: dict[date, dict[str, str]] = defaultdict(dict)
        for council, day, name in off:
            index[day].update(dict.fromkeys(facts.towns.get(council, ()), name))
        return index

    def _holidays(self, facts: Facts) -> Iterator[tuple[CouncilKey, date, str]]:
        for council, calendar in facts.holidays.items():
            for day in self._days:
                if day in calendar:
                    yield council, day, calendar[day]

    def _breaks(self, facts: Facts) -> Iterator[tuple[CouncilKey, date, str]]:
        for council, breaks in facts.school_breaks.items():
            for each in breaks:
                start, last = each.span.first, each.span.last
                end = bisect_right(self._days, last) if last else len(self._days)
                for day in self._days[bisect_left(self._days, start) : end]:
                    yield council, day, each.name


def where(names: Names, towns: Collection[str], *, of: Collection[str]) -> str:
    """Those of `towns` that are off, with the name of the day.

    As in "in Ayr and Dunoon (Christmas Eve)", or "in all seven towns (Christmas Day)" if they are
    all the towns there are (`of`).
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for town in sorted(towns):
        groups[names[town]].append(town)
    if len(of) >= _WORTH_COUNTING and set(of) == set(towns):
        return f"in all {counted(len(of))} towns ({listed(list(groups))})"
    return listed([f"in {listed(towns)} ({name})" for name, towns in groups.items()])
