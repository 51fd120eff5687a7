"""One search as one role: how long its statements took in the database, and how it was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Searched:
    """Milliseconds of each time; `plan` is the index by which items were found."""

    role: str
    name: str
    milliseconds: Sequence[float]
    plan: str
    is_one_word: bool

    @property
    def median(self) -> float:
        """Half of the times took no longer."""
        return median(self.milliseconds)

    @property
    def p95(self) -> float:
        """All but one of twenty took no longer."""
        return quantiles(self.milliseconds, n=20, method="inclusive")[-1]
