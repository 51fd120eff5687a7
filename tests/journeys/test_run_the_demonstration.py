"""`make demo` from the first start to the last Ctrl-C, through a kill and a process that dies."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from local.folders import free_port
from local.postgres import remove_cluster
from local.processes import RUN_MARK

ROOT = Path(__file__).resolve().parents[2]
NAMED = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "VAR_DIR", "SECRET_KEY"}


class Demonstration:
    """One folder and port, started and stopped several times."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.output = folder.with_suffix(".out")

    def start(self) -> float:
        """Start and wait until it says that it is ready; returns the seconds that took."""
        since = time.monotonic()
        kept = {name: value for name, value in os.environ.items() if name not in NAMED}
        with self.output.open("wb") as output:
            self.runner = subprocess.Popen(
                [sys.executable, "-m", "local", "demo"],
                cwd=ROOT,
                env=kept | {"PORT": str(self.port), "VAR": str(self.folder)},
                stdout=output,
                stderr=output,
            )
        while "Ready in" not in self.output.read_text():
            assert self.runner.poll() is None, self.output.read_text()
            assert time.monotonic() - since < 180, self.output.read_text()
            time.sleep(0.1)
        return time.monotonic() - since

    def processes(self) -> list[psutil.Process]:
        """What runs for it, servers too."""
        found = []
        home = (self.folder / "postgres").resolve()
        for process in psutil.process_iter():
            try:
                here = Path(process.cwd())
                ours = process.environ().get(RUN_MARK) == str(self.folder)
            except psutil.Error:
                continue
            if ours or here.is_relative_to(home) or here.is_relative_to(self.folder):
                found.append(process)
        return found

    def end(self, signal_number: signal.Signals) -> int:
        self.runner.send_signal(signal_number)
        return self.runner.wait(60)


def test_it_starts_again_after_anything_and_leaves_nothing_running(tmp_path: Path) -> None:
    demonstration = Demonstration(tmp_path / "var")
    first = demonstration.start()
    running = demonstration.processes()
    commands = [" ".join(process.cmdline()) for process in running]
    for name in (
        "granian",
        "celery --app cohort_portal --quiet worker",
        "beat",
        "local mailbox",
        "valkey",
        "postgres",
    ):
        assert any(name in command for command in commands), (name, commands)

    assert demonstration.end(signal.SIGKILL) == -signal.SIGKILL
    second = demonstration.start()
    gone, _ = psutil.wait_procs(running, timeout=1)
    assert len(gone) == len(running)
    assert "that an earlier run had left behind" in demonstration.output.read_text()

    beat = next(process for process in demonstration.processes() if "beat" in process.cmdline())
    beat.kill()
    assert demonstration.runner.wait(60) == 1
    assert "beat ended by itself, so everything was stopped" in demonstration.output.read_text()
    assert demonstration.processes() == []

    third = demonstration.start()
    assert demonstration.end(signal.SIGINT) == 0
    assert demonstration.processes() == []

    print(f"first start {first:.0f} s, after a kill {second:.0f} s, again {third:.0f} s")
    remove_cluster(demonstration.folder / "postgres")
