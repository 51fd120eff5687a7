"""The map of relationships with 700 towns and 4,000 organisations: its pages beside the floor."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from bench import databases
from bench.budgets import LATER_PAGE_BYTES, OVERVIEW, Verdict
from bench.measure import Sample, measured, ratio, result
from bench.pages import Page, Scene
from bench.setting import PORTAL, Stage, django, fill_floor, site_of
from bench.tables import kilobytes, table
from bench.visits import FLOOR_LIST, name_of, visitor_of, visits_of

NAME = "map"
TOWNS = 700
PATIENCE_SECONDS = 100
MAP = Page("map of all towns, for a lead", OVERVIEW)
MAP_OF_TEAM = Page("map of all towns, for the team", OVERVIEW)
LATER_PAGE = Page("its hundredth page", OVERVIEW)
OF_OUTCOME = Page("map, of an outcome", OVERVIEW)
OF_SECTOR = Page("map, of a sector", OVERVIEW)
OF_BOTH = Page("map, of an outcome and a sector", OVERVIEW)
COMPARED = Page("map, compared with a year ago", OVERVIEW)
OF_TOWN = Page("map of one town", OVERVIEW)
PAIRS = Page("pairs of a month", OVERVIEW)
PAIRS_OF_SECTOR = Page("pairs of a month, of a sector", OVERVIEW)
BEFORE_AFTER = Page("before and after", OVERVIEW)
BEFORE_AFTER_OF_TOWN = Page("before and after, of one town", OVERVIEW)
PAGES = (
    MAP,
    MAP_OF_TEAM,
    LATER_PAGE,
    OF_OUTCOME,
    OF_SECTOR,
    OF_BOTH,
    COMPARED,
    OF_TOWN,
    PAIRS,
    PAIRS_OF_SECTOR,
    BEFORE_AFTER,
    BEFORE_AFTER_OF_TOWN,
)
HEAD = ("page", "CPU ms", "p50 ms", "p95 ms", "÷ floor", "must", "SQL", "at most", "bytes", "")


@dataclass(frozen=True)
class Taken:
    """The whole map taken as a file, in the process alone: nobody does so often."""

    rows: int
    cpu_seconds: float
    seconds: float
    statements: int


@dataclass(frozen=True)
class Maps:
    """What one run found; the bytes of each page are compressed."""

    ties: int
    scene: Scene
    samples: Mapping[str, Sequence[Sample]]
    sizes: Mapping[str, int]
    taken: Taken

    def print(self) -> bool:
        """Print the figures; says whether every page keeps to its must."""
        rounds = len(self.samples[FLOOR_LIST])
        print(f"\nMap of {self.ties:,} ties in {TOWNS} towns, {rounds} rounds\n")
        lines = [self._line(page) for page in PAGES]
        print(table(HEAD, [["floor", *self._times(FLOOR_LIST), *[""] * 6], *lines]))
        one = self.taken
        print(
            f"(All of it as a file: {one.rows:,} rows, {one.cpu_seconds:.1f} s of CPU, "
            f"{one.seconds:.1f} s in all, {one.statements} statements.)"
        )
        return all(line[-1] != Verdict.OVER for line in lines)

    def _line(self, page: Page) -> list[str]:
        name = name_of(page, TOWNS)
        times = ratio(self.samples[name], self.samples[FLOOR_LIST])
        statements, size = self.scene.spots[page.name].statements, self.sizes[page.name]
        verdict = page.budget.verdict(times, statements)
        bounds = [f"{page.budget.must:g}", str(statements), str(page.budget.statements)]
        if size > LATER_PAGE_BYTES:
            verdict = Verdict.OVER
        figures = [*self._times(name), f"{times:.1f}", *bounds]
        return [page.name, *figures, kilobytes(size), verdict]

    def _times(self, name: str) -> list[str]:
        samples = self.samples[name]
        latencies = [one for sample in samples for one in sample.latencies_ms]
        p95 = quantiles(latencies, n=20, method="inclusive")[-1]
        return [f"{one:.1f}" for one in (result(samples).cpu_ms, median(latencies), p95)]


def measure_map(ties: int, *, folder: Path, rounds: int, cpu_seconds: float) -> Maps:
    """Fill a database of its own, and look at the map in all ways."""
    with databases.dropped_at_the_end("floor", NAME), ExitStack() as stack:
        found, taken = stack.enter_context(_stage(ties, folder))
        visits = visits_of(found, stack, pages=PAGES)
        samples = measured(
            visits, rounds=rounds, cpu_seconds=cpu_seconds, patience_seconds=PATIENCE_SECONDS
        )
        return Maps(ties, found.scenes[TOWNS], samples, _sizes(found), taken)


@contextmanager
def _stage(ties: int, folder: Path) -> Iterator[tuple[Stage, Taken]]:
    """The floor, and the portal with the map."""
    django(PORTAL, "floor", folder, "collectstatic", "--no-input")
    session = fill_floor(folder)
    databases.make(NAME)
    django(PORTAL, NAME, folder, "migrate", "--no-input")
    words = ("map", str(ties), "--towns", str(TOWNS))
    told = json.loads(django(PORTAL, NAME, folder, *words).splitlines()[-1])
    scene = Scene.from_json(json.dumps(told["scene"]))
    with (
        site_of("floor", "bench.floor.wsgi:application", folder) as floor,
        site_of(NAME, "cohort_portal.wsgi:application", folder) as portal,
    ):
        yield (
            Stage(floor, session, portals={TOWNS: portal}, scenes={TOWNS: scene}),
            Taken(**told["taken"]),
        )


def _sizes(found: Stage) -> dict[str, int]:
    sizes = {}
    for page in PAGES:
        with visitor_of(found, TOWNS, page) as visitor:
            sizes[page.name] = len(visitor.get(found.scenes[TOWNS].spots[page.name].path).body)
    return sizes
