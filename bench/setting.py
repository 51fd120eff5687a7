"""Sets the stage: databases with 7, 700 or 70,000 towns, the floor's, and the sites on them."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import databases
from bench.multiply import multiply
from bench.pages import Scene
from bench.sites import ROOT, Site, served
from local.errors import Stopped
from local.progress import Progress

SEVEN = 7
PORTAL = "bench.inside.settings"
FLOOR = "bench.floor.settings"
COPIES_OF_TEXTS = 99  # what people wrote is not copied further: no measured page looks at it


@dataclass(frozen=True)
class Stage:
    """Everything that is measured: the floor, and the portal with each number of towns."""

    floor: Site
    floor_session: str
    portals: Mapping[int, Site]
    scenes: Mapping[int, Scene]


@contextmanager
def stage(numbers: Sequence[int], *, folder: Path) -> Iterator[Stage]:
    """Make it, and remove it when the block ends. `numbers` of towns are multiples of seven."""
    progress = Progress(4 + len(numbers))
    with (
        databases.dropped_at_the_end("floor", *map(name_of_database, numbers)),
        ExitStack() as stack,
    ):
        progress.step("Collecting static files")
        django(PORTAL, "floor", folder, "collectstatic", "--no-input")
        progress.step("Filling the floor")
        session = fill_floor(folder)
        scenes = {}
        for number in numbers:
            progress.step(f"Filling {number:,} towns")
            scenes[number] = _fill_portal(number, folder)
        progress.step("Starting the sites")
        floor = stack.enter_context(site_of("floor", "bench.floor.wsgi:application", folder))
        portals = {
            number: stack.enter_context(
                site_of(name_of_database(number), "cohort_portal.wsgi:application", folder)
            )
            for number in numbers
        }
        progress.end()
        yield Stage(floor, session, portals, scenes)


def name_of_database(number: int) -> str:
    """The database with so many towns."""
    return f"{number}_towns"


def site_of(name: str, application: str, folder: Path) -> AbstractContextManager[Site]:
    """The application on one of our databases, served while the block lasts."""
    environment = environment_of(name, folder)
    return served(name, application, environment, log=folder / f"{name}.log")


def fill_floor(folder: Path) -> str:
    """Returns the session of the person who asks."""
    databases.make("floor")
    django(FLOOR, "floor", folder, "migrate", "--no-input")
    session = django(FLOOR, "floor", folder, "fill").strip()
    databases.settle("floor")
    return session


def _fill_portal(number: int, folder: Path) -> Scene:
    """The demonstration programme, with its towns copied up to that number."""
    name = name_of_database(number)
    if number == SEVEN:
        databases.make(name)
        django(PORTAL, name, folder, "migrate", "--no-input")
        django(PORTAL, name, folder, "demo_data")
    else:
        databases.make(name, like=name_of_database(SEVEN))
        copies = number // SEVEN - 1
        multiply(name, copies=copies, copies_of_texts=min(copies, COPIES_OF_TEXTS))
    databases.settle(name)
    return Scene.from_json(django(PORTAL, name, folder, "scene"))


def environment_of(name: str, folder: Path) -> dict[str, str]:
    """Production's settings, but for plain http on the loopback address."""
    return {
        **os.environ,
        "DATABASE_URL": databases.address_of(name),
        "VAR_DIR": str(folder),
        "DEMO": "false",
        "PLAIN_HTTP": "true",
        "ALLOWED_HOSTS": "127.0.0.1",
        "BASE_URL": "http://127.0.0.1",
    }


def django(settings: str, name: str, folder: Path, *arguments: str) -> str:
    """Run a command of Django on one of our databases; returns what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "django", *arguments, "--settings", settings],
        env=environment_of(name, folder) | {"PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Stopped(f"`{arguments[0]}` on {name} failed:\n{done.stdout}{done.stderr}")
    return done.stdout
