"""Fills in what remains of the sessions that were: who was there, what was noted, who does what."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from demonstration.programme import read_texts
from people.models import Person, User
from sessions.actions.acting import Task, add_action, close_action
from sessions.actions.closing import close_session, hold_session, say_not_needed, say_recording
from sessions.actions.notes import add_note
from sessions.actions.register import add_by_name, mark
from sessions.models import Attendance, CohortSession, Note, Resource
from sessions.queries.closing import closing_of
from sessions.queries.lines import Row, lines_of

LATELY = timedelta(days=170)  # for so long an action may be open
AWAY = {0: Attendance.State.ABSENT, 4: Attendance.State.APOLOGY}  # of every eleven
State, Part = CohortSession.State, CohortSession.Part


class RecordsFiller:
    """Writes the records once, as they would stand at a moment, by one of the team."""

    def __init__(self, *, now: datetime, by: User) -> None:
        self.now, self.today, self.by = now, timezone.localdate(now), by
        self.texts: Sequence[Mapping[str, Any]] = read_texts("sessions")["record"]
        self.deputies: Sequence[str] = read_texts("sessions")["deputies"]
        self.late: str = read_texts("sessions")["late"]

    def fill(self, titles: Sequence[str]) -> None:
        """A record for each session that was; the last for All Project Towns is not closed yet."""
        past = list(
            CohortSession.objects.filter(on__lt=self.today, state__in=CohortSession.DATED)
            .select_related("kind")
            .order_by("on", "pk")
        )
        large = [one for one in past if one.kind.slug == "all-project-towns-session"]
        others = [one for one in past if one not in large[-1:]]
        self._write_long_ago(others[:-1], titles)
        for session in large[-1:]:
            self._begin(session)
        for session in others[-1:]:
            self._write(session)

    def _begin(self, session: CohortSession) -> None:
        """Noted, but nobody took the register yet, nor is it known whether it was recorded."""
        at = _end_of(session)
        hold_session(session, by=self.by, at=at)
        add_note(
            session, sort=Note.Sort.NOTE, text=read_texts("sessions")["open"], by=self.by, at=at
        )

    def _write(self, session: CohortSession) -> None:
        """The whole way, as the team goes it."""
        at = _end_of(session)
        by_and_at: dict[str, Any] = {"by": self.by, "at": at}
        deputies = list(self.deputies)
        for place, one in enumerate(_expected(session)):
            state = _state(place, 0)
            mark(session, one.key, state=state, version=0, **by_and_at)
            if state == Attendance.State.APOLOGY and deputies:
                add_by_name(session, [deputies.pop()], in_place_of=one.key, **by_and_at)
        add_note(session, sort=Note.Sort.NOTE, text=self.late, **by_and_at)
        self._close(session)

    def _write_long_ago(self, sessions: Sequence[CohortSession], titles: Sequence[str]) -> None:
        """The same of those whose registers were taken on paper: entered in one go."""
        lines, notes = [], []
        usable = Resource.objects.standing().usable().filter(use=Resource.Use.RESOURCE)
        made = set(usable.values_list("session", flat=True))
        for number, session in enumerate(sessions):
            row, expected = self._row(session, titles), _expected(session)
            lines += [self._line(session, one, place, number) for place, one in enumerate(expected)]
            notes += [
                Note(
                    session=session,
                    sort=sort,
                    text=row[sort.value],
                    written_at=_end_of(session),
                    written_by=self.by,
                )
                for sort in Note.Sort
                if sort.value in row
            ]
            has = {
                Part.NOTES: bool(row),
                Part.ACTIONS: self._action(session, row, expected),
                Part.RESOURCES: session.pk in made,
            }
            session.not_needed = sorted(part for part, is_there in has.items() if not is_there)
            session.state, session.recording = State.CLOSED, CohortSession.Recording.NO
        Attendance.objects.bulk_create(lines)
        Note.objects.bulk_create(notes)
        CohortSession.objects.bulk_update(sessions, ["state", "recording", "not_needed"])

    def _line(self, session: CohortSession, one: Row, place: int, number: int) -> Attendance:
        return Attendance(
            session=session,
            person_id=one.person,
            organisation_id=one.organisation,
            state=_state(place, number),
            recorded_at=_end_of(session),
            recorded_by=self.by,
        )

    def _row(self, session: CohortSession, titles: Sequence[str]) -> Mapping[str, Any]:
        return self.texts[titles.index(session.title)] if session.title in titles else {}

    def _action(
        self, session: CohortSession, row: Mapping[str, Any], expected: Sequence[Row]
    ) -> bool:
        """What somebody took on, if the texts have it; what was long ago is done."""
        if not (told := row.get("action")) or not expected:
            return False
        at = _end_of(session)
        is_open = self.now - at < LATELY
        owner = Person.objects.get(key=expected[len(told["text"]) % len(expected)].key)
        due_on = self.today + timedelta(days=told["days"] - 30) if is_open else _due(session.on)
        made = add_action(
            session, Task(told["text"], owner, due_on, told["source"]), by=self.by, at=at
        )
        if not is_open:
            done_at = at + timedelta(days=told["days"])
            close_action(made, outcome=told["outcome"], by=self.by, at=done_at)
        return True

    def _close(self, session: CohortSession) -> None:
        at = min(_end_of(session) + timedelta(days=1), self.now)
        for piece in closing_of(session).pieces:
            if not piece.is_settled and piece.part in Part:
                say_not_needed(session, piece.part, by=self.by, at=at)
        say_recording(session, CohortSession.Recording.NO, by=self.by, at=at)
        close_session(session, by=self.by, at=at)


def _expected(session: CohortSession) -> list[Row]:
    """Everybody in its register, which nobody has taken yet."""
    return lines_of(session)[0]


def _state(place: int, number: int) -> str:
    """Who was there: most, most of the time."""
    return AWAY.get((place * 7 + number * 3) % 11, Attendance.State.PRESENT)


def _end_of(session: CohortSession) -> datetime:
    if session.ends_at is None:
        raise ValueError(session)
    return session.ends_at


def _due(day: date | None) -> date:
    """Four weeks on: of a session of late still ahead, or just missed."""
    if day is None:
        raise ValueError(day)
    return day + timedelta(weeks=4)
