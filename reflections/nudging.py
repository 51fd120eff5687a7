"""The nudge that tells a worker that a report was handed over, and may tell of ties."""

from kit.nudges import Nudge

nudge = Nudge()
