"""What each page may cost: `performance.md` of the programme's shared documents, as numbers."""

from dataclasses import dataclass
from enum import StrEnum

FIRST_LOAD_BYTES = 100_000
LATER_PAGE_BYTES = 30_000
WORKER_MEMORY_MIB = 90
# With 70,000 towns as a ratio to 700. The time of an answer is a rougher measure than CPU.
CPU_FROM_700 = 1.25
LATENCY_FROM_700 = 2.0


class Verdict(StrEnum):
    """How a figure stands: its goal reached, its must, its only bound, or none of them."""

    GOAL = "goal"
    MUST = "must"
    FINE = "fine"
    OVER = "OVER"


@dataclass(frozen=True)
class Budget:
    """CPU per request as a ratio to the floor's, and statements."""

    goal: float
    must: float
    statements: int

    def verdict(self, ratio: float, statements: int) -> Verdict:
        """The goal reached, at least the must, or neither. Too many statements spoil both."""
        if statements > self.statements or ratio > self.must:
            return Verdict.OVER
        return Verdict.GOAL if ratio <= self.goal else Verdict.MUST


OVERVIEW = Budget(goal=3, must=5, statements=12)  # a role's home, the grid of towns by months
LIST = Budget(goal=1.5, must=2.5, statements=6)  # of twenty or thirty rows, for one signed in
DETAIL = Budget(goal=2.5, must=4, statements=10)
SEARCH = Budget(goal=2, must=3, statements=8)
FORM = Budget(goal=2, must=3, statements=8)
SENT_FORM = Budget(goal=1.7, must=2.5, statements=14)
