"""Reads of the programme's places, calendars and tenures."""
