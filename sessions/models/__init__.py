"""The cohort's gatherings: their kinds, how they recur, each of them, and what remains of it."""

from sessions.models.agendas import AgendaPoint
from sessions.models.gatherings import CohortSession, Contribution, Invited
from sessions.models.invitations import CalendarFeed, Invitation
from sessions.models.partner_links import PartnerLink
from sessions.models.questions import BasketQuestion
from sessions.models.records import Action, Attendance, Note
from sessions.models.resources import Resource
from sessions.models.series import Audience, Kind, Series

__all__ = [
    "Action",
    "AgendaPoint",
    "Attendance",
    "Audience",
    "BasketQuestion",
    "CalendarFeed",
    "CohortSession",
    "Contribution",
    "Invitation",
    "Invited",
    "Kind",
    "Note",
    "PartnerLink",
    "Resource",
    "Series",
]
