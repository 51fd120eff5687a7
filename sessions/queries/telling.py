"""What notices of sessions are about, as it stands at the moment of sending: for many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from outbox.kinds import Recipient, recipients
from outbox.models import Letter, Notice
from outbox.promises import number_in
from sessions.models import CohortSession, Invitation
from sessions.notices import CANCELLED, OF_CALENDARS
from sessions.queries.inviting import invited_today

type Place = tuple[int, int]  # a person and a session


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision of a session as one person was, or is to be, told of it."""

    sequence: int
    is_cancel: bool
    begins_at: datetime
    ends_at: datetime
    has_left: bool = False
    promised_at: datetime | None = None


@dataclass
class Told:
    """One person and one session: whether they see it, and which revisions they were promised."""

    person: int
    session: CohortSession
    sees: bool
    recipient: Recipient | None
    invitation: Invitation | None = None
    revisions: list[Revision] = field(default_factory=list)

    def newest(self) -> int:
        """The highest number that they were promised."""
        return max((one.sequence for one in self.revisions), default=-1)

    def held(self, *, before: int) -> Revision | None:
        """What stands in their calendar by letters of lower numbers; none if nothing does."""
        last = self._last_left(before)
        return None if last is None or last.is_cancel else last

    def heard_it_is_off(self, *, before: int) -> bool:
        """The last that they heard, by letters of lower numbers, is that the session was cancelled.

        Not, that they were taken out of it: who comes back was invited anew since.
        """
        last = self._last_left(before)
        if last is None or self.invitation is None or last.promised_at is None:
            return False
        return last.is_cancel and last.promised_at >= self.invitation.invited_at

    def _last_left(self, before: int) -> Revision | None:
        left = [one for one in self.revisions if one.has_left and one.sequence < before]
        return max(left, key=lambda one: one.sequence, default=None)


def told_of(notices: Sequence[Notice], *, on: date) -> dict[Place, Told]:
    """What these notices are about: six statements."""
    places = {place_of(notice) for notice in notices}
    persons, numbers = {person for person, _ in places}, {number for _, number in places}
    sessions = CohortSession.objects.select_related("kind").in_bulk(numbers)
    seen = invited_today(numbers, on=on)
    reached = recipients(sorted(persons))
    found = {
        (person, number): Told(
            person, sessions[number], person in seen[number], reached.get(person)
        )
        for person, number in places
        if number in sessions
    }
    for invitation in Invitation.objects.filter(session__in=numbers, person__in=persons):
        place = invitation.person_id, invitation.session_id
        if place in found:
            found[place].invitation = invitation
    for place, revision in revisions_of(places, {notice.about for notice in notices}):
        if place in found:
            found[place].revisions.append(revision)
    return found


def place_of(notice: Notice) -> Place:
    """Whom a notice tells of which session."""
    return notice.person or 0, number_in(notice.about)


def revisions_of(
    places: Iterable[Place], abouts: Iterable[str]
) -> Iterable[tuple[Place, Revision]]:
    """All that these people were promised for their calendars about these: one statement."""
    rows = Notice.objects.filter(
        kind__in=OF_CALENDARS, about__in=set(abouts), person__in={person for person, _ in places}
    ).values_list("person", "about", "kind", "facts", "promised_at", "state", "letter__state",
                  "letter__data_opened_at")  # fmt: skip
    for person, about, kind, facts, promised_at, state, letter, opened_at in rows:
        # In doubt it may have been taken: then it is in their calendar.
        has_left = state == Notice.State.TOLD or (
            opened_at is not None and letter != Letter.State.FAILED
        )
        revision = Revision(
            int(facts["sequence"]),
            kind == CANCELLED,
            datetime.fromisoformat(facts["begins_at"]),
            datetime.fromisoformat(facts["ends_at"]),
            has_left,
            promised_at,
        )
        yield (person or 0, number_in(about)), revision
