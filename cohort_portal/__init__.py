"""Wiring: settings, addresses, the timetable. The only room that knows them all."""

from cohort_portal.celery import app

__all__ = ["app"]
