"""A nudge tells whoever delivers that somebody waits. Mail goes on without it, a little later."""

from collections.abc import Callable

_NUDGERS: list[Callable[[], None]] = []


def nudged_by(nudger: Callable[[], None]) -> None:
    """Say how a nudge is given; the last one told counts."""
    _NUDGERS[:] = [nudger]


def nudge() -> None:
    """Ask for the next delivery now. Never fails: the timetable asks again in a few seconds."""
    for nudger in _NUDGERS:
        nudger()
