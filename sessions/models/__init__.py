"""The cohort's gatherings: their kinds, how they recur, each of them, and what remains of it."""

from sessions.models.agendas import AgendaPoint
from sessions.models.gatherings import CohortSession, Contribution, Invited
from sessions.models.invitations import CalendarFeed, Invitation
from sessions.models.records import Action, Attendance, Note
from sessions.models.resources import Resource
from sessions.models.series import Audience, Kind, Series

__all__ = [
    "Action",
    "AgendaPoint",
    "Attendance",
    "Audience",
    "CalendarFeed",
    "CohortSession",
    "Contribution",
    "Invitation",
    "Invited",
    "Kind",
    "Note",
    "Resource",
    "Series",
]
