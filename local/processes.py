"""Starting a server, waiting for it, ending it, and ending what a killed run left behind."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from local.errors import Stopped

# Every process of a demonstration carries this variable, so that the next start knows it again.
RUN_MARK = "COHORT_RUN"
PATIENCE_SECONDS = 20.0


@dataclass(frozen=True)
class Server:
    """A running server process of ours."""

    name: str
    process: subprocess.Popen[bytes]
    stop_signal: signal.Signals
    log: Path

    def wait_until(self, is_ready: Callable[[], bool], *, seconds: float = 30.0) -> None:
        """Return when `is_ready`; a server that ends or dawdles is stopped and its log quoted."""
        end = time.monotonic() + seconds
        try:
            while not is_ready():
                self._must_live(until=end)
                time.sleep(0.02)
        except BaseException:  # also when we are told to stop just now
            self.stop()
            raise

    def _must_live(self, *, until: float) -> None:
        if self.process.poll() is not None or time.monotonic() > until:
            raise Stopped(f"{self.name} did not start; {self.log} says: {self.last_words()}")

    def last_words(self) -> str:
        """The end of the server's log, on one line."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return " / ".join(line.strip() for line in lines[-3:]) or "nothing"

    def stop(self) -> None:
        """End the server, politely first."""
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def end_leftover(pid_file: Path, *, home: Path, stop_signal: signal.Signals) -> bool:
    """End the server that a killed run left in `home`, whose number is in `pid_file`.

    Another program that was given the number since is left alone: it works in another folder.
    """
    try:
        process = psutil.Process(int(pid_file.read_text().split()[0]))
        if Path(process.cwd()) != home.resolve():
            return False
        process.send_signal(stop_signal)
        _wait_or_kill([process])
    except (FileNotFoundError, IndexError, ValueError, psutil.Error):
        return False
    return True


def end_marked(mark: str) -> int:
    """End the processes of a demonstration whose runner was killed; returns how many there were."""
    left = [process for process in psutil.process_iter() if _mark_of(process) == mark]
    for process in left:
        try:
            process.terminate()
        except psutil.NoSuchProcess:
            continue
    _wait_or_kill(left)
    return len(left)


def _mark_of(process: psutil.Process) -> str | None:
    if process.pid == os.getpid():
        return None
    try:
        mark: str | None = process.environ().get(RUN_MARK)
    except (psutil.Error, OSError):
        return None
    return mark


def _wait_or_kill(processes: list[psutil.Process]) -> None:
    _, alive = psutil.wait_procs(processes, timeout=PATIENCE_SECONDS)
    for process in alive:
        process.kill()
    psutil.wait_procs(alive, timeout=PATIENCE_SECONDS)
