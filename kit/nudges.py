"""A nudge tells a worker that something waits. Work goes on without it, at the timetable's pace."""

from collections.abc import Callable


class Nudge:
    """Asks for the next piece of work now; who is asked is said when the portal starts.

    Never fails: whoever gives nudges takes care of a broker that is away.
    """

    def __init__(self) -> None:
        self._nudgers: list[Callable[[], None]] = []

    def goes_by(self, nudger: Callable[[], None]) -> None:
        """Say how it is given; the last one told counts."""
        self._nudgers[:] = [nudger]

    def __call__(self) -> None:
        for nudger in self._nudgers:
            nudger()
