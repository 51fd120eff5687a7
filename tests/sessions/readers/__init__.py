"""What calendars understand: the same object read by two programs that share nothing."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar

HOUSE = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class ReadParty:
    name: str
    address: str
    facts: dict[str, str]


@dataclass(frozen=True)
class ReadEvent:
    uid: str
    sequence: int
    title: str
    description: str
    location: str
    url: str
    status: str
    begins_at: datetime  # in UTC
    ends_at: datetime
    stamped_at: datetime
    zone: str
    organiser: ReadParty
    attendees: list[ReadParty]


@dataclass(frozen=True)
class ReadCalendar:
    method: str
    name: str
    refresh: timedelta
    events: list[ReadEvent]


def by_icalendar(raw: bytes) -> ReadCalendar:
    """By the Python package, which computes moments by the zones of the machine."""
    calendar: Any = icalendar.Calendar.from_ical(raw)
    refresh = calendar.get("REFRESH-INTERVAL")
    return ReadCalendar(
        method=str(calendar.get("METHOD", "")),
        name=str(calendar.get("NAME", "")),
        refresh=refresh.dt if refresh else timedelta(),
        events=[
            ReadEvent(
                uid=str(event["UID"]),
                sequence=int(event["SEQUENCE"]),
                title=str(event["SUMMARY"]),
                description=str(event.get("DESCRIPTION", "")),
                location=str(event.get("LOCATION", "")),
                url=str(event.get("URL", "")),
                status=str(event["STATUS"]),
                begins_at=event["DTSTART"].dt.astimezone(UTC),
                ends_at=event["DTEND"].dt.astimezone(UTC),
                stamped_at=event["DTSTAMP"].dt.astimezone(UTC),
                zone=event["DTSTART"].params.get("TZID", "UTC"),
                organiser=_party(event["ORGANIZER"]),
                attendees=[_party(one) for one in _several(event.get("ATTENDEE", []))],
            )
            for event in calendar.walk("VEVENT")
        ],
    )


def by_ical_js(raw: bytes) -> ReadCalendar:
    """By the library of Thunderbird, which computes moments by the object's own VTIMEZONE."""
    script = Path(__file__).with_name("ical.mjs")
    done = subprocess.run(
        [_node(), script], input=raw, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    return ReadCalendar(
        method=found["method"],
        name=found["name"],
        refresh=timedelta(seconds=found["refresh"]),
        events=[
            ReadEvent(
                **{
                    **event,
                    **{
                        moment: datetime.fromisoformat(event[moment])
                        for moment in ("begins_at", "ends_at", "stamped_at")
                    },
                    "organiser": ReadParty(**event["organiser"]),
                    "attendees": [ReadParty(**one) for one in event["attendees"]],
                }
            )
            for event in found["events"]
        ],
    )


def _node() -> str:
    """The one of the set-up, else the machine's: as in `bin/setup`."""
    own = HOUSE / ".tools/node/bin/node"
    found = str(own) if own.exists() else shutil.which("node")
    assert found, "No node: run `bin/setup test`."
    return found


def _party(value: Any) -> ReadParty:  # noqa: ANN401 -- a value of another package
    facts = {name.lower(): fact for name, fact in value.params.items() if name != "CN"}
    return ReadParty(value.params.get("CN", ""), str(value), facts)


def _several(values: Any) -> list[Any]:  # noqa: ANN401 -- a value of another package
    return values if isinstance(values, list) else [values]
