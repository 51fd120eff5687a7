"""Invitations, cancellations and feeds, as two calendars read them."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from unicodedata import category
from zoneinfo import ZoneInfo

import icalendar
import pytest

from sessions.ics import (
    ZONES,
    CalendarEvent,
    Method,
    Party,
    Status,
    cancel_of,
    feed_of,
    mail_part_of,
    request_of,
)
from tests.sessions.readers import ReadCalendar, ReadEvent, ReadParty, by_ical_js, by_icalendar

LONDON = ZoneInfo("Europe/London")
TEAM = Party("Programme Team", "team@portal.example.org")
MORAG = Party("Morag Sinclair", "morag.sinclair@ayr.example.org")
EVENT = CalendarEvent(
    uid="2f6c0c5e-8a51-4d1f-9d0e-0a7f1c2b3d4e@portal.example.org",
    sequence=2,
    title="Fortnightly session: transport, and who pays",
    description="Agenda\n10:00 Welcome; 10:10 Transport",
    location="Town Hall, Room 2",
    url="https://portal.example.org/sessions/2027-03-25-transport/",
    begins_at=datetime(2027, 3, 25, 10, tzinfo=LONDON),
    ends_at=datetime(2027, 3, 25, 11, 30, tzinfo=LONDON),
    stamped_at=datetime(2027, 1, 12, 9, 5, 7, tzinfo=UTC),
    organiser=TEAM,
    attendee=MORAG,
)
INVITATION = r"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Cohort portal//Sessions//EN
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:2f6c0c5e-8a51-4d1f-9d0e-0a7f1c2b3d4e@portal.example.org
SEQUENCE:2
DTSTAMP:20270112T090507Z
LAST-MODIFIED:20270112T090507Z
DTSTART;TZID=Europe/London:20270325T100000
DTEND;TZID=Europe/London:20270325T113000
SUMMARY:Fortnightly session: transport\, and who pays
DESCRIPTION:Agenda\n10:00 Welcome\; 10:10 Transport
LOCATION:Town Hall\, Room 2
URL:https://portal.example.org/sessions/2027-03-25-transport/
STATUS:CONFIRMED
ORGANIZER;CN="Programme Team":mailto:team@portal.example.org
ATTENDEE;CN="Morag Sinclair";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSV
 P=FALSE:mailto:morag.sinclair@ayr.example.org
END:VEVENT
END:VCALENDAR
"""
# Begin, end, and the zone in which they are written, in the order of their time. Thursdays at ten
# stay at ten; the hour that comes twice is written in UTC, for readers take it differently.
MOMENTS = [
    ("2027-03-25T10:00+00:00", "2027-03-25T11:30+00:00", "Europe/London"),
    ("2027-03-27T22:00+00:00", "2027-03-28T09:00+01:00", "Europe/London"),
    ("2027-03-28T00:59+00:00", "2027-03-28T02:00+01:00", "Europe/London"),
    ("2027-04-01T10:00+01:00", "2027-04-01T11:30+01:00", "Europe/London"),
    ("2027-10-28T10:00+01:00", "2027-10-28T11:30+01:00", "Europe/London"),
    ("2027-10-30T22:00+01:00", "2027-10-31T09:00+00:00", "Europe/London"),
    ("2027-10-31T00:30+01:00", "2027-10-31T02:00+00:00", "Europe/London"),
    ("2027-10-31T01:30+01:00", "2027-10-31T01:30+00:00", "UTC"),
    ("2027-10-31T01:40+01:00", "2027-10-31T02:30+00:00", "UTC"),
    ("2027-10-31T01:30+00:00", "2027-10-31T02:30+00:00", "UTC"),
    ("2027-11-04T10:00+00:00", "2027-11-04T11:30+00:00", "Europe/London"),
]
# What is typed as a title, and what a calendar shows of it; none where that is the same.
TITLES = [
    ("Plain", "Plain"),
    ("Commas, semicolons; colons: equals = and 100 %", None),
    (r"S:\New sessions\notes\\ \; \, \N \n", None),
    ('"quoted" ^n ^\' ^^ %2C =?utf-8?q?x?= <b>&amp;', None),
    ("Ayr\r\nATTENDEE:mailto:evil@example.org", "Ayr ATTENDEE:mailto:evil@example.org"),
    ("Ayr\nEND:VEVENT\rBEGIN:VEVENT\r\n x", "Ayr END:VEVENT BEGIN:VEVENT x"),
    ("Ayr\u2028X-EVIL:1\u2029X\x85Y\x0bZ\x0cA", "Ayr X-EVIL:1 X Y Z A"),
    ("\x00Bell\x07 \x1b[31mred\x7f\x9f", "Bell [31mred"),
    ("\u202egpj.exe\u2066", "gpj.exe"),
    ("Half of a pair \ud83d, alone", "Half of a pair , alone"),
    ("  Two  spaces\tand a tab ", "Two spaces and a tab"),
    ("Café", None),
    ("Dùn Omhain · Шотландия · 東京", None),
    ("👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿" * 40, None),
    ("x" * 1000, None),
    ("é" * 1000, None),
    ("\\" * 1000, None),
    (",;\\n" * 250, None),
    ("a word " * 142 + "end", None),
]
DESCRIPTIONS = [
    ("Agenda\r\n\r\n10:00 Welcome\rEnd", "Agenda\n\n10:00 Welcome\nEnd"),
    ("\n  Indented, with\ta tab\n", "Indented, with\ta tab"),
    ("a\nEND:VEVENT\nEND:VCALENDAR\nATTENDEE:mailto:evil@example.org", None),
    (r"S:\New sessions\notes, \N and \n" + "\n" + "\\", None),
    ("\x00a\x1b\ud800\u2028b", "a\nb"),
    ("a line of 60 signs or so, then the end of it; 👩‍👩‍👧‍👦 é\n" * 100 + ".", None),
]
# What a person is called, and what a calendar shows: its readers disagree about quotes.
NAMES = [
    ("Morag Sinclair", "Morag Sinclair"),
    ("Sinclair, Morag; MSc: lead = 1", None),
    ('Anne "Nan" O\'Neill', "Anne 'Nan' O'Neill"),
    ("^n ^' ^^ ^", None),
    ("Back\\slash\\", "Back/slash/"),
    ("M\r\nATTENDEE:mailto:evil@example.org\x00", "M ATTENDEE:mailto:evil@example.org"),
    ('x":mailto:evil@example.org', "x':mailto:evil@example.org"),
    ("Ζωή " * 60 + "👩‍👧", None),
    (" \n ", ""),
]


def read(raw: bytes) -> ReadCalendar:
    """What both readers understand, which is the same."""
    one, other = by_icalendar(raw), by_ical_js(raw)
    assert one == other
    return one


def lines_of(raw: bytes) -> list[str]:
    """The lines as they are meant, once they are seen to be written as they must be."""
    assert raw.endswith(b"\r\n")
    written = raw[:-2].split(b"\r\n")
    assert max(map(len, written)) <= 75
    for line in written:
        signs = line.decode()  # of half a sign it could not
        assert not [sign for sign in signs if category(sign) == "Cc" and sign != "\t"]
        assert signs.strip()
        escapes = len(signs) - len(signs.rstrip("\\^"))
        assert escapes % 2 == 0, "no fold parts an escaped sign from its mark"
    return raw[:-2].decode().replace("\r\n ", "").split("\r\n")


def names_of(raw: bytes) -> list[str]:
    """The names of the properties, line by line."""
    return [re.split("[:;]", line)[0] for line in lines_of(raw)]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def event_at(begins_at: datetime, *, ends_at: datetime | None = None) -> CalendarEvent:
    uid = f"{begins_at:%Y%m%dT%H%M}@portal.example.org"
    ends_at = ends_at or begins_at + timedelta(hours=1)
    return replace(EVENT, uid=uid, begins_at=begins_at, ends_at=ends_at)


def test_an_invitation_is_these_lines() -> None:
    assert request_of(EVENT).decode() == INVITATION.replace("\n", "\r\n")
    assert request_of(replace(EVENT)) == request_of(EVENT)


def test_an_invitation_asks_one_person_to_come() -> None:
    invitation = read(request_of(EVENT))

    assert invitation == ReadCalendar(
        method="REQUEST",
        name="",
        refresh=timedelta(),
        events=[
            ReadEvent(
                uid=EVENT.uid,
                sequence=2,
                title=EVENT.title,
                description=EVENT.description,
                location=EVENT.location,
                url=EVENT.url,
                status="CONFIRMED",
                begins_at=moment("2027-03-25T10:00Z"),
                ends_at=moment("2027-03-25T11:30Z"),
                stamped_at=EVENT.stamped_at,
                zone="Europe/London",
                organiser=ReadParty("Programme Team", "mailto:team@portal.example.org", {}),
                attendees=[
                    ReadParty(
                        "Morag Sinclair",
                        "mailto:morag.sinclair@ayr.example.org",
                        {"role": "REQ-PARTICIPANT", "partstat": "NEEDS-ACTION", "rsvp": "FALSE"},
                    )
                ],
            )
        ],
    )


def test_a_cancellation_takes_out_what_was_asked_for() -> None:
    [asked] = read(request_of(EVENT)).events

    cancellation = read(cancel_of(replace(EVENT, sequence=3)))

    party = ReadParty("Morag Sinclair", "mailto:morag.sinclair@ayr.example.org", {})
    cancelled = replace(asked, sequence=3, status="CANCELLED", attendees=[party])
    assert (cancellation.method, cancellation.events) == ("CANCEL", [cancelled])


def test_both_calendars_show_the_same_moments() -> None:
    events = [event_at(moment(begins), ends_at=moment(ends)) for begins, ends, _ in MOMENTS]

    found = read(feed_of(events, name="Sessions", refresh=timedelta(hours=6))).events

    shown = [
        (
            event.begins_at.astimezone(LONDON).isoformat(timespec="minutes"),
            event.ends_at.astimezone(LONDON).isoformat(timespec="minutes"),
            event.zone,
        )
        for event in found
    ]
    assert shown == MOMENTS
    assert [event.begins_at for event in found] == [event.begins_at for event in events]


def test_a_feed_is_right_around_every_change_of_clocks() -> None:
    changes = [
        datetime(year, month, 31 - date(year, month, 31).isoweekday() % 7, 1, tzinfo=UTC)
        for year in range(2000, 2041)
        for month in (3, 10)
    ]
    steps = [timedelta(hours=hours) for hours in (-25, -2, -1, 0, 1, 2, 24)]
    events = [event_at(change + step) for change in changes for step in steps]

    feed = read(feed_of(events, name="Sessions", refresh=timedelta(hours=6)))

    assert [found.begins_at for found in feed.events] == [event.begins_at for event in events]
    assert [found.ends_at for found in feed.events] == [event.ends_at for event in events]


def test_our_rules_of_the_clock_are_those_of_the_machine() -> None:
    written: Any = icalendar.Timezone.from_ical("\r\n".join(ZONES["Europe/London"]))
    ours = written.to_tz(lookup_tzid=False)
    first = datetime(2000, 1, 1, 12)  # noqa: DTZ001 -- what a clock on the wall shows

    days = [first + timedelta(days=day) for day in range(366 * 41)]
    different = [
        noon
        for noon in days
        if noon.replace(tzinfo=ours).utcoffset() != noon.replace(tzinfo=LONDON).utcoffset()
    ]

    assert different == []


def test_moments_are_compared_and_not_what_clocks_show() -> None:
    first, second = (datetime(2027, 10, 31, 1, 30, fold=fold, tzinfo=LONDON) for fold in (0, 1))
    one = replace(EVENT, uid="b", begins_at=first, ends_at=second)
    other = replace(EVENT, uid="a", begins_at=second, ends_at=second.replace(hour=2))

    feed = read(feed_of([other, one], name="Sessions", refresh=timedelta(hours=6)))

    assert [(found.begins_at, found.ends_at) for found in feed.events] == [
        (moment("2027-10-31T00:30Z"), moment("2027-10-31T01:30Z")),
        (moment("2027-10-31T01:30Z"), moment("2027-10-31T02:30Z")),
    ]


def test_titles_are_shown_as_they_were_typed_and_do_nothing_else() -> None:
    events = [
        replace(EVENT, uid=f"{number:03}", title=typed, location=typed)
        for number, (typed, _) in enumerate(TITLES)
    ]

    found = read(feed_of(events, name="Sessions", refresh=timedelta(hours=6))).events

    assert [event.title for event in found] == [shown or typed for typed, shown in TITLES]
    assert [event.location for event in found] == [event.title for event in found]
    for event in events:
        assert names_of(request_of(event)) == names_of(request_of(EVENT))


def test_descriptions_keep_their_lines() -> None:
    events = [
        replace(EVENT, uid=f"{number:03}", description=typed)
        for number, (typed, _) in enumerate(DESCRIPTIONS)
    ]

    found = read(feed_of(events, name="Sessions", refresh=timedelta(hours=6))).events

    meant = [shown or typed for typed, shown in DESCRIPTIONS]
    assert [event.description for event in found] == meant
    for event in events:
        assert names_of(request_of(event)) == names_of(request_of(EVENT))


def test_names_are_shown_as_they_are_written_and_do_nothing_else() -> None:
    events = [
        replace(
            EVENT,
            uid=f"{number:03}",
            organiser=Party(called, TEAM.address),
            attendee=Party(called, MORAG.address),
        )
        for number, (called, _) in enumerate(NAMES)
    ]

    found = read(feed_of(events, name="Sessions", refresh=timedelta(hours=6))).events

    meant = [called if shown is None else shown for called, shown in NAMES]
    assert [(event.organiser.name, event.organiser.address) for event in found] == [
        (name, f"mailto:{TEAM.address}") for name in meant
    ]
    for event, name in zip(events, meant, strict=True):
        raw = request_of(event)
        [asked] = by_icalendar(raw).events
        assert [(party.name, party.address) for party in asked.attendees] == [
            (name, f"mailto:{MORAG.address}")
        ]
        assert names_of(raw) == names_of(request_of(EVENT))


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("o'neill+ayr@example.org", "mailto:o'neill+ayr@example.org"),
        ("a.b_c-d@example.org", "mailto:a.b_c-d@example.org"),
        ("50%?cc=x&#@example.org", "mailto:50%25%3Fcc=x%26%23@example.org"),
    ],
)
def test_an_address_is_only_an_address(address: str, written: str) -> None:
    [found] = by_icalendar(request_of(replace(EVENT, attendee=Party("", address)))).events

    assert [(party.name, party.address) for party in found.attendees] == [("", written)]


def test_what_is_not_known_is_not_written() -> None:
    bare = replace(EVENT, description=" \x00\n", location="\u202e", url="")

    lines = lines_of(request_of(bare))

    left_out = set(names_of(request_of(EVENT))) - set(names_of(request_of(bare)))
    assert left_out == {"DESCRIPTION", "LOCATION", "URL"}
    assert not [line for line in lines if line.endswith(":")]


def test_a_feed_tells_what_is_when_and_not_who_is_asked() -> None:
    later = event_at(moment("2027-04-08T09:00Z"))
    cancelled = replace(event_at(moment("2027-04-22T09:00Z")), status=Status.CANCELLED)

    raw = feed_of([cancelled, later, EVENT], name="Your sessions", refresh=timedelta(hours=6))

    feed = read(raw)
    assert (feed.method, feed.name, feed.refresh) == (
        "PUBLISH",
        "Your sessions",
        timedelta(hours=6),
    )
    assert [(found.uid, found.status, found.attendees) for found in feed.events] == [
        (EVENT.uid, "CONFIRMED", []),
        (later.uid, "CONFIRMED", []),
        (cancelled.uid, "CANCELLED", []),
    ]
    assert MORAG.address.encode() not in raw
    assert {"X-WR-CALNAME:Your sessions", "X-PUBLISHED-TTL:PT360M"} < set(lines_of(raw))
    assert raw == feed_of([EVENT, cancelled, later], name="Your sessions", refresh=feed.refresh)


def test_a_feed_may_hold_nothing() -> None:
    raw = feed_of([], name="Sessions", refresh=timedelta(seconds=5))

    assert lines_of(raw)[-1] == "END:VCALENDAR"
    assert read(raw) == ReadCalendar("PUBLISH", "Sessions", timedelta(minutes=1), [])


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"uid": "a\r\nb"}, "UID"),
        ({"uid": ""}, "UID"),
        ({"sequence": -1}, "sequence"),
        ({"sequence": 2**31}, "sequence"),
        ({"title": " \x00\n"}, "title"),
        ({"begins_at": EVENT.begins_at.replace(tzinfo=None)}, "zone"),
        ({"stamped_at": EVENT.stamped_at.replace(tzinfo=None)}, "zone"),
        ({"ends_at": EVENT.begins_at}, "ends after"),
        ({"zone": "Europe/Paris"}, "Europe/Paris"),
        ({"url": "javascript:alert(1)"}, "link"),
        ({"url": "https://example.org/\r\nX:1"}, "link"),
    ],
)
def test_an_event_that_no_calendar_could_hold_is_none(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        replace(EVENT, **changes)


@pytest.mark.parametrize(
    "address", ["", "morag", "morag@", "a b@example.org", "a@example.org\r\nX:1", "é@example.org"]
)
def test_nobody_is_asked_at_what_is_no_address(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        Party("Morag", address)


def test_nobody_is_asked_to_come_to_what_is_cancelled_and_somebody_must_be_asked() -> None:
    with pytest.raises(ValueError, match="cancelled"):
        request_of(replace(EVENT, status=Status.CANCELLED))
    for written in (request_of, cancel_of):
        with pytest.raises(ValueError, match="one person"):
            written(replace(EVENT, attendee=None))


@pytest.mark.parametrize("method", [Method.REQUEST, Method.CANCEL])
def test_a_letter_tells_the_method_that_the_object_tells(method: Method) -> None:
    raw = {Method.REQUEST: request_of, Method.CANCEL: cancel_of}[method](EVENT)

    part = EmailMessage()
    part["Content-Type"] = mail_part_of(method).content_type

    assert part.get_content_type() == "text/calendar"
    assert part.get_content_charset() == "utf-8"
    assert part["Content-Type"].params["method"] == read(raw).method
    assert mail_part_of(method).file_name == "invite.ics"
