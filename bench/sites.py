"""Sites under measure: granian with one worker each, and what that worker costs."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from local.folders import free_port
from local.processes import Server

ROOT = Path(__file__).resolve().parent.parent
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Site:
    """A served site: where it answers, and the processes that do the work."""

    name: str
    port: int
    workers: tuple[psutil.Process, ...]

    def cpu_seconds(self) -> float:
        """CPU that the workers have used since they started, in Python and in the kernel."""
        times = [worker.cpu_times() for worker in self.workers]
        return float(sum(time.user + time.system for time in times))

    def memory_mib(self) -> float:
        """Proportional share of memory (PSS) of the biggest worker; where there is none, RSS."""
        return max(memory_of(worker) for worker in self.workers) / MEBIBYTE


@contextmanager
def served(
    name: str, application: str, environment: Mapping[str, str], *, log: Path
) -> Iterator[Site]:
    """Serve an application as the portal is served in production, while the block lasts."""
    port = free_port()
    with log.open("ab") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1"),
                *("--host", "127.0.0.1", "--port", str(port), "--no-access-log", application),
            ],
            env={**os.environ, **environment},
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    server = Server(name, process, signal.SIGTERM, log)
    server.wait_until(lambda: _answers(port))
    try:
        yield Site(name, port, tuple(psutil.Process(process.pid).children()))
    finally:
        server.stop()


def _answers(port: int) -> bool:
    """Whether the site says anything at all, be it that the page is not there."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/no-such-page/", timeout=5):
            return True
    except urllib.error.HTTPError as answer:
        answer.close()
        return True
    except OSError:
        return False


def memory_of(process: psutil.Process) -> int:
    """Proportional share of memory (PSS) in bytes; where there is none, RSS."""
    found = process.memory_full_info()
    return int(getattr(found, "pss", found.rss))
