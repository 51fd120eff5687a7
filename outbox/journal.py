"""What the relay itself says it took: the only evidence where a line broke after the final dot.

A journal is a file that the relay, or a reader of its log, appends to: a line for each letter that
was accepted, `2026-11-06T09:00:01.250000+00:00 <message-id>`, and from time to time the same with
a hyphen, which says that nothing is missing up to then.
"""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

BLOCK = 64 * 1024  # octets read at once, from the end
MARGIN = timedelta(minutes=5)  # two clocks may differ


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which letters the relay took, when, and up to when its silence means that it did not.

    Its silence means nothing (`complete_until` is none) where the journal begins too late.
    """

    accepted: dict[str, datetime]
    complete_until: datetime | None


def evidence(message_ids: Collection[str], *, since: datetime) -> Evidence | None:
    """What the journal tells of these letters from a moment on; none where there is no journal."""
    path = settings.RELAY_JOURNAL
    if path is None or not Path(path).exists():
        return None
    accepted: dict[str, datetime] = {}
    latest = earliest = None
    for moment, message_id in _backwards(Path(path)):
        latest, earliest = latest or moment, moment
        if moment < since - MARGIN:
            break
        if message_id in message_ids:
            accepted[message_id] = moment
    reaches_back = earliest is not None and earliest <= since
    return Evidence(accepted, latest if reaches_back else None)


def latest(*, host: str) -> tuple[datetime, str] | None:
    """The last letter of ours that the relay took, and when; none if the journal names none."""
    path = settings.RELAY_JOURNAL
    if path is None or not Path(path).exists():
        return None
    ours = (line for line in _backwards(Path(path)) if line[1].endswith(f"@{host}>"))
    return next(ours, None)


def _backwards(path: Path) -> Iterator[tuple[datetime, str]]:
    """The journal's lines from the newest to the oldest; what is no line of it is passed over."""
    for line in _lines_backwards(path):
        moment, _, message_id = line.decode(errors="replace").strip().partition(" ")
        try:
            found = datetime.fromisoformat(moment)
        except ValueError:
            continue
        if found.tzinfo is not None:
            yield found, message_id.strip()


def _lines_backwards(path: Path) -> Iterator[bytes]:
    """Whole lines only: one that is being written just now is not read yet."""
    with path.open("rb") as file:
        at, rest = file.seek(0, os.SEEK_END), b""
        is_end = True
        while at > 0:
            size = min(BLOCK, at)
            at -= size
            file.seek(at)
            lines = (file.read(size) + rest).split(b"\n")
            rest = lines.pop(0)
            if is_end:
                lines = lines[:-1]
                is_end = False
            yield from reversed(lines)
        if rest and not is_end:
            yield rest
