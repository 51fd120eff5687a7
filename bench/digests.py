"""A quarter's digest at its full size: drafted, frozen, published, and sent by workers.

The floor is bare SMTP to such a server: ready letters over one line, and over as many lines as the
workers have, before, after, and thrice on the way, while they stand still. Letters are counted by
the mail server, by reader and by Message-ID.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from bench import databases
from bench.budgets import Verdict
from bench.dispatch import LINES, WORKERS, Sent, floor, send
from bench.pieces import MEMORY_GROWTH, Phase, growth_of, thirds
from bench.setting import PORTAL, django
from bench.sink import taking

NAME = "digests"
TOWNS = 700
GOAL, MUST = 0.8, 0.6  # of the floor over one line


@dataclass(frozen=True)
class Published:
    """How a digest was made, and how many letters wait."""

    fill: float
    bundling: float
    letters: int
    phases: Sequence[Phase]


@dataclass(frozen=True)
class Quarter:
    """What one run found. Floors are letters a second: before ours, between and after them."""

    published: Published
    size: int
    sent: Sent
    one_line: Sequence[float]
    all_lines: Sequence[float]

    @property
    def ratio(self) -> float:
        """Ours beside the floor over one line."""
        return self.sent.rate / mean(self.one_line)

    @property
    def is_exact(self) -> bool:
        """Whether each reader got one letter, and the portal knows it."""
        sent, letters = self.sent, self.published.letters
        return (sent.taken, sent.doubles, sent.missing) == (letters, 0, 0) and sent.states == {
            "accepted": letters
        }

    @property
    def verdicts(self) -> list[Verdict]:
        """Of each phase, and of the letters."""
        is_flat = growth_of(self.sent.memory) <= MEMORY_GROWTH
        is_fine = self.is_exact and is_flat and self.ratio >= MUST
        letters = Verdict.OVER if not is_fine else Verdict.MUST
        if is_fine and self.ratio >= GOAL:
            letters = Verdict.GOAL
        return [*(one.verdict for one in self.published.phases), letters]

    def print(self) -> bool:
        """Print the figures; says whether all keep at least to their must."""
        made, sent = self.published, self.sent
        print(
            f"\nA digest of {TOWNS} towns for {made.letters:,} readers (rows in {made.fill:.0f} s)"
        )
        for phase in made.phases:
            print(f"  {phase.words}")
        print(f"  Bundled in {made.bundling:.1f} s ({made.letters / made.bundling:.0f} letters/s)")
        first, last = thirds(sent.memory)
        every = WORKERS * LINES
        print(
            f"  Sent by {WORKERS} workers of {LINES} lines each, one killed (-9) and replaced:"
            f" {sent.taken:,} of {made.letters:,} letters of {self.size:,} bytes,"
            f" {sent.doubles} doubled, {sent.missing} missing;"
            f" the portal says {_listed(sent.states)}\n"
            f"    {sent.rate:.0f}/s, all of them settled after {sent.seconds:.0f} s\n"
            f"    floor over one line {_rates(self.one_line)}/s: ratio {self.ratio:.2f}"
            f" (goal {GOAL:g}, must {MUST:g})  {self.verdicts[-1]}\n"
            f"    floor over {every} lines {_rates(self.all_lines)}/s:"
            f" {sent.rate / mean(self.all_lines):.2f} of it\n"
            f"    memory of a worker {first:.0f} MiB at most in the first third, {last:.0f} in the"
            f" last: {growth_of(sent.memory):.2f} (must {MEMORY_GROWTH:g})"
        )
        return Verdict.OVER not in self.verdicts


def measure_digests(readers: int, *, folder: Path) -> Quarter:
    """Make, publish and send a digest from a database of its own."""
    ready = folder / "ready"
    ready.mkdir()
    with databases.dropped_at_the_end(NAME), taking(folder / "floor") as bare:
        databases.make(NAME)
        django(PORTAL, NAME, folder, "migrate", "--no-input")
        words = ("quarter", str(readers), "--towns", str(TOWNS), "--ready", str(ready))
        made = published_from(django(PORTAL, NAME, folder, *words).splitlines()[-1])
        letters = [path.read_bytes() for path in sorted(ready.iterdir())]

        one_line: list[float] = []
        all_lines: list[float] = []

        def measure_floor() -> None:
            one_line.append(floor(letters, bare, lines=1))
            all_lines.append(floor(letters, bare, lines=WORKERS * LINES))

        measure_floor()
        with taking(folder / "sink") as sink:
            sent = send(
                made.letters, name=NAME, sink=sink, folder=folder, measure_floor=measure_floor
            )
        measure_floor()
    size = round(mean(map(len, letters)))
    return Quarter(made, size, sent, one_line, all_lines)


def published_from(line: str) -> Published:
    """What the command `quarter` printed."""
    found = json.loads(line)
    phases = [Phase(**one) for one in found.pop("phases")]
    return Published(**found, phases=phases)


def _rates(rates: Sequence[float]) -> str:
    return f"{mean(rates):.0f} ({', '.join(f'{rate:.0f}' for rate in rates)})"


def _listed(states: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {state}" for state, number in sorted(states.items()))
