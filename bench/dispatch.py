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
FLOOR = 1000  # letters of the floor in a round
FLOOR_AT = (0.2, 0.6, 0.8)  # of the letters: workers are stopped while the floor is measured
KILLED_AT = 0.4  # of the letters
STEADY = 0.99  # up to which the rate is told; after it only what the dead one held is waited for
LOOK_SECONDS = 1.0
PATIENCE_SECONDS = 300  # without one letter
# What a dead sender held goes on after these, so a run need not wait as long as the portal would.
TIMES = {"ANSWER": 10, "LEASE": 60, "IDLE": int(IDLE_SECONDS), "GRACE": 45, "RETRY": 5}
SENDER = "portal@example.org"
# Of digests alone, which have a lane of their own here.
UNSETTLED = """SELECT count(*) FROM outbox_letter
WHERE lane = 2 AND state IN ('ready', 'leased', 'data_open')"""
STATES = "SELECT state, count(*) FROM outbox_letter WHERE lane = 2 GROUP BY state"


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

    def stop(self) -> None:
        """Let it stand still, with all that it started."""
        os.killpg(self.process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it go on."""
        os.killpg(self.process.pid, signal.SIGCONT)

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


@dataclass
class Run:
    """Workers that send, and the bare mail server that is measured while they stand still."""

    number: int
    tally: Tally
    start: Callable[[], Worker]
    measure_floor: Callable[[], object]
    workers: list[Worker] = field(default_factory=list)
    killed: int = 0
    floors: int = 0
    still: float = 0.0  # seconds that they stood still
    rate: float = 0.0

    def look(self, began: float) -> None:
        """Do what is due by now: kill a worker and start another, measure the floor, note."""
        taken = self.tally.taken
        self.workers[0].look()
        if not self.killed and taken >= KILLED_AT * self.number:
            self.workers.pop().kill()
            self.workers.append(self.start())
            self.killed += 1
        if self.floors < len(FLOOR_AT) and taken >= FLOOR_AT[self.floors] * self.number:
            self._stand_still()
            self.floors += 1
        if not self.rate and taken >= STEADY * self.number:
            self.rate = taken / (time.monotonic() - began - self.still)

    def _stand_still(self) -> None:
        since = time.monotonic()
        for worker in self.workers:
            worker.stop()
        try:
            self.measure_floor()
        finally:
            for worker in self.workers:
                worker.go_on()
        self.still += time.monotonic() - since


def send(
    number: int, *, name: str, sink: Sink, folder: Path, measure_floor: Callable[[], object]
) -> Sent:
    """Let workers send what one of our databases holds: so many letters, each to another reader."""
    environment = environment_of(name, folder) | _environment(sink)

    def start() -> Worker:
        return Worker(_start("bin/worker", environment, folder))

    run = Run(number, Tally(sink.taken), start, measure_floor)
    with _started("bin/beat", environment | {"BEAT_DIR": str(folder)}, folder):
        run.workers += [start() for _ in range(WORKERS)]
        try:
            return _sent(run, name)
        finally:
            for worker in run.workers:
                worker.kill()


def _sent(run: Run, name: str) -> Sent:
    """Until every letter is settled."""
    tally, began = run.tally, _first(run.tally)
    with psycopg.connect(databases.address_of(name), autocommit=True) as line:
        for taken in _looks(tally):
            run.look(began)
            if taken >= run.number and not _count(line, UNSETTLED):
                break
        states = {str(state): int(str(many)) for state, many in line.execute(STATES).fetchall()}
    tally.look()
    return Sent(
        taken=tally.taken,
        doubles=tally.doubles,
        missing=tally.missing(run.number),
        states=states,
        rate=run.rate,
        seconds=time.monotonic() - began - run.still,
        memory=run.workers[0].memory,
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
