"""Real servers and processes, and the figures of what was done to them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from local.servers import throw_away_folder
from outbox import kinds
from tests.chaos import letters
from tests.chaos.estate import Estate, estate_in, using
from tests.chaos.stage import TIMES, Stage
from tests.relay import Relay

type OpenStage = Callable[..., Stage]

FIGURES = "figures"


@pytest.fixture(scope="session")
def estate() -> Iterator[Estate]:
    """The servers of the whole run."""
    with throw_away_folder() as folder, estate_in(folder) as made:
        yield made


@pytest.fixture
def open_stage(
    estate: Estate,
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[OpenStage]:
    """Opens the test's stage: a database of its own, and a mail server with these times."""
    known = {kind.name: kind for kind in letters.KINDS}
    monkeypatch.setattr(kinds, "_REGISTRY", kinds.Registry(known, letters.addresses, letters.hours))
    opened: list[Stage] = []
    database_url = estate.copied_database()

    def open_one(**times: float) -> Stage:
        chosen = TIMES | times
        relay = Relay(tmp_path / "journal", idle_seconds=chosen["IDLE"])
        opened.append(Stage(estate, tmp_path, database_url, relay, chosen))
        return opened[0]

    with django_db_blocker.unblock(), using(database_url):
        yield open_one
        for stage in opened:
            stage.end()


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Keeps a line of figures for the end of the run, whichever process ran the test."""
    return lambda line: record_property(FIGURES, line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The figures, after everything else."""
    figures = [
        f"{report.nodeid.rpartition('::')[2]}: {line}"
        for report in terminalreporter.getreports("passed")
        for name, line in report.user_properties
        if name == FIGURES
    ]
    if figures:
        terminalreporter.section("letters under faults")
        for line in figures:
            terminalreporter.write_line(line)
