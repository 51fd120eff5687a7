"""Why no letter leaves just now, in the sentences that stand on the office's pages."""

from collections.abc import Iterable
from dataclasses import dataclass

from kit.dates import moment_in_full
from outbox.kinds import Lane
from outbox.models import Pause
from outbox.stops import Stop, stops

LANES = {
    Lane.URGENT: "code or other urgent letter",
    Lane.MAIL: "ordinary letter",
    Lane.BULK: "digest",
}


@dataclass(frozen=True)
class PauseLine:
    """A pause that somebody may end, by its number."""

    number: int
    words: str


def held_back() -> list[str]:
    """A sentence for each reason; empty if letters leave. One statement."""
    return [in_words(stop) for stop in stops()]


def in_words(stop: Stop) -> str:
    """As in "No letter leaves since Friday 6 November 2026 at 9.00: a text is being mended."."""
    what = "letter" if stop.lane is None else LANES[stop.lane]
    since = f" since {moment_in_full(stop.since)}" if stop.since else ""
    return f"No {what} leaves{since}: {stop.why.rstrip('.')}."


def lines_of(pauses: Iterable[Pause]) -> list[PauseLine]:
    """Each pause with its sentence."""
    return [PauseLine(one.pk, in_words(_stop_of(one))) for one in pauses]


def _stop_of(pause: Pause) -> Stop:
    lane = None if pause.lane is None else Lane(pause.lane)
    return Stop(pause.why, lane, pause.began_at)
