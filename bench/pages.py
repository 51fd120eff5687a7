"""The pages that are measured, and what `manage.py scene` tells of each."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import LiteralString, Self

from bench.budgets import DETAIL, FORM, LIST, OVERVIEW, SENT_FORM, Budget


@dataclass(frozen=True)
class Page:
    """One page as one person asks for it. A sent form is measured against the floor's form."""

    name: str
    budget: Budget
    is_sent: bool = False


HOME_OF_LEAD = Page("home, Project Lead", OVERVIEW)
HOME_OF_TEAM = Page("home, Programme Team", OVERVIEW)
GRID = Page("grid of towns by months", OVERVIEW)
REPORT_READ = Page("report, read by the team", DETAIL)
REPORT_WRITTEN = Page("report, written by its lead", FORM)
REPORT_SENT = Page("report, submitted", SENT_FORM, is_sent=True)
SESSIONS_LISTED = Page("sessions to come, for a lead", LIST)
SESSION_READ = Page("session, read by a lead", DETAIL)
PAGES = (
    HOME_OF_LEAD,
    HOME_OF_TEAM,
    GRID,
    REPORT_READ,
    REPORT_WRITTEN,
    REPORT_SENT,
    SESSIONS_LISTED,
    SESSION_READ,
)

REOPENING: tuple[LiteralString, ...] = (
    "DELETE FROM reflections_reportversion WHERE report_id = %(report)s",
    """
    UPDATE reflections_obligation o
    SET state = 'owed', met_with = '', met_at = NULL, was_late = FALSE
    FROM reflections_report r
    WHERE r.id = %(report)s AND o.town_id = r.town_id AND o.month = r.month
    """,
    """
    UPDATE reflections_report SET status = 'open', submitted_at = NULL, submitted_by_id = NULL
    WHERE id = %(report)s
    """,
)


@dataclass(frozen=True)
class Spot:
    """Where a page is in one database, the session of who asks for it, and its statements."""

    path: str
    session: str
    statements: int


@dataclass(frozen=True)
class Scene:
    """One database ready to be measured."""

    towns: int
    cookie: str
    report: int
    spots: Mapping[str, Spot]

    def to_json(self) -> str:
        """For the process that measures."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """As the command printed it."""
        read = json.loads(text)
        spots = {name: Spot(**spot) for name, spot in read.pop("spots").items()}
        return cls(**read, spots=spots)
