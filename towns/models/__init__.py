"""The programme's places, calendars, groups and tenures."""

from towns.models.calendars import Council, Holiday, SchoolBreak
from towns.models.groups import Group, Seat
from towns.models.places import Town, TownStatus
from towns.models.programmes import Outcome, Programme, Stage
from towns.models.tenures import Absence, Role, Tenure
from towns.models.words import Unfound, Word

__all__ = [
    "Absence",
    "Council",
    "Group",
    "Holiday",
    "Outcome",
    "Programme",
    "Role",
    "SchoolBreak",
    "Seat",
    "Stage",
    "Tenure",
    "Town",
    "TownStatus",
    "Unfound",
    "Word",
]
