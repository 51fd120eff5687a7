"""The register of one session as its page and a device show it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from kit.dates import in_full, moment_near
from sessions.models import Attendance, CohortSession, Invitation
from sessions.queries.expected import Expected, expected_at
from sessions.times import words_of

ALSO = "Not on the list"
NOT_RECORDED = "Not recorded"
State, Precision = CohortSession.State, CohortSession.Precision


@dataclass(frozen=True)
class Line:
    """One person of a register. `version` 0: nobody has recorded anything of them."""

    key: UUID
    name: str
    organisation: str
    place: str
    state: str = ""
    word: str = NOT_RECORDED
    note: str = ""
    version: int = 0
    by: str = ""
    deputy: str = ""  # who is to come in their place, and is not in the register yet
    is_person: bool = True

    def pressed(self, state: str) -> str:
        """What a button sends: the line, what was seen of it, and its new state; or its undoing."""
        return f"{self.key} {self.version} {'none' if self.state == state else state}"

    @property
    def present(self) -> str:
        """What the button for "present" sends."""
        return self.pressed(Attendance.State.PRESENT)

    @property
    def apology(self) -> str:
        """What the button for apologies sends."""
        return self.pressed(Attendance.State.APOLOGY)

    @property
    def absent(self) -> str:
        """What the button for "absent" sends."""
        return self.pressed(Attendance.State.ABSENT)


@dataclass(frozen=True)
class Counted:
    """How many are what."""

    present: int
    apologies: int
    absent: int
    open: int


@dataclass(frozen=True)
class Register:
    """A session's register. `shut` says why nothing can be recorded; empty if it can."""

    lines: Sequence[Line]
    is_begun: bool
    shut: str

    @property
    def places(self) -> list[tuple[str, list[Line]]]:
        """The lines by town or group, in order."""
        return [(place, list(lines)) for place, lines in groupby(self.lines, lambda one: one.place)]

    @property
    def counted(self) -> Counted:
        """How many are present, sent apologies, were absent, or are not recorded."""
        told = Counter(line.state for line in self.lines if line.is_person or line.state)
        state = Attendance.State
        return Counted(told[state.PRESENT], told[state.APOLOGY], told[state.ABSENT], told[""])


def register_of(session: CohortSession, *, on: date) -> Register:
    """Everybody who is expected, and whoever else was there: three statements."""
    rows = list(
        session.attendance.select_related(
            "person__organisation", "organisation", "deputy_for", "recorded_by__person"
        ).order_by("pk")
    )
    by_person = {row.person_id: row for row in rows if row.person_id}
    deputies = {row.deputy_for_id: row.name for row in rows if row.deputy_for_id and is_there(row)}
    expected = expected_at(session)
    lines = [
        line_of_expected(
            one, by_person.pop(one.person.pk, None), deputies.get(one.person.pk, ""), session, on=on
        )
        for one in expected
    ]
    others = [row for row in rows if row.person_id is None or row.person_id in by_person]
    lines += [line_of(row, on=on) for row in others]
    return Register(lines, any(row.state for row in rows), shut(session, on=on))


def is_there(row: Attendance) -> bool:
    """Recorded as present."""
    return row.state == Attendance.State.PRESENT


def shut(session: CohortSession, *, on: date) -> str:
    """Why nothing can be recorded in the register of a session on that day; empty if it can."""
    if session.state == State.CANCELLED:
        return "This session was cancelled: it has no register."
    if session.state == State.CLOSED:
        return "This session is closed. Its register can be read, not changed."
    if session.on is None or session.precision != Precision.DAY:
        return "This session has no day yet. Its register opens on its day."
    if session.on > on:
        return f"This session is on {in_full(session.on)}. Its register opens that day."
    return ""


def line_of(row: Attendance, *, place: str = ALSO, on: date) -> Line:
    """A line that is recorded."""
    of = row.person
    organisation = str(row.organisation or "")
    return Line(
        key=of.key if of else row.key,
        name=of.name if of else row.name,
        organisation=organisation,
        place=place,
        state=row.state,
        word=row.get_state_display() if row.state else NOT_RECORDED,
        note=f"In place of {row.deputy_for}" if row.deputy_for else "",
        version=row.version,
        by=f"{row.recorded_by.person}, {moment_near(row.recorded_at, on=on)}",
        is_person=of is not None,
    )


def line_of_expected(
    one: Expected, row: Attendance | None, deputy: str, session: CohortSession, *, on: date
) -> Line:
    """The line of somebody who is invited: what is recorded, else what they answered."""
    sent = _apology(one.invitation, session)
    promised = one.invitation.deputy if one.invitation and sent else ""
    note = f"Deputy: {deputy or promised}" if deputy or promised else ""
    told = Line(
        key=one.person.key,
        name=one.person.name,
        organisation=str(one.organisation or ""),
        place=one.place,
        state=Attendance.State.APOLOGY if sent else "",
        word="Sent apologies" if sent else NOT_RECORDED,
        note=note,
        deputy="" if deputy else promised,
    )
    if row is None:
        return told
    recorded = line_of(row, place=one.place, on=on)
    return Line(**{**vars(recorded), "note": note, "deputy": told.deputy})


def _apology(invitation: Invitation | None, session: CohortSession) -> bool:
    """Whether they said that they cannot come, at the time that the session has."""
    return (
        invitation is not None
        and invitation.reply == Invitation.Reply.APOLOGY
        and invitation.reply_to == session.begins_at
    )


def told_of(register: Register) -> str:
    """How a register stands, in a sentence."""
    if not register.is_begun:
        return "The register has not been begun."
    counted = register.counted
    parts = [
        f"{counted.present} present",
        f"{counted.apologies} with apologies",
        f"{counted.absent} absent",
        f"{counted.open} not recorded",
    ]
    return f"{', '.join(parts)}."


def caption_of(session: CohortSession) -> str:
    """Which session a page is about."""
    return f"{session}, {words_of(session)}"
