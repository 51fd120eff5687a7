"""The nudge that tells a worker that a file waits for its check."""

from kit.nudges import Nudge

nudge = Nudge()
