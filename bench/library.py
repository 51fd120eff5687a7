"""The learning library with a million items: searches as each role, in the database alone."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import databases
from bench.budgets import Verdict
from bench.searched import Searched
from bench.setting import PORTAL, django
from bench.tables import table

NAME = "library"
TOWNS = 700
MUST = 50  # milliseconds: 95 of 100 searches for one word, as any role
HEAD = ("as", "looking for", "p50 ms", "p95 ms", "must", "items found by", "")


@dataclass(frozen=True)
class Searches:
    """What one run found."""

    items: int
    fill: float
    found: Sequence[Searched]

    def print(self) -> bool:
        """Print the figures; says whether all searches for one word keep to their must."""
        print(
            f"\nSearches in {self.items:,} items of {TOWNS} towns (filled in {self.fill:.0f} s)\n"
        )
        print(table(HEAD, [_line(one) for one in self.found]))
        return all(verdict_of(one) is not Verdict.OVER for one in self.found)


def verdict_of(one: Searched) -> Verdict:
    """One word has a must; of what is narrowed besides, the figures are told alone."""
    if not one.is_one_word:
        return Verdict.FINE
    return Verdict.MUST if one.p95 <= MUST else Verdict.OVER


def _line(one: Searched) -> list[str]:
    must = f"{MUST}" if one.is_one_word else ""
    figures = [f"{one.median:.1f}", f"{one.p95:.1f}", must, one.plan, verdict_of(one)]
    return [one.role, one.name, *figures]


def measure_library(items: int, *, folder: Path) -> Searches:
    """Fill a database of its own, and search it."""
    with databases.dropped_at_the_end(NAME):
        databases.make(NAME)
        django(PORTAL, NAME, folder, "migrate", "--no-input")
        words = ("library", str(items), "--towns", str(TOWNS))
        return searches_from(django(PORTAL, NAME, folder, *words).splitlines()[-1], items)


def searches_from(line: str, items: int) -> Searches:
    """What the command `library` printed."""
    found = json.loads(line)
    return Searches(items, found["fill"], [Searched(**one) for one in found["searches"]])
