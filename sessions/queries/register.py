"""The register of one session as its page and a device show it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from kit.dates import in_full
from sessions.models import Attendance, CohortSession
from sessions.queries.lines import Choice, Counted, Row, lines_of
from sessions.times import words_of

A_PAGE = 50  # people
NOT_RECORDED = "Not recorded"
State, Precision = CohortSession.State, CohortSession.Precision
_WORDS = {"": NOT_RECORDED, **dict(Attendance.State.choices)}


@dataclass(frozen=True)
class Line:
    """One person of a register. `version` 0: nobody has recorded anything of them."""

    key: UUID
    name: str
    organisation: str
    place: str
    state: str
    word: str
    note: str
    version: int
    deputy: str  # who is to come in their place, and is not in the register yet
    is_person: bool

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
class Register:
    """A page of a session's register; `counted` is of the whole.

    `further` is the key of the last line if more follow it. `shut` says why nothing can be
    recorded; empty if it can.
    """

    lines: Sequence[Line]
    counted: Counted
    further: str
    shut: str

    @property
    def places(self) -> list[tuple[str, list[Line]]]:
        """The lines by town or group, in order."""
        return [(place, list(lines)) for place, lines in groupby(self.lines, lambda one: one.place)]


def register_of(
    session: CohortSession, *, on: date, after: UUID | None = None, word: str = ""
) -> Register:
    """Everybody who is expected, and whoever else was there, fifty a page: one statement.

    `word` narrows them to those in whose name, place or organisation it stands.
    """
    rows, counted = lines_of(session, Choice(after=after, word=word, most=A_PAGE + 1))
    further = str(rows[A_PAGE - 1].key) if len(rows) > A_PAGE else ""
    return Register([_line(row) for row in rows[:A_PAGE]], counted, further, shut(session, on=on))


def lines_by_key(session: CohortSession, keys: Collection[UUID]) -> list[Line]:
    """Some lines of a register."""
    rows, _ = lines_of(session, Choice(keys=keys))
    return [_line(row) for row in rows]


def _line(row: Row) -> Line:
    coming = row.deputy or row.promised
    if row.in_place_of:
        note = f"In place of {row.in_place_of}"
    else:
        note = f"Deputy: {coming}" if coming else ""
    return Line(
        key=row.key,
        name=row.name,
        organisation=row.works_for,
        place=row.place,
        state=row.state,
        word="Sent apologies" if row.state and not row.version else _WORDS[row.state],
        note=note,
        version=row.version,
        deputy="" if row.deputy else row.promised,
        is_person=row.person is not None,
    )


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


def told_of(counted: Counted) -> str:
    """How a register stands, in a sentence."""
    if not counted.is_begun:
        return "The register has not been begun."
    parts = [
        f"{counted.present:,} present",
        f"{counted.apologies:,} with apologies",
        f"{counted.absent:,} absent",
        f"{counted.open:,} not recorded",
    ]
    return f"{', '.join(parts)}."


def caption_of(session: CohortSession) -> str:
    """Which session a page is about."""
    return f"{session}, {words_of(session)}"
