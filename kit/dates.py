"""Days and moments as the portal writes them: "Friday 6 November 2026", "10.42". Pure functions."""

from datetime import date, datetime, timedelta

from django.utils import timezone


def in_full(day: date) -> str:
    """A day with its weekday and year: "Friday 6 November 2026"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def in_short(day: date) -> str:
    """A day where its year is plain from what stands around it: "6 November"."""
    return f"{day.day} {day:%B}"


def month_name(month: date) -> str:
    """A month with its year: "November 2026"."""
    return f"{month:%B %Y}"


def clock(moment: datetime) -> str:
    """The wall time of an instant where the programme is: "9.05", "16.20"."""
    local = timezone.localtime(moment)
    return f"{local.hour}.{local:%M}"


def day_of(moment: datetime) -> date:
    """The day of an instant where the programme is."""
    return timezone.localdate(moment)


def moment_in_full(moment: datetime) -> str:
    """An instant to the minute: "Friday 6 November 2026 at 10.42"."""
    return f"{in_full(day_of(moment))} at {clock(moment)}"


def moment_near(moment: datetime, *, on: date) -> str:
    """An instant as said on a day: "today at 10.42", "yesterday at 16.20", else the day in full."""
    day = day_of(moment)
    if day == on:
        return f"today at {clock(moment)}"
    if day == on - timedelta(days=1):
        return f"yesterday at {clock(moment)}"
    return f"on {in_full(day)}"


def day_near(day: date, *, on: date) -> str:
    """A day ahead as said on a day: "today", "tomorrow", "in 9 days"; empty for a past one."""
    ahead = (day - on).days
    if ahead < 0:
        return ""
    return {0: "today", 1: "tomorrow"}.get(ahead, f"in {ahead} days")
