"""The nudge that tells whoever delivers that somebody waits."""

from kit.nudges import Nudge

nudge = Nudge()
