"""A nudge tells a worker that a file waits for its check. Else it is found a minute later."""

from collections.abc import Callable

_NUDGERS: list[Callable[[], None]] = []


def nudged_by(nudger: Callable[[], None]) -> None:
    """Say how a nudge is given; the last one told counts."""
    _NUDGERS[:] = [nudger]


def nudge() -> None:
    """Ask for the next check now. Never fails."""
    for nudger in _NUDGERS:
        nudger()
