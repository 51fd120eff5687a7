"""One run: set the stage, measure all pages in turn, and print what was found."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench.budgets import Verdict
from bench.digests import measure_digests
from bench.findings import LARGE, MANY, Findings
from bench.letters import measure_letters
from bench.library import measure_library
from bench.loads import Load, load
from bench.map import measure_map
from bench.measure import measured
from bench.pages import PAGES
from bench.setting import SEVEN, Stage, stage
from bench.visits import visitor_of, visits_of

PATIENCE_SECONDS = 100


def run(*, large: bool, rounds: int, cpu_seconds: float) -> bool:
    """Print what was found; says whether every page keeps at least to its must."""
    numbers = [SEVEN, MANY, *([LARGE] if large else [])]
    with (
        tempfile.TemporaryDirectory(prefix="cohort-bench-") as folder,
        stage(numbers, folder=Path(folder)) as found,
        ExitStack() as stack,
    ):
        visits = visits_of(found, stack)
        print(f"\nMeasuring {len(visits)} pages, at most {rounds} rounds …", flush=True)
        samples = measured(
            visits, rounds=rounds, cpu_seconds=cpu_seconds, patience_seconds=PATIENCE_SECONDS
        )
        sites = [found.floor, *found.portals.values()]
        memory = {site.name: site.memory_mib() for site in sites}
        loads = _loads(found)
    return Findings(samples, found.scenes, loads, memory).print()


def run_letters(number: int) -> bool:
    """Send so many letters beside the floor; says whether delivery keeps to its must."""
    print(f"Sending {number:,} letters beside the bare mail server …", flush=True)
    with tempfile.TemporaryDirectory(prefix="cohort-bench-") as folder:
        return measure_letters(number, folder=Path(folder)).print() is not Verdict.OVER


def run_digests(readers: int) -> bool:
    """Make and send a digest for so many readers; says whether all of it keeps to its must."""
    print(f"Drafting, publishing and sending a digest for {readers:,} readers …", flush=True)
    with tempfile.TemporaryDirectory(prefix="cohort-bench-") as folder:
        return measure_digests(readers, folder=Path(folder)).print()


def run_library(items: int) -> bool:
    """Search so many items as each role; says whether one word keeps to its must."""
    print(f"Filling a library of {items:,} items, and searching it …", flush=True)
    with tempfile.TemporaryDirectory(prefix="cohort-bench-") as folder:
        return measure_library(items, folder=Path(folder)).print()


def run_map(ties: int, *, rounds: int, cpu_seconds: float) -> bool:
    """Show a map of so many ties in all ways; says whether every page keeps to its must."""
    print(f"Filling a map of {ties:,} ties, and looking at it …", flush=True)
    with tempfile.TemporaryDirectory(prefix="cohort-bench-") as folder:
        found = measure_map(ties, folder=Path(folder), rounds=rounds, cpu_seconds=cpu_seconds)
        return found.print()


def _loads(found: Stage) -> dict[str, Load]:
    """What browsers load for each page that is shown, with seven towns."""
    loads = {}
    for page in PAGES:
        if not page.is_sent:
            with visitor_of(found, SEVEN, page) as visitor:
                loads[page.name] = load(visitor, found.scenes[SEVEN].spots[page.name].path)
    return loads
