"""Why no letter leaves just now, in the sentences that stand on the office's pages."""

from kit.dates import moment_in_full
from outbox.kinds import Lane
from outbox.stops import Stop, stops

LANES = {
    Lane.URGENT: "code or other urgent letter",
    Lane.MAIL: "ordinary letter",
    Lane.BULK: "digest",
}


def held_back() -> list[str]:
    """A sentence for each reason; empty if letters leave. One statement."""
    return [in_words(stop) for stop in stops()]


def in_words(stop: Stop) -> str:
    """As in "No letter leaves since Friday 6 November 2026 at 9.00: a text is being mended."."""
    what = "letter" if stop.lane is None else LANES[stop.lane]
    since = f" since {moment_in_full(stop.since)}" if stop.since else ""
    return f"No {what} leaves{since}: {stop.why.rstrip('.')}."
