"""The materials and resources of a session, as its page shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from kit.file_sorts import SORTS
from kit.words import megabytes
from people.models import User
from sessions.models import CohortSession, Resource
from sessions.models.resources import USABLE
from sessions.policies import may_plan_sessions
from sessions.queries.sessions import name_in_words, name_then

SHELF = "shelf_rows"  # what statements add to rows
CHECKED_WITHIN = timedelta(minutes=30)
Use, Scan = Resource.Use, Resource.Scan
_FIELDS = ("key", "use", "title", "link", "file_sort", "file_size", "scan", "refusal")


@dataclass(frozen=True)
class Line:
    """One link or file."""

    key: UUID
    title: str
    link: str
    about: str
    partner: str
    state: str
    refusal: str

    @property
    def is_ready(self) -> bool:
        """A link, or a file that was found clean."""
        return self.state in {"", Scan.CLEAN}

    @property
    def is_waiting(self) -> bool:
        """A file that nobody is given before it is checked."""
        return self.state == Scan.WAITING


@dataclass(frozen=True)
class Shelf:
    """What stands by a session, and whether its reader may add to it."""

    materials: Sequence[Line]
    resources: Sequence[Line]
    may_add: bool


def with_shelf(sessions: QuerySet[CohortSession]) -> QuerySet[CohortSession]:
    """The same sessions, each with its links and files, all in the sessions' own statement."""
    of_partner = "contribution__organisation"
    rows = Resource.objects.standing().filter(session=OuterRef("pk")).order_by("pk")
    told = JSONObject(
        **{name: name for name in _FIELDS},
        partner=f"{of_partner}__name",
        then=name_then(OuterRef("session__on"), organisation=of_partner),
    )
    return sessions.annotate(**{SHELF: ArraySubquery(rows.values(told=told))})


def shelf_of(session: CohortSession, user: User, *, on: date) -> Shelf:
    """Of a session that this person sees, and that comes `with_shelf`: no statement of its own.

    As `Resource.objects.visible_to` has it: unchecked and refused files are for those who plan.
    """
    may_plan = may_plan_sessions(user, on=on)
    lines: dict[str, list[Line]] = {Use.MATERIAL: [], Use.RESOURCE: []}
    for row in getattr(session, SHELF):
        if may_plan or row["scan"] in USABLE:
            lines[row["use"]].append(_line(row))
    is_on = session.state != CohortSession.State.CANCELLED
    return Shelf(lines[Use.MATERIAL], lines[Use.RESOURCE], is_on and may_plan)


def file_of(session: CohortSession, user: User, *, on: date) -> QuerySet[Resource]:
    """The files of a session that this person may be given."""
    return Resource.objects.visible_to(user, on=on).clean_files().filter(session=session)


def long_unchecked(*, at: datetime) -> int:
    """How many files have waited for their check too long: something is wrong with it."""
    waiting = Resource.objects.standing().filter(scan=Scan.WAITING)
    return waiting.filter(added_at__lt=at - CHECKED_WITHIN).count()


def _line(row: Mapping[str, Any]) -> Line:
    return Line(
        key=UUID(row["key"]),
        title=row["title"],
        link=row["link"],
        about=_about(row),
        partner=name_in_words(row["partner"], row["then"]) if row["partner"] else "",
        state=row["scan"],
        refusal=row["refusal"],
    )


def _about(row: Mapping[str, Any]) -> str:
    """As in "PDF, 1.2 MB", or where a link leads: "video.example.org"."""
    if row["link"]:
        return urlsplit(row["link"]).hostname or ""
    return f"{SORTS[row['file_sort']].words}, {megabytes(row['file_size'])}"
