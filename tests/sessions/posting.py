"""Letters about sessions as they came over the wire, with the calendar object that each carries."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage

from people.models import User
from sessions.actions.scheduling import About, add_session
from sessions.models import CohortSession, Kind
from sessions.times import When
from tests.sessions.readers import ReadEvent, by_ical_js, by_icalendar
from tests.wire import arrived
from towns.models import Role

AT = datetime(2026, 11, 18, 10, tzinfo=UTC)  # a Wednesday
LATER = timedelta(minutes=6)  # after what was done has settled
Precision = CohortSession.Precision
PATHS = About(title="Paths", text="What we learnt.", venue="Town Hall")
THURSDAY = When(Precision.DAY, date(2026, 11, 26), time(10), 60)


@dataclass(frozen=True)
class Sent:
    """One letter that a calendar acts upon."""

    to: str
    subject: str
    method: str
    event: ReadEvent
    letter: EmailMessage


def add(
    when: When = THURSDAY,
    *,
    by: User,
    about: About = PATHS,
    at: datetime = AT,
    roles: tuple[str, ...] = (Role.PROJECT_LEAD,),
) -> CohortSession:
    """A session of a day, open to Project Leads alone."""
    kind = Kind.objects.get(slug="fortnightly-session")
    return add_session(about, when, kind=kind, roles=roles, by=by, at=at)


def sent(at: datetime) -> list[Sent]:
    """All that came for calendars by a moment, by the order of letters; two readers agree on it."""
    return [read(letter) for letter in arrived(at) if letter.get_content_maintype() == "multipart"
            and letter.get_content_subtype() == "mixed"]  # fmt: skip


def read(letter: EmailMessage) -> Sent:
    """What calendars understand of one letter, both of its objects being the same."""
    parts = {part.get_content_type(): part for part in letter.walk()}
    raw = parts["text/calendar"].get_payload(decode=True)
    assert isinstance(raw, bytes)
    assert parts["application/ics"].get_payload(decode=True) == raw
    found = by_icalendar(raw)
    assert by_ical_js(raw) == found
    [event] = found.events
    assert parts["text/calendar"].get_param("method") == found.method
    return Sent(str(letter["To"]), str(letter["Subject"]), found.method, event, letter)
