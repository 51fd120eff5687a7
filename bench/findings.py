"""What was found in one run, beside what was asked for."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bench.budgets import (
    CPU_FROM_700,
    FIRST_LOAD_BYTES,
    LATENCY_FROM_700,
    LATER_PAGE_BYTES,
    WORKER_MEMORY_MIB,
    Verdict,
)
from bench.loads import Load
from bench.measure import Sample, ratio, result
from bench.pages import PAGES, Page, Scene
from bench.tables import kilobytes, table
from bench.visits import FLOOR_CONSTANT, FLOOR_FORM, FLOOR_LIST, FLOORS, name_of

FIGURES = ("page", "CPU ms", "req/s", "median ms", "÷ floor", "goal", "must", "SQL", "at most", "")
MANY, LARGE = 700, 70_000


@dataclass(frozen=True)
class Growth:
    """One page with many towns beside the same page with few: ratios, and statements of both."""

    cpu: float
    latency: float
    statements: tuple[int, int]

    @property
    def figures(self) -> list[str]:
        """As cells of a table."""
        before, after = self.statements
        return [f"{self.cpu:.2f}", f"{self.latency:.2f}", str(before), str(after)]

    def verdict(self, *, is_bounded: bool) -> Verdict:
        """Statements never grow; where everything is bounded by then, nor does anything else."""
        before, after = self.statements
        grows = self.cpu > CPU_FROM_700 or self.latency > LATENCY_FROM_700
        return Verdict.OVER if before != after or (is_bounded and grows) else Verdict.FINE


@dataclass(frozen=True)
class Findings:
    """The figures of one run. Loads are those of a first visitor, by page; memory by site."""

    samples: Mapping[str, Sequence[Sample]]
    scenes: Mapping[int, Scene]
    loads: Mapping[str, Load]
    memory: Mapping[str, float]

    def print(self) -> bool:
        """Print all tables; says whether everything keeps at least to its must."""
        rounds, load = len(self.samples[FLOOR_LIST]), os.getloadavg()[0]
        machine = f"{load:.1f} on {os.cpu_count()} cores"
        print(f"\nMedians of {rounds} rounds. The machine's load: {machine}.")
        verdicts = [
            *(verdict for number in self.scenes for verdict in self._print_pages(number)),
            *self._print_growth(),
            *self._print_loads(),
            *self._print_memory(),
        ]
        return Verdict.OVER not in verdicts

    def _print_pages(self, number: int) -> list[Verdict]:
        """The floor, and beside it each page of the portal with so many towns."""
        rows = [[name, *self._figures(name), "", "", "", "", "", ""] for name in FLOORS]
        verdicts = []
        for page in PAGES:
            floor = FLOOR_FORM if page.is_sent else FLOOR_LIST
            name, budget = name_of(page, number), page.budget
            times = ratio(self.samples[name], self.samples[floor])
            statements = self.scenes[number].spots[page.name].statements
            verdicts.append(budget.verdict(times, statements))
            bounds = [
                f"{budget.goal:g}",
                f"{budget.must:g}",
                str(statements),
                str(budget.statements),
            ]
            rows.append([page.name, *self._figures(name), f"{times:.1f}", *bounds, verdicts[-1]])
        constant = ratio(self.samples[FLOOR_LIST], self.samples[FLOOR_CONSTANT])
        print(f"\nWith {number:,} towns\n\n{table(FIGURES, rows)}")
        print(f"(The floor's list takes {constant:.0f} times the CPU of its constant page.)")
        return verdicts

    def _figures(self, name: str) -> list[str]:
        found = result(self.samples[name])
        return [f"{found.cpu_ms:.1f}", f"{found.per_second:.0f}", f"{found.latency_ms:.1f}"]

    def _print_growth(self) -> list[Verdict]:
        """Each page with more towns beside the same page with fewer.

        What the database does shows in the time of an answer, not in the CPU of the worker.
        """
        verdicts = []
        for few, many in pairwise(self.scenes):
            rows = []
            for page in PAGES:
                growth = self._growth_of(page, few, many)
                verdicts.append(growth.verdict(is_bounded=few >= MANY))
                rows.append([page.name, *growth.figures, verdicts[-1]])
            between = f"{many:,} ÷ {few:,}"
            head = ("page", f"CPU {between}", f"time {between}", f"SQL at {few:,}", f"at {many:,}")
            print(f"\n{table((*head, ''), rows)}")
        return verdicts

    def _growth_of(self, page: Page, few: int, many: int) -> Growth:
        before, after = (self.samples[name_of(page, number)] for number in (few, many))
        return Growth(
            cpu=ratio(after, before),
            latency=result(after).latency_ms / result(before).latency_ms,
            statements=(
                self.scenes[few].spots[page.name].statements,
                self.scenes[many].spots[page.name].statements,
            ),
        )

    def _print_loads(self) -> list[Verdict]:
        """Bytes over the line for somebody who has never been here, and for one who has."""
        rows, verdicts = [], []
        earlier = next(iter(self.loads.values()))
        for name, load in self.loads.items():
            later = load.after(earlier)
            is_small = load.first <= FIRST_LOAD_BYTES and later <= LATER_PAGE_BYTES
            verdicts.append(Verdict.FINE if is_small else Verdict.OVER)
            sizes = map(kilobytes, (load.page, load.first, later))
            rows.append([name, *sizes, verdicts[-1]])
        bounds = ["at most", "", kilobytes(FIRST_LOAD_BYTES), kilobytes(LATER_PAGE_BYTES), ""]
        head = ("page, compressed", "itself", "first visit", "after the first page", "")
        print(f"\n{table(head, [*rows, bounds])}")
        return verdicts

    def _print_memory(self) -> list[Verdict]:
        """The share of memory of each site's worker, after all of it."""
        rows, verdicts = [], []
        for name, size in self.memory.items():
            verdicts.append(Verdict.FINE if size <= WORKER_MEMORY_MIB else Verdict.OVER)
            rows.append([name, f"{size:.0f} MiB", f"{WORKER_MEMORY_MIB} MiB", verdicts[-1]])
        print(f"\n{table(('memory of a worker (PSS)', 'found', 'at most', ''), rows)}")
        return verdicts
