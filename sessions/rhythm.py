"""How a series of sessions recurs. It keeps its wall time, whatever the clocks do. Pure."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kit.dates import in_full
from kit.errors import DomainError
from kit.words import listed
from sessions.words import ordinal, wall

LONDON = "Europe/London"
LAST = -1  # of a month's Thursdays, say; iCalendar writes it the same way
LONGEST_YEARS = 5
MOST_WEEKS = 52
NTHS = (1, 2, 3, 4, LAST)
_MINUTES_A_DAY = 24 * 60
_MONTHS_A_YEAR = 12


class NoSuchRhythm(DomainError):
    """The series would recur in a way that no calendar has."""


class PastMidnight(DomainError):
    """The session would end on the day after it began, or has no length."""


class EndsBeforeStart(DomainError):
    """The last day of the plan lies before its first."""


class TooLong(DomainError):
    """The plan reaches further than anybody can promise."""


class TimeLeftOut(DomainError):
    """The clocks go forward over this time: it never comes on that day."""


class TimeTwice(DomainError):
    """The clocks go back over this time: it comes twice on that day."""


@dataclass(frozen=True)
class EveryWeeks:
    """Every so many weeks, counted from a day and on its weekday; nothing before that day."""

    anchor: date
    weeks: int

    def __post_init__(self) -> None:
        if not 1 <= self.weeks <= MOST_WEEKS:
            raise NoSuchRhythm(f"A series comes every 1 to {MOST_WEEKS} weeks.")

    def days(self, *, first: date, last: date) -> Iterator[date]:
        """Its days in the span, both ends included."""
        step = 7 * self.weeks
        start = _from(self.anchor.toordinal(), step, at_least=first.toordinal())
        return (date.fromordinal(day) for day in range(start, last.toordinal() + 1, step))

    def shifted(self, *, weeks: int) -> "EveryWeeks":
        """The same rhythm, all of it so many weeks later."""
        return replace(self, anchor=self.anchor + timedelta(weeks=weeks))

    def in_words(self) -> str:
        """As in "every second Thursday"."""
        often = "" if self.weeks == 1 else f"{ordinal(self.weeks)} "
        return f"every {often}{self.anchor:%A}"


@dataclass(frozen=True)
class EveryMonths:
    """The nth weekday of every so many months, counted from a day and on its weekday.

    Nothing comes before that day, which need not be the nth itself. `nth` is 1 to 4, or `LAST`.
    """

    anchor: date
    months: int
    nth: int

    def __post_init__(self) -> None:
        if not 1 <= self.months <= _MONTHS_A_YEAR:
            raise NoSuchRhythm("A series comes every 1 to 12 months.")
        if self.nth not in NTHS:
            raise NoSuchRhythm("Choose the first to fourth or the last of a weekday in the month.")

    def days(self, *, first: date, last: date) -> Iterator[date]:
        """Its days in the span, both ends included."""
        start = _from(_index(self.anchor), self.months, at_least=_index(first))
        for index in range(start, _index(last) + 1, self.months):
            day = self._day_in(*divmod(index, _MONTHS_A_YEAR))
            if max(first, self.anchor) <= day <= last:
                yield day

    def shifted(self, *, weeks: int) -> "EveryMonths":
        """The same rhythm so many weeks later in its month.

        Raises:
            NoSuchRhythm: no weekday is certain to come so often in a month.
        """
        if self.nth == LAST or self.nth + weeks not in NTHS:
            raise NoSuchRhythm(
                f"A series on {self._which()} cannot come later and stay in its month."
                " Choose another rhythm."
            )
        return replace(self, nth=self.nth + weeks)

    def in_words(self) -> str:
        """As in "the second Thursday of March, June, September and December"."""
        return f"{self._which()} of {self._of_months()}"

    def _which(self) -> str:
        nth = "last" if self.nth == LAST else ordinal(self.nth)
        return f"the {nth} {self.anchor:%A}"

    def _of_months(self) -> str:
        if self.months == 1:
            return "every month"
        if _MONTHS_A_YEAR % self.months:
            return f"every {ordinal(self.months)} month"
        earliest = (self.anchor.month - 1) % self.months + 1
        months = range(earliest, _MONTHS_A_YEAR + 1, self.months)
        return listed([f"{date(2000, month, 1):%B}" for month in months])

    def _day_in(self, year: int, month_index: int) -> date:
        opening, length = monthrange(year, month_index + 1)
        earliest = 1 + (self.anchor.weekday() - opening) % 7
        weeks = (length - earliest) // 7 if self.nth == LAST else self.nth - 1
        return date(year, month_index + 1, earliest + 7 * weeks)


type Recurrence = EveryWeeks | EveryMonths


@dataclass(frozen=True)
class Rule:
    """When a series comes: on which days, at which wall time of which zone, for how long."""

    recurs: Recurrence
    begins: time
    minutes: int
    zone: str = LONDON

    def __post_init__(self) -> None:
        begun = self.begins.hour * 60 + self.begins.minute
        if not 1 <= self.minutes <= _MINUTES_A_DAY - begun:
            raise PastMidnight("A session lasts at least a minute and ends on the day it begins.")


def days_of(rule: Rule, *, first: date, last: date) -> tuple[date, ...]:
    """The days of a series between two days, both included.

    Raises:
        EndsBeforeStart: `last` lies before `first`.
        TooLong: the two lie more than five years apart.
    """
    refuse_span(first=first, last=last)
    return tuple(rule.recurs.days(first=first, last=last))


def refuse_span(*, first: date, last: date) -> None:
    """Refuse days of which no plan can be made.

    Raises:
        EndsBeforeStart, TooLong: see `days_of`.
    """
    if last < first:
        raise EndsBeforeStart(
            f"The last day, {in_full(last)}, is before the first, {in_full(first)}."
        )
    # Compared by parts: the day five years on may not exist.
    if (last.year - LONGEST_YEARS, last.month, last.day) >= (first.year, first.month, first.day):
        raise TooLong(
            "A series is planned for at most five years at a time. Choose an earlier end."
        )


def rule_in_words(rule: Rule) -> str:
    """As in "every second Thursday at 10.00"."""
    return f"{rule.recurs.in_words()} at {wall(rule.begins)}"


def shifted(rule: Rule, *, weeks: int = 1) -> Rule:
    """The rule of the same series when the whole of it comes so many weeks later.

    Raises:
        NoSuchRhythm: "the fourth Thursday" cannot: a month may have no fifth.
    """
    return replace(rule, recurs=rule.recurs.shifted(weeks=weeks))


def instant_of(day: date, wall_time: time, zone: str = LONDON) -> datetime:
    """The UTC instant of a wall time.

    Raises:
        TimeLeftOut: the clocks skip it on that day.
        TimeTwice: the clocks show it twice on that day.
    """
    local = datetime.combine(day, wall_time, tzinfo=ZoneInfo(zone))
    # Of a time that is skipped or repeated, Python gives two readings: by the offset of before
    # the change, and by the offset of after it.
    before, after = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if before > after:
        raise TimeLeftOut(
            f"On {in_full(day)} the clocks go forward and {wall(wall_time)} is left out."
            " Choose another time."
        )
    if before < after:
        raise TimeTwice(
            f"On {in_full(day)} the clocks go back and {wall(wall_time)} comes twice."
            " Choose another time."
        )
    return before


def _from(anchor: int, step: int, *, at_least: int) -> int:
    """The first of anchor, anchor + step, ... that is not before `at_least`."""
    return anchor + max(0, -((anchor - at_least) // step)) * step


def _index(day: date) -> int:
    return day.year * _MONTHS_A_YEAR + day.month - 1
