"""Servers, a database and processes of a test's own; what is done to them, and what came of it."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from django.db import connection
from django.utils import timezone

from outbox.actions.promising import promise_all
from outbox.invariants import broken
from outbox.kinds import Kind
from outbox.models import Attempt, Letter, Notice
from outbox.promises import Promise
from tests.chaos.estate import ROOT, Estate, wait_until
from tests.chaos.letters import address_of
from tests.relay import Relay

PATIENCE_SECONDS = 180.0  # of a machine on which other tests run
OPEN = (Notice.State.WAITING, Notice.State.BUNDLED)
DISARMED = "No letter leaves: "
NO_SERVER = "The mail server does not let us in"
TIMES = {"ANSWER": 2.0, "LEASE": 7.0, "IDLE": 2.0, "GRACE": 3.0, "RETRY": 1.0}


@dataclass
class Stage:
    """One test's database, mail server and processes."""

    estate: Estate
    folder: Path
    database_url: str
    relay: Relay
    times: dict[str, float]
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    frozen: list[psutil.Process] = field(default_factory=list)
    killed: int = 0
    began: float = field(default_factory=time.monotonic)

    # --- Processes --------------------------------------------------------------------------------
    def worker(self, *, processes: int = 2) -> subprocess.Popen[bytes]:
        return self._start("bin/worker", WORKER_PROCESSES=str(processes))

    def beat(self) -> subprocess.Popen[bytes]:
        folder = self.folder / f"beat-{len(self.running)}"
        return self._start("bin/beat", BEAT_DIR=str(folder))

    def manage(self, *words: str) -> list[str]:
        """What a command of the portal's says, run to its end."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.splitlines()

    def engine(self) -> subprocess.Popen[bytes]:
        return self._start(sys.executable, "manage.py", "deliver", "--forever")

    def _start(self, *command: str, **settings: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self._environment() | settings,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def _environment(self) -> dict[str, str]:
        programs = Path(sys.executable).parent
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.estate.valkey_url,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.relay.port}",
            "RELAY_JOURNAL": str(self.relay.journal_path),
            "VAR_DIR": str(self.folder),
            "PATH": f"{programs}:{os.environ['PATH']}",
            **{f"MAIL_{name}_SECONDS": str(value) for name, value in self.times.items()},
        }

    def kill_sender(self, port: int) -> None:
        """Kill -9 the process that sends from a port."""
        _owner_of(port).kill()
        self.killed += 1

    def freeze_sender(self, port: int) -> None:
        """Stop the process that sends from a port where it is; `thaw` lets it go on."""
        found = _owner_of(port)
        found.suspend()
        self.frozen.append(found)

    def thaw(self) -> None:
        for process in self.frozen:
            process.resume()

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kill -9 a process with all that it started."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        self.running.remove(process)
        self.killed += 1

    def kill_all(self) -> None:
        """Kill -9 whatever runs."""
        self.thaw()
        for process in list(self.running):
            self.kill(process)

    def end(self) -> None:
        self.kill_all()
        self.relay.stop()

    # --- Letters ----------------------------------------------------------------------------------
    def promise(
        self,
        kind: Kind,
        persons: range,
        *,
        about: str = "chaos.report:1",
        occasion: str = "2026-10",
    ) -> None:
        at = timezone.now()
        promise_all([Promise(kind.name, one, about, occasion) for one in persons], at=at)

    def wait_for(self, letters: int, *, seconds: float = PATIENCE_SECONDS) -> None:
        """Until the relay has taken so many."""
        if not self.relay.wait(lambda: len(self.relay.taken) >= letters, seconds=seconds):
            raise AssertionError(f"{len(self.relay.taken)} of {letters} letters: {self._left()}")

    def wait_until_settled(self, *, seconds: float = PATIENCE_SECONDS) -> None:
        """Until no notice waits and no letter is open."""

        def is_settled() -> bool:
            return not (
                Notice.objects.filter(state__in=OPEN).exists() or Letter.objects.open().exists()
            )

        try:
            wait_until(is_settled, seconds=seconds)
        except TimeoutError:
            raise AssertionError(f"Still open: {self._left()}") from None

    def _left(self) -> str:
        """What has not gone out, and the end of what the processes said."""
        facts = ("state", "crashes", "attempts", "not_before", "lease_until", "reason")
        left = Letter.objects.exclude(state=Letter.State.ACCEPTED).order_by("pk")
        letters = "\n".join(str(one) for one in left.values_list(*facts)[:20])
        return f"{timezone.now()}\n{letters}\n{self.log()}"

    def wait_until_all_run(self, *, saying: str = NO_SERVER) -> None:
        """Until delivery was tried in vain from now on, by workers and by the command if any."""
        before = self.log(100_000).count(saying)
        wait_until(lambda: self.log(100_000).count(saying) >= before + 3, seconds=PATIENCE_SECONDS)

    def forget_line(self) -> None:
        """This process's own line to a database that went down."""
        connection.close()

    def check(self, *, expected: dict[str, int]) -> None:
        """Who got how many letters; that nothing is broken, and all that was taken is known."""
        assert self.relay.copies() == expected
        assert broken(at=timezone.now()) == []
        accepted = Letter.objects.filter(state=Letter.State.ACCEPTED)
        assert set(accepted.values_list("message_id", flat=True)) == {
            one.message_id for one in self.relay.taken
        }

    def doubts_accepted(self) -> int:
        """Letters whose acceptance was learnt from the journal alone."""
        heard = Attempt.objects.filter(phase="dot", code=250).values("letter")
        return Letter.objects.filter(state=Letter.State.ACCEPTED).exclude(pk__in=heard).count()

    def seconds(self) -> float:
        return time.monotonic() - self.began

    def log(self, lines: int = 40) -> str:
        """The end of what the processes said."""
        path = self.folder / "log"
        return "\n".join(path.read_text().splitlines()[-lines:]) if path.exists() else ""


def one_each(persons: range) -> dict[str, int]:
    return {address_of(person): 1 for person in persons}


def _owner_of(port: int) -> psutil.Process:
    """The process at the other end of a line to the relay."""
    for line in psutil.net_connections("tcp4"):
        if line.laddr and line.laddr.port == port and line.pid not in (None, os.getpid()):
            return psutil.Process(line.pid)
    raise AssertionError(f"Nobody sends from port {port}.")
