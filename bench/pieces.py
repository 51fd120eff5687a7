"""Work in bounded pieces: what each piece cost, and whether the later ones cost more."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.budgets import Verdict

MEMORY_GROWTH = 1.10  # the last third of a phase beside its first third


@dataclass(frozen=True)
class Phase:
    """One phase of the work: what it did to how many, and each of its pieces.

    The piece that ends a phase does other work, and is not among the pieces. `memory` is MiB.
    """

    name: str
    unit: str
    number: int
    seconds: float
    statements: Sequence[int]
    memory: Sequence[float]

    @property
    def per_second(self) -> float:
        """How many in a second."""
        return self.number / self.seconds if self.seconds else 0.0

    @property
    def is_even(self) -> bool:
        """Whether every piece asked the database as often."""
        return len(set(self.statements)) <= 1

    @property
    def growth(self) -> float:
        """The most memory of the last third of the pieces beside that of the first third."""
        return growth_of(self.memory)

    @property
    def verdict(self) -> Verdict:
        """Over, if pieces come to cost more."""
        is_fine = self.is_even and self.growth <= MEMORY_GROWTH
        return Verdict.FINE if is_fine else Verdict.OVER

    @property
    def words(self) -> str:
        """As in "gathered: 700 towns in 9.1 s (77/s), 35 pieces of 14, 14, 14 statements …"."""
        pieces = len(self.statements)
        asked = ", ".join(map(str, first_middle_last(self.statements)))
        even = (
            "all alike"
            if self.is_even
            else f"from {min(self.statements)} to {max(self.statements)}"
        )
        first, last = thirds(self.memory)
        return (
            f"{self.name}: {self.number:,} {self.unit} in {self.seconds:.1f} s"
            f" ({self.per_second:.0f}/s, {1000 * self.seconds / max(self.number, 1):.1f} ms each)\n"
            f"    {pieces} pieces; statements of first, middle, last: {asked} ({even})\n"
            f"    memory {first:.0f} MiB at most in the first third, {last:.0f} in the last:"
            f" {self.growth:.2f} (must {MEMORY_GROWTH:g})  {self.verdict}"
        )


def growth_of(memory: Sequence[float]) -> float:
    """How much the last third takes beside the first; 1 where there is nothing to compare."""
    first, last = thirds(memory)
    return last / first if first else 1.0


def thirds(memory: Sequence[float]) -> tuple[float, float]:
    """The most of the first third, and of the last."""
    if not memory:
        return 0.0, 0.0
    size = max(1, len(memory) // 3)
    return max(memory[:size]), max(memory[-size:])


def first_middle_last[Figure](figures: Sequence[Figure]) -> list[Figure]:
    """Three of many, or as many as there are."""
    if len(figures) < 3:
        return list(figures)
    return [figures[0], figures[len(figures) // 2], figures[-1]]
