"""Real workers send what was promised, one of them is killed on the way, and all is counted."""

import os
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path

import psutil
import psycopg

from bench import databases
from bench.setting import environment_of
from bench.sink import IDLE_SECONDS, Sink
from bench.sites import MEBIBYTE, ROOT, memory_of
from bench.tally import Tally
from local.errors import Stopped

WORKERS = 2
LINES = 2  # of each worker to the mail server
FLOOR = 2000  # letters of the floor in a round
KILLED_AT = 0.4  # of the letters
STEADY = 0.99  # up to which the rate is told; after it only what the dead one held is waited for
LOOK_SECONDS = 1.0
PATIENCE_SECONDS = 300  # without one letter
# What a dead sender held goes on after these, so a run need not wait as long as the portal would.
TIMES = {"ANSWER": 5, "LEASE": 30, "IDLE": int(IDLE_SECONDS), "GRACE": 15, "RETRY": 5}
SENDER = "portal@example.org"
UNSETTLED = "SELECT count(*) FROM outbox_letter WHERE state IN ('ready', 'leased', 'data_open')"
STATES = "SELECT state, count(*) FROM outbox_letter GROUP BY state"


@dataclass
class Worker:
    """One worker that runs, and what its busiest process took as the letters left."""

    process: subprocess.Popen[bytes]
    memory: list[float] = field(default_factory=list)

    def look(self) -> None:
        """Note what it takes now."""
        with suppress(psutil.Error):
            children = psutil.Process(self.process.pid).children(recursive=True)
            if children:
                self.memory.append(max(map(memory_of, children)) / MEBIBYTE)

    def kill(self) -> None:
        """With all that it started, and without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


@dataclass(frozen=True)
class Sent:
    """What came of the letters. `memory` is that of the worker that lived throughout, in MiB."""

    taken: int
    doubles: int
    missing: int
    states: dict[str, int]
    rate: float
    seconds: float
    memory: Sequence[float]


def send(number: int, *, name: str, sink: Sink, folder: Path) -> Sent:
    """Let workers send what one of our databases holds: so many letters, each to another reader."""
    tally = Tally(sink.taken)
    environment = environment_of(name, folder) | _environment(sink)
    with _started("bin/beat", environment | {"BEAT_DIR": str(folder)}, folder):
        workers = [Worker(_start("bin/worker", environment, folder)) for _ in range(WORKERS)]
        try:
            return _send(
                number,
                tally,
                workers,
                name,
                lambda: Worker(_start("bin/worker", environment, folder)),
            )
        finally:
            for worker in workers:
                worker.kill()


def _send(
    number: int, tally: Tally, workers: list[Worker], name: str, start: Callable[[], Worker]
) -> Sent:
    began = _first(tally)
    steady = 0.0
    is_killed = False
    survivor = workers[0]
    with psycopg.connect(databases.address_of(name), autocommit=True) as line:
        for taken in _looks(tally):
            survivor.look()
            if not is_killed and taken >= KILLED_AT * number:
                workers.pop().kill()
                workers.append(start())
                is_killed = True
            if not steady and taken >= STEADY * number:
                steady = taken / (time.monotonic() - began)
            if taken >= number and not _count(line, UNSETTLED):
                break
        states = {str(state): int(str(many)) for state, many in line.execute(STATES).fetchall()}
    tally.look()
    seconds = time.monotonic() - began
    return Sent(
        tally.taken,
        tally.doubles,
        tally.missing(number),
        states,
        steady,
        seconds,
        survivor.memory,
    )


def floor(ready: Sequence[bytes], sink: Sink, *, lines: int) -> float:
    """Letters a second of ready letters over so many kept lines, with nothing else to do."""
    readers = [str(message_from_bytes(one)["To"]) for one in ready]

    def over_one_line(share: int) -> None:
        with smtplib.SMTP("127.0.0.1", sink.port) as line:
            for one in range(share):
                place = one % len(ready)
                line.sendmail(
                    SENDER, [readers[place]], ready[place], mail_options=["BODY=8BITMIME"]
                )

    since = time.perf_counter()
    with ThreadPoolExecutor(lines) as threads:
        for done in [threads.submit(over_one_line, FLOOR // lines) for _ in range(lines)]:
            done.result()
    return FLOOR / (time.perf_counter() - since)


def _first(tally: Tally) -> float:
    """When the first letter was taken: workers take their time to start."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not tally.look():
        if time.monotonic() > until:
            raise Stopped("The workers sent no letter.")
        time.sleep(0.1)
    return time.monotonic()


def _looks(tally: Tally) -> Iterator[int]:
    """How many were taken, again and again; an end if none comes for long."""
    last, since = 0, time.monotonic()
    while True:
        taken = tally.look()
        if taken > last:
            last, since = taken, time.monotonic()
        if time.monotonic() - since > PATIENCE_SECONDS:
            raise Stopped(f"The workers stopped after {taken:,} letters.")
        yield taken
        time.sleep(LOOK_SECONDS)


def _count(line: psycopg.Connection[tuple[object, ...]], statement: str) -> int:
    (row,) = line.execute(statement.encode()).fetchall()
    return int(str(row[0]))


def _environment(sink: Sink) -> dict[str, str]:
    programs = Path(sys.executable).parent
    return {
        "DJANGO_SETTINGS_MODULE": "bench.inside.workers",
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "RELAY_JOURNAL": str(sink.journal),
        "MAIL_LINES": str(LINES),
        "WORKER_PROCESSES": "1",
        "PATH": f"{programs}:{os.environ['PATH']}",
        **{f"MAIL_{name}_SECONDS": str(value) for name, value in TIMES.items()},
    }


@contextmanager
def _started(program: str, environment: dict[str, str], folder: Path) -> Iterator[None]:
    process = _start(program, environment, folder)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)


def _start(program: str, environment: dict[str, str], folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "workers.log").open("ab") as log:
        return subprocess.Popen(
            [program],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
