"""The pages that are measured, and what `manage.py scene` tells of each."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import LiteralString, Self

from bench.budgets import DETAIL, FORM, LIST, OVERVIEW, SEARCH, SENT_FORM, Budget

# What undoes a form that was sent; the first statement finds one row, or nothing had been kept.
REOPENING: tuple[LiteralString, ...] = (
    "DELETE FROM reflections_reportversion WHERE report_id = %(row)s",
    """
    UPDATE reflections_obligation o
    SET state = 'owed', met_with = '', met_at = NULL, was_late = FALSE
    FROM reflections_report r
    WHERE r.id = %(row)s AND o.town_id = r.town_id AND o.month = r.month
    """,
    """
    UPDATE reflections_report SET status = 'open', submitted_at = NULL, submitted_by_id = NULL
    WHERE id = %(row)s
    """,
)
UNMARKING: tuple[LiteralString, ...] = (
    "DELETE FROM cohort_sessions_attendance WHERE session_id = %(row)s",
)


@dataclass(frozen=True)
class Page:
    """One page as one person asks for it. A sent form is measured against the floor's form."""

    name: str
    budget: Budget
    undo: tuple[LiteralString, ...] = ()

    @property
    def is_sent(self) -> bool:
        """It is a form that is sent, again and again."""
        return bool(self.undo)


HOME_OF_LEAD = Page("home, Project Lead", OVERVIEW)
HOME_OF_TEAM = Page("home, Programme Team", OVERVIEW)
GRID = Page("grid of towns by months", OVERVIEW)
REPORT_READ = Page("report, read by the team", DETAIL)
REPORT_WRITTEN = Page("report, written by its lead", FORM)
REPORT_SENT = Page("report, submitted", SENT_FORM, undo=REOPENING)
SESSIONS_LISTED = Page("sessions to come, for a lead", LIST)
SESSION_READ = Page("session, read by a lead", DETAIL)
SESSIONS_OF_MONTH = Page("month of sessions, for a lead", OVERVIEW)
REGISTER = Page("register, with everybody who is expected", DETAIL)
REGISTER_SAVED = Page("register, a line saved", SENT_FORM, undo=UNMARKING)
DIGESTS_LISTED = Page("digests, for a steering group", LIST)
DIGEST_IN_BRIEF = Page("digest, in brief", DETAIL)
DIGEST_ON_A_PAGE = Page("digest, on a page", DETAIL)
DIGEST_IN_FULL = Page("digest, in full", DETAIL)
DIGEST_OF_TOWN = Page("digest, of one town", DETAIL)
DESK = Page("digest, the team's desk", OVERVIEW)
SECTION = Page("digest, a town's section edited", FORM)
PARTNERS_LISTED = Page("partners, for a lead", LIST)
SEARCHED = Page("learning, a word searched by a lead", SEARCH)
SEARCHED_BY_TEAM = Page("learning, a word searched by the team", SEARCH)
OUTCOME = Page("outcome, for a lead", DETAIL)
PAGES_OF_DIGESTS = (
    DIGESTS_LISTED,
    DIGEST_IN_BRIEF,
    DIGEST_ON_A_PAGE,
    DIGEST_IN_FULL,
    DIGEST_OF_TOWN,
    DESK,
    SECTION,
)
PAGES = (
    HOME_OF_LEAD,
    HOME_OF_TEAM,
    GRID,
    REPORT_READ,
    REPORT_WRITTEN,
    REPORT_SENT,
    SESSIONS_LISTED,
    SESSION_READ,
    SESSIONS_OF_MONTH,
    REGISTER,
    REGISTER_SAVED,
    PARTNERS_LISTED,
    SEARCHED,
    SEARCHED_BY_TEAM,
    OUTCOME,
    *PAGES_OF_DIGESTS,
)


@dataclass(frozen=True)
class Spot:
    """Where a page is in one database, the session of who asks for it, and its statements.

    A form is sent with `fields`; `row` is the number that its page's `undo` asks for.
    """

    path: str
    session: str
    statements: int
    fields: Mapping[str, str] = field(default_factory=dict)
    row: int = 0


@dataclass(frozen=True)
class Scene:
    """One database ready to be measured."""

    towns: int
    cookie: str
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
