"""The commands of `docs/operations.md`, run as they stand there by one shell."""

import os
import re
import subprocess
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from queue import Empty, Queue
from textwrap import dedent

ROOT = Path(__file__).resolve().parents[2]
DONE = "that block is done"


def blocks(title: str) -> list[str]:
    """The shell commands under a heading, a text for each block."""
    text = (ROOT / "docs" / "operations.md").read_text()
    section = text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return [
        dedent(found)
        for found in re.findall(r"^ *```sh\n(.*?)^ *```$", section, re.DOTALL | re.MULTILINE)
    ]


class Shell:
    """A shell that keeps its variables and what it started, from one block to the next."""

    def __init__(self, environment: Mapping[str, str], *, replaced: Mapping[str, str]) -> None:
        self.replaced = replaced
        self.process = subprocess.Popen(
            ["bash"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
            env=dict(environment),
        )
        self.lines: Queue[str] = Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def run(self, block: str, *, seconds: float = 180) -> str:
        """Run a block to its end; what it printed. Fails when one of its commands does."""
        for here, there in self.replaced.items():
            assert here not in there
            block = block.replace(here, there)
        assert self.process.stdin is not None
        self.process.stdin.write(f"set -e\n{{ {block}\n}} </dev/null\necho '{DONE}'\n")
        self.process.stdin.flush()
        end = time.monotonic() + seconds
        printed: list[str] = []
        while not printed or printed[-1] != DONE:
            try:
                printed.append(self.lines.get(timeout=max(0, end - time.monotonic())))
            except Empty:
                raise TimeoutError(f"{block}\n{printed[-5:]}") from None
            assert printed[-1] != "", f"{block}\nended early: {printed}"
        return "\n".join(printed[:-1])

    def close(self) -> None:
        """End the shell; what it started is ended by its own blocks, or by its mark."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(20)
        self.reader.join(20)
        self.process.stdout.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n") or " ")
        self.lines.put("")  # the shell has ended


def bare_environment(mark: Mapping[str, str]) -> dict[str, str]:
    """This machine's, without any setting of the portal."""
    kept = {"PATH", "HOME", "LANG", "TMPDIR", "PYTHONDONTWRITEBYTECODE", "LD_LIBRARY_PATH"}
    return {name: value for name, value in os.environ.items() if name in kept} | dict(mark)
