"""When a session is, as far as that is known: "early February 2027" as well as "at 10.00". Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kit.dates import clock, in_full, month_name
from kit.errors import DomainError
from sessions.models.gatherings import CohortSession
from sessions.rhythm import instant_of

Precision = CohortSession.Precision
THIRDS = {1: "Early", 11: "Mid", 21: "Late"}  # by the first day of each
SEASONS = {12: "Winter", 3: "Spring", 6: "Summer", 9: "Autumn"}  # by the first month of each
LONGEST_AHEAD = timedelta(days=5 * 366)


class TooFarAhead(DomainError):
    """The day lies more than five years ahead."""


class NoTime(DomainError):
    """A day was named without the time at which it begins."""


class NoDay(DomainError):
    """A time was named without the one day to which it belongs."""


@dataclass(frozen=True)
class When:
    """What is known of the time. `on` is any day of it; `begins` is wall time, only with a day."""

    precision: str
    on: date | None = None
    begins: time | None = None
    minutes: int = 60

    @property
    def is_dated(self) -> bool:
        """It is known to the minute."""
        return self.precision == Precision.DAY and self.on is not None and self.begins is not None

    @property
    def first(self) -> date | None:
        """The first day of the time that is meant."""
        return first_day(self.on, self.precision) if self.on else None

    def span(self, zone: str) -> tuple[datetime, datetime] | tuple[None, None]:
        """From which instant to which; none as long as no time is known.

        Raises:
            DomainError: the wall time does not exist on that day, or comes twice.
        """
        if self.on is None or self.begins is None or self.precision != Precision.DAY:
            return None, None
        begins_at = instant_of(self.on, self.begins, zone)
        return begins_at, begins_at + timedelta(minutes=self.minutes)


def first_day(day: date, precision: str) -> date:
    """The first day of the week, third of a month, month or season in which a day lies."""
    match precision:
        case Precision.WEEK:
            return day - timedelta(days=day.weekday())
        case Precision.THIRD:
            return day.replace(day=max(first for first in THIRDS if first <= day.day))
        case Precision.MONTH:
            return day.replace(day=1)
        case Precision.SEASON:
            months_in = day.month % 3
            month, year = day.month - months_in, day.year
            return date(year, month, 1) if month else date(year - 1, 12, 1)
    return day


def last_day(first: date, precision: str) -> date:
    """The last day of the time that begins with `first`."""
    match precision:
        case Precision.WEEK:
            return first + timedelta(days=6)
        case Precision.THIRD if first.day < max(THIRDS):
            return first + timedelta(days=9)
        case Precision.THIRD | Precision.MONTH:
            return first.replace(day=monthrange(first.year, first.month)[1])
        case Precision.SEASON:
            third = first.month % 12 + 2
            year = first.year + (first.month == max(SEASONS))
            return date(year, third, monthrange(year, third)[1])
    return first


def words_of(session: CohortSession) -> str:
    """When it is: "Thursday 26 November 2026, 10.00 to 11.30", "Early February 2027"."""
    if session.on is None:
        return "No date yet"
    return words(session.on, session.precision, session.begins_at, session.ends_at)


def words(
    on: date, precision: str, begins_at: datetime | None = None, ends_at: datetime | None = None
) -> str:
    """The same of the parts."""
    match precision:
        case Precision.WEEK:
            return f"In the week of {in_full(on)}"
        case Precision.THIRD:
            return f"{THIRDS[on.day]} {month_name(on)}"
        case Precision.MONTH:
            return month_name(on)
        case Precision.SEASON:
            years = f"{on.year}/{(on.year + 1) % 100:02}" if on.month == max(SEASONS) else on.year
            return f"{SEASONS[on.month]} {years}"
    if begins_at is None or ends_at is None:
        return in_full(on)
    return f"{in_full(on)}, {clock(begins_at)} to {clock(ends_at)}"


def is_to_come(session: CohortSession, *, at: datetime) -> bool:
    """Whether it may still be moved or cancelled: its time has not begun."""
    is_open = session.state in CohortSession.FUTURE
    return is_open and (session.begins_at is None or session.begins_at > at)


def may_be_reinstated(session: CohortSession, *, at: datetime) -> bool:
    """Whether a cancellation may be taken back: the time of the session has not come."""
    is_off = session.state == CohortSession.State.CANCELLED
    return is_off and (session.begins_at is None or session.begins_at > at)


def refuse_times(when: When, *, today: date) -> None:
    """Refuse a day that nobody means, a day without its time, and a time without its day.

    Raises:
        TooFarAhead, NoTime, NoDay: see above.
    """
    is_one_day = when.precision == Precision.DAY and when.on is not None
    if when.on and when.on - today > LONGEST_AHEAD:
        raise TooFarAhead(f"{in_full(when.on)} is more than five years ahead. Check the year.")
    if is_one_day and when.begins is None:
        raise NoTime("Enter the time at which it begins, or say only in which week it is.")
    if when.begins and not is_one_day:
        raise NoDay("A time belongs to one certain day: name the day, or leave the time empty.")
