"""The nudge that tells a worker that a digest waits to be worked on."""

from kit.nudges import Nudge

nudge = Nudge()
