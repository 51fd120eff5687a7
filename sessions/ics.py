r"""Calendar objects as bytes: invitations and cancellations (RFC 5546), feeds (RFC 5545).

Nothing here reads rows or the clock: the same event gives the same bytes at every attempt.

Put together by hand: `icalendar` writes the `\N` of "S:\New towns" as a line break, and control
characters as they come. It reads, in tests, what is written here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import quote
from zoneinfo import ZoneInfo

from kit.text import settled, settled_line, without_unstorable

LONGEST_LINE = 75  # octets, by RFC 5545
HIGHEST_SEQUENCE = 2**31 - 1
MADE_BY = "-//Cohort portal//Sessions//EN"
# The rules since 1996. Libraries write out each change, decades of them, which Outlook reads badly.
ZONES = {
    "Europe/London": (
        "BEGIN:VTIMEZONE",
        "TZID:Europe/London",
        "BEGIN:DAYLIGHT",
        "DTSTART:19960331T010000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZNAME:BST",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0100",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19961027T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZNAME:GMT",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0000",
        "END:STANDARD",
        "END:VTIMEZONE",
    )
}
_UID = re.compile(r"[A-Za-z0-9@._-]{1,200}")
_URL = re.compile(r"https?://[!-~]+")
_ADDRESS = re.compile(r"[!-~]+@[A-Za-z0-9.-]+")
_ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})
# Readers disagree about these within quotes, and some end the quotes too early.
_IN_NAMES = str.maketrans({'"': "'", "\\": "/", "^": "^^"})


class Status(StrEnum):
    """What a calendar shows of an event."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


class Method(StrEnum):
    """What a calendar does with what it gets."""

    REQUEST = "REQUEST"  # enter or change it, for the one who is asked
    CANCEL = "CANCEL"  # take it out
    PUBLISH = "PUBLISH"  # show it; nobody is asked


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody as calendars know them. The name may be empty.

    Raises:
        ValueError: the address is none.
    """

    name: str
    address: str

    def __post_init__(self) -> None:
        if not _ADDRESS.fullmatch(self.address):
            raise ValueError("What should be an address is none.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """One session as a calendar holds it.

    `uid` stays for ever, `sequence` rises with each change of time, place or state. `stamped_at` is
    when the session was last changed, never when a letter leaves. Empty texts are left out.

    Raises:
        ValueError: no calendar could hold it.
    """

    uid: str
    sequence: int
    title: str
    begins_at: datetime
    ends_at: datetime
    stamped_at: datetime
    organiser: Party
    attendee: Party | None = None
    description: str = ""
    location: str = ""
    url: str = ""
    zone: str = "Europe/London"
    status: Status = Status.CONFIRMED

    def __post_init__(self) -> None:
        if not _UID.fullmatch(self.uid):
            raise ValueError("The UID holds what none should.")
        if not 0 <= self.sequence <= HIGHEST_SEQUENCE:
            raise ValueError("The sequence is out of its range.")
        if not _line_of(self.title):
            raise ValueError("An event has a title.")
        if not all(
            moment.tzinfo is not None and moment.utcoffset() is not None
            for moment in (self.begins_at, self.ends_at, self.stamped_at)
        ):
            raise ValueError("Moments carry their zone.")
        # Within one zone Python compares what clocks show, not moments.
        if self.ends_at.astimezone(UTC) <= self.begins_at.astimezone(UTC):
            raise ValueError("An event ends after it has begun.")
        if self.zone not in ZONES:
            raise ValueError(f"The rules of {self.zone} are not known.")
        if self.url and not _URL.fullmatch(self.url):
            raise ValueError("What should be a link is none.")


@dataclass(frozen=True, slots=True)
class MailPart:
    """How a letter carries a calendar object: beside its text, and once more as a file.

    Both hold the same bytes. Calendars act upon the first, people without one open the second.
    """

    content_type: str
    file_type: str
    file_name: str


def mail_part_of(method: Method) -> MailPart:
    """What a letter says of the object that it carries; its method is told in both places."""
    return MailPart(
        content_type=f"text/calendar; method={method}; charset=utf-8",
        file_type='application/ics; name="invite.ics"',
        file_name="invite.ics",
    )


def request_of(event: CalendarEvent) -> bytes:
    """Ask one person to come, or tell them what has changed.

    Calendars are not to reply: replies go by our own pages.

    Raises:
        ValueError: nobody is asked, or the event is cancelled.
    """
    if event.status == Status.CANCELLED:
        raise ValueError("Nobody is asked to come to what is cancelled.")
    wanted = "ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE"
    attendee = _party("ATTENDEE", _asked(event), wanted)
    return _bytes_of(Method.REQUEST, [event.zone], [[*_lines_of(event), attendee]])


def cancel_of(event: CalendarEvent) -> bytes:
    """Take an event out of one person's calendar, whatever its status.

    Its sequence must be above that of every request for it.

    Raises:
        ValueError: nobody had it.
    """
    lines = _lines_of(event, status=Status.CANCELLED)
    attendee = _party("ATTENDEE", _asked(event))
    return _bytes_of(Method.CANCEL, [event.zone], [[*lines, attendee]])


def feed_of(events: Iterable[CalendarEvent], *, name: str, refresh: timedelta) -> bytes:
    """All events of a feed, in the order of their time. Who is asked to come is not told.

    `refresh`, in whole minutes, is how long a calendar should wait before it looks again.
    """
    minutes = max(1, refresh // timedelta(minutes=1))
    head = [
        *_text("NAME", _line_of(name)),
        *_text("X-WR-CALNAME", _line_of(name)),
        f"REFRESH-INTERVAL;VALUE=DURATION:PT{minutes}M",
        f"X-PUBLISHED-TTL:PT{minutes}M",
    ]
    ordered = sorted(events, key=lambda event: (event.begins_at.astimezone(UTC), event.uid))
    return _bytes_of(Method.PUBLISH, ZONES, [_lines_of(event) for event in ordered], head)


def _bytes_of(
    method: Method,
    zones: Iterable[str],
    events: Iterable[Iterable[str]],
    head: Iterable[str] = (),
) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{MADE_BY}", f"METHOD:{method}", *head]
    for zone in zones:
        lines += ZONES[zone]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _lines_of(event: CalendarEvent, *, status: Status | None = None) -> Iterator[str]:
    """What every calendar object says of an event."""
    yield f"UID:{event.uid}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTAMP:{_in_utc(event.stamped_at)}"
    yield f"LAST-MODIFIED:{_in_utc(event.stamped_at)}"
    yield from _times(event)
    yield from _text("SUMMARY", _line_of(event.title))
    yield from _text("DESCRIPTION", settled(without_unstorable(event.description)))
    yield from _text("LOCATION", _line_of(event.location))
    if event.url:
        yield f"URL:{event.url}"
    yield f"STATUS:{status or event.status}"
    yield _party("ORGANIZER", event.organiser)


def _times(event: CalendarEvent) -> Iterator[str]:
    """Begin and end as clocks show them; in UTC where clocks show the same hour twice."""
    zone = ZoneInfo(event.zone)
    clocks = {
        "DTSTART": event.begins_at.astimezone(zone),
        "DTEND": event.ends_at.astimezone(zone),
    }
    is_doubled = any(
        clock.replace(fold=0).utcoffset() != clock.replace(fold=1).utcoffset()
        for clock in clocks.values()
    )
    for name, clock in clocks.items():
        if is_doubled:
            yield f"{name}:{_in_utc(clock)}"
        else:
            yield f"{name};TZID={event.zone}:{clock:%Y%m%dT%H%M%S}"


def _in_utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _asked(event: CalendarEvent) -> Party:
    if event.attendee is None:
        raise ValueError("An invitation is for one person.")
    return event.attendee


def _party(role: str, party: Party, facts: str = "") -> str:
    name = _line_of(party.name).translate(_IN_NAMES)
    known_as = f'CN="{name}"' if name else ""
    head = ";".join(part for part in (role, known_as, facts) if part)
    return f"{head}:mailto:{quote(party.address, safe="@!$'*+/=._~-")}"


def _line_of(text: str) -> str:
    return settled_line(without_unstorable(text))


def _text(name: str, text: str) -> Iterator[str]:
    if text:
        yield f"{name}:{text.translate(_ESCAPED)}"


def _folded(line: str) -> bytes:
    """A line as it is written: in pieces of 75 octets that part no sign and no escape."""
    rest, room = line.encode(), LONGEST_LINE
    pieces = []
    while len(rest) > room:
        end = room
        while rest[end] & 0b11000000 == 0b10000000:  # in the middle of a sign
            end -= 1
        if (end - len(rest[:end].rstrip(b"\\^"))) % 2:
            end -= 1
        pieces.append(rest[:end])
        rest, room = rest[end:], LONGEST_LINE - 1
    return b"\r\n ".join([*pieces, rest])
