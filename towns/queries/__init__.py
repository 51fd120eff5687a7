"""Reads of the programme's places, calendars and tenures."""

from towns.queries.holidays import holidays_of

__all__ = ["holidays_of"]
