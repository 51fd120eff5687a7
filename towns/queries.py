"""Reads of the programme's places and calendars."""

from datetime import date

from towns.models import Council, Holiday


def holidays_of(council: Council, *, first: date, last: date) -> set[date]:
    """The days between two days (both included) on which the council's offices are closed."""
    return set(
        Holiday.objects.filter(council=council, on__range=(first, last)).values_list("on", flat=True)
    )
