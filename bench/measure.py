"""Batches of requests, one page after the other, round after round, and their medians."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from bench.sites import Site
from bench.visitor import Answer
from local.errors import Stopped

WARM_UP = 12  # requests
FEWEST, MOST = 15, 400  # requests in a batch
FEWEST_ROUNDS = 3


@dataclass(frozen=True)
class Visit:
    """One page as one person asks for it again and again; `before` sets its scene, unmeasured."""

    name: str
    site: Site
    ask: Callable[[], Answer]
    expected: int = 200
    before: Callable[[], None] | None = None


@dataclass(frozen=True)
class Sample:
    """What one batch cost."""

    cpu_ms: float
    latencies_ms: Sequence[float]

    @property
    def per_second(self) -> float:
        """Requests a second by one visitor who asks again as soon as the answer is there."""
        return 1000 * len(self.latencies_ms) / sum(self.latencies_ms)


@dataclass(frozen=True)
class Result:
    """Medians over all rounds."""

    cpu_ms: float
    per_second: float
    latency_ms: float


def measured(
    visits: Sequence[Visit], *, rounds: int, cpu_seconds: float, patience_seconds: float
) -> dict[str, list[Sample]]:
    """Samples by name of visit: one batch of so much CPU of each visit in each round.

    Each round begins one visit later, so that none of them always follows the same one. On a busy
    machine there are fewer rounds, but never fewer than are needed for a median.
    """
    until = time.monotonic() + patience_seconds
    sizes = {visit.name: _size(visit, cpu_seconds) for visit in visits}
    samples: dict[str, list[Sample]] = {visit.name: [] for visit in visits}
    for number in range(rounds):
        if number >= FEWEST_ROUNDS and time.monotonic() > until:
            break
        first = number % len(visits)
        for visit in [*visits[first:], *visits[:first]]:
            samples[visit.name].append(batch(visit, sizes[visit.name]))
    return samples


def batch(visit: Visit, size: int) -> Sample:
    """Ask `size` times, one after the other."""
    latencies: list[float] = []
    since = visit.site.cpu_seconds()
    for _ in range(size):
        if visit.before:
            visit.before()
        answer = visit.ask()
        latencies.append(1000 * answer.seconds)
        if answer.status != visit.expected:
            raise Stopped(f"{visit.name} answered {answer.status}: its figures would mean nothing.")
    used = visit.site.cpu_seconds() - since
    return Sample(1000 * used / size, latencies)


def result(samples: Sequence[Sample]) -> Result:
    """The medians of these samples."""
    return Result(
        cpu_ms=median(sample.cpu_ms for sample in samples),
        per_second=median(sample.per_second for sample in samples),
        latency_ms=median(median(sample.latencies_ms) for sample in samples),
    )


def ratio(samples: Sequence[Sample], floor: Sequence[Sample]) -> float:
    """How many times the floor's CPU, the median of each round's own ratio.

    A machine that is slower in one round is slower for both, so its rounds may be compared.
    """
    return median(one.cpu_ms / other.cpu_ms for one, other in zip(samples, floor, strict=True))


def _size(visit: Visit, cpu_seconds: float) -> int:
    """How many requests use about so much CPU; asking for them also fills caches."""
    batch(visit, WARM_UP)
    used = batch(visit, WARM_UP).cpu_ms / 1000
    return max(FEWEST, min(MOST, round(cpu_seconds / max(used, 0.0001))))
