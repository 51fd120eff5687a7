"""Reflect and Capture: obligations, jots, reports, items, and what becomes of them."""

from reflections.models.echoes import Echo
from reflections.models.group_questions import GroupQuestion
from reflections.models.introductions import Introduction, Reuse
from reflections.models.items import (
    Audience,
    GuardAnswer,
    Item,
    ItemEvent,
    ItemObservation,
    Kind,
)
from reflections.models.jots import Jot
from reflections.models.obligations import Obligation
from reflections.models.questions import Question, Reply
from reflections.models.reports import Report, ReportVersion

__all__ = [
    "Audience",
    "Echo",
    "GroupQuestion",
    "GuardAnswer",
    "Introduction",
    "Item",
    "ItemEvent",
    "ItemObservation",
    "Jot",
    "Kind",
    "Obligation",
    "Question",
    "Reply",
    "Report",
    "ReportVersion",
    "Reuse",
]
