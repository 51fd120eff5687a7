"""What is missing before a session can be closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from kit.dates import in_full
from sessions.models import Attendance, CohortSession, Resource

State, Part, Recording = CohortSession.State, CohortSession.Part, CohortSession.Recording
OVER = (State.HELD, State.WRITTEN_UP)


@dataclass(frozen=True)
class Piece:
    """One part of a session's record: there, said to be not needed, or missing."""

    part: str
    title: str
    words: str
    is_there: bool
    is_not_needed: bool = False

    @property
    def is_settled(self) -> bool:
        """There, or not needed."""
        return self.is_there or self.is_not_needed


@dataclass(frozen=True)
class Closing:
    """How far a session is from being closed."""

    pieces: Sequence[Piece]

    @property
    def missing(self) -> list[str]:
        """What keeps it open, in words."""
        return [one.title for one in self.pieces if not one.is_settled]

    @property
    def has_notes(self) -> bool:
        """Notes are there, or not needed: it may be called written up."""
        return all(one.is_settled for one in self.pieces if one.part == Part.NOTES)


def record_shut(session: CohortSession, *, on: date) -> str:
    """Why nothing can be added to the record of a session; empty if it can."""
    if session.state == State.CANCELLED:
        return "This session was cancelled."
    if session.state == State.CLOSED:
        return "This session is closed. What was noted can be corrected; nothing is added."
    if session.on is None or session.precision != CohortSession.Precision.DAY:
        return "This session has no day yet."
    if session.on > on:
        return f"This session is on {in_full(session.on)}. Notes and actions begin that day."
    return ""


def has_passed(session: CohortSession, *, at: datetime) -> bool:
    """Its time has begun, and it was not cancelled."""
    has_begun = session.begins_at is not None and session.begins_at <= at
    return has_begun and session.state != State.CANCELLED


def closing_of(session: CohortSession) -> Closing:
    """What is there and what is missing: one statement."""
    told = (
        CohortSession.objects.filter(pk=session.pk)
        .annotate(
            notes_written=Count("notes", distinct=True),
            actions_added=Count("actions", distinct=True),
            lines=Count("attendance", filter=~Q(attendance__state=""), distinct=True),
            present=Count(
                "attendance", filter=Q(attendance__state=Attendance.State.PRESENT), distinct=True
            ),
            made=_resources_made(),
        )
        .values_list("notes_written", "actions_added", "lines", "present", "made")
        .get()
    )
    notes, actions, lines, present, made = told
    there = {
        Part.NOTES: (notes, _counted(notes, "note or decision", "notes and decisions")),
        Part.ATTENDANCE: (lines, f"{_counted(present, 'person', 'people')} present"),
        Part.ACTIONS: (actions, _counted(actions, "action", "actions")),
        Part.RESOURCES: (made, _counted(made, "resource", "resources")),
    }
    none = {
        Part.NOTES: "Nothing is noted yet",
        Part.ATTENDANCE: "The register has not been begun",
        Part.ACTIONS: "No action is added yet",
        Part.RESOURCES: "Nothing has been made of it yet, or it is still being checked",
    }
    pieces = [
        Piece(
            part,
            part.label,
            words if number else "None needed" if part in session.not_needed else none[part],
            bool(number),
            not number and part in session.not_needed,
        )
        for part, (number, words) in there.items()
        if number or part != Part.RESOURCES or not _closed_before_asked(session)
    ]
    return Closing([*pieces, _recording(session)])


def _resources_made() -> Coalesce:
    """How many there are to use, counted by themselves: the other counts multiply each other."""
    made = Resource.objects.standing().usable().filter(use=Resource.Use.RESOURCE)
    rows = made.filter(session=OuterRef("pk")).order_by().values("session")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


def _closed_before_asked(session: CohortSession) -> bool:
    """Closed before resources were asked for: it says of them neither that nor the other."""
    return session.state == State.CLOSED and Part.RESOURCES not in session.not_needed


def _recording(session: CohortSession) -> Piece:
    words = {
        Recording.UNKNOWN: "Not known yet whether it was recorded",
        Recording.NO: "Not recorded",
        Recording.YES: _kept(session),
    }
    known = Recording(session.recording)
    return Piece("recording", "Recording", words[known], known != Recording.UNKNOWN)


def _kept(session: CohortSession) -> str:
    until = f", until {in_full(session.recording_until)}" if session.recording_until else ""
    return f"Recorded{until}" if session.recording_link else f"Recorded, no link yet{until}"


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
