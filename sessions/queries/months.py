"""One month of sessions, day by day, as a page of a calendar shows it."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

from django.urls import reverse

from kit.dates import clock
from kit.periods import shift
from people.models import User
from sessions.models import CohortSession
from sessions.times import words_of

MOST_SESSIONS = 200  # of a month


@dataclass(frozen=True)
class Entry:
    """One session in its day: from when on, what it is called, and where its page is."""

    begins: str
    title: str
    address: str
    is_off: bool


@dataclass(frozen=True)
class Day:
    """One day of the calendar; those of the months before and after have no entries."""

    on: date
    is_of_month: bool
    is_today: bool
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Rough:
    """One session that is only roughly dated."""

    when: str
    title: str
    address: str


@dataclass(frozen=True)
class Month:
    """The weeks of a month, and what is only roughly dated in it."""

    first: date
    days: Sequence[Day]
    rough: Sequence[Rough]
    before: date | None
    after: date | None

    @property
    def has_sessions(self) -> bool:
        """Whether any day of it has one."""
        return any(day.entries for day in self.days)


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def month_of_sessions(user: User, *, month: date, on: date) -> Month:
    """The month that begins with `month`, as this person may see it. One statement."""
    found = CohortSession.objects.visible_to(user, on=on).filter(on__gte=month, on__lt=_next(month))
    rows = found.select_related("kind").order_by("begins_at", "on", "pk")[:MOST_SESSIONS]
    entries: dict[date, list[Entry]] = defaultdict(list)
    rough, home = [], reverse("sessions:sessions")
    for one in rows:
        title, address = str(one), f"{home}{one.slug}/"
        if one.begins_at and one.on:
            is_off = one.state == CohortSession.State.CANCELLED
            entries[one.on].append(Entry(clock(one.begins_at), title, address, is_off))
        else:
            rough.append(Rough(words_of(one), title, address))
    days = [
        Day(day, day.month == month.month, day == on, entries.get(day, []))
        for day in _days_of_weeks(month)
    ]
    is_first, is_last = month <= date(MINYEAR, 2, 1), month >= date(MAXYEAR, 11, 1)
    return Month(
        month,
        days,
        rough,
        None if is_first else shift(month, -1),
        None if is_last else shift(month, 1),
    )


def _next(month: date) -> date:
    return date.max if month >= date(MAXYEAR, 12, 1) else shift(month, 1)


def _days_of_weeks(month: date) -> list[date]:
    """From the Monday on or before its first day to the Sunday on or after its last."""
    if month.year in (MINYEAR, MAXYEAR):  # whose weeks may reach beyond what dates can tell
        return [date(month.year, month.month, day) for day in range(1, 29)]
    return list(Calendar().itermonthdates(month.year, month.month))
