"""Delivery beside the floor of bare SMTP: one process, one line, the same letters, in one run.

The floor sends letters that are ready. Ours are written for each reader and committed twice, so
that none is lost or doubled: what these take is measured alone, and little else may slow it down.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import databases
from bench.budgets import Verdict
from bench.setting import PORTAL, django

NAME = "letters"
GOAL = 0.8  # of the floor
MUST = 0.8  # of what the floor, writing and commits leave
MEMORY_GROWTH = 1.10  # after the first round


@dataclass(frozen=True)
class Delivery:
    """What one run found. Rates are letters a second, memory is MiB.

    `writing` and `commits` are seconds that one letter takes.
    """

    accepted: int
    bytes: int
    fill: float
    promise: float
    bundle: float
    writing: float
    commits: float
    floor: list[float]
    ours: list[float]
    memory: list[float]

    @property
    def ratio(self) -> float:
        """Each round beside the mean of the floors before and after it; the median of them."""
        pairs = zip(self.ours, self.floor, self.floor[1:], strict=False)
        return median(2 * ours / (before + after) for ours, before, after in pairs)

    @property
    def share(self) -> float:
        """How near delivery comes to what its parts leave: over 1, as parts go side by side."""
        parts = 1 / median(self.floor) + self.writing + self.commits
        return median(self.ours) * parts

    def print(self) -> Verdict:
        """Print the figures; over, if delivery is slower than its parts or grows."""
        grows = self.memory[-1] / self.memory[1]
        print(
            f"\nLetters: {self.accepted:,} of {self.bytes:,} bytes by one process\n"
            f"  promised in {self.promise:.1f} s, bundled in {self.bundle:.1f} s\n"
            f"  floor {median(self.floor):.0f}/s (rounds {_rounds(self.floor)})\n"
            f"  ours  {median(self.ours):.0f}/s (rounds {_rounds(self.ours)})\n"
            f"  ratio {self.ratio:.2f} (goal {GOAL:g}): a letter takes"
            f" {1000 / median(self.ours):.1f} ms; the mail server alone"
            f" {1000 / median(self.floor):.1f}, writing it {1000 * self.writing:.1f},"
            f" two commits {1000 * self.commits:.1f}\n"
            f"  {self.share:.2f} of what these three leave (must {MUST:g})\n"
            f"  memory {', '.join(f'{one:.0f}' for one in self.memory)} MiB after each round"
        )
        is_fine = self.share >= MUST and grows <= MEMORY_GROWTH
        return Verdict.FINE if is_fine else Verdict.OVER


def measure_letters(number: int, *, folder: Path) -> Delivery:
    """Send so many letters from a database of their own."""
    with databases.dropped_at_the_end(NAME):
        databases.make(NAME)
        django(PORTAL, NAME, folder, "migrate", "--no-input")
        printed = django(PORTAL, NAME, folder, "letters", str(number))
    return Delivery(**json.loads(printed.splitlines()[-1]))


def _rounds(rates: list[float]) -> str:
    return ", ".join(f"{rate:.0f}" for rate in rates)
