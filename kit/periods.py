"""Months, each named by its first day."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

_MONTH = re.compile("(2[01][0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)


def month_of(day: date) -> date:
    """The first day of the month that holds `day`."""
    return day.replace(day=1)


def month_from(text: str) -> date | None:
    """The month written as "2026-10"; none for anything else, and for other centuries."""
    found = _MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else None


def shift(month: date, months: int) -> date:
    """The first day of the month that is `months` later (earlier, if negative)."""
    years, index = divmod(month.year * 12 + month.month - 1 + months, 12)
    return date(years, index + 1, 1)


def last_day(month: date) -> date:
    """The last day of a month."""
    return shift(month, 1) - timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """The day of the same number so many months later, or that month's last (earlier, likewise)."""
    month = shift(month_of(day), months)
    return min(month + timedelta(days=day.day - 1), last_day(month))


def months_between(first: date, last: date) -> Iterator[date]:
    """Every month from that of `first` to that of `last`, both included."""
    month = month_of(first)
    while month <= last:
        yield month
        month = shift(month, 1)


QUARTER = 3  # months


def quarter_of(day: date) -> date:
    """The first day of the quarter that holds `day`."""
    return date(day.year, day.month - (day.month - 1) % QUARTER, 1)


def quarter_name(quarter: date) -> str:
    """A quarter by its months, and as public bodies count it: "January to March 2026 (Q4 2025/26)".

    Their financial year begins on 1 April.
    """
    began = quarter.year if quarter.month > QUARTER else quarter.year - 1
    number = (quarter.month - QUARTER - 1) % 12 // QUARTER + 1
    return f"{quarter_months(quarter)} (Q{number} {began}/{(began + 1) % 100:02})"


def quarter_months(quarter: date) -> str:
    """A quarter by its months alone: "January to March 2026"."""
    return f"{quarter:%B} to {shift(quarter, QUARTER - 1):%B} {quarter.year}"
