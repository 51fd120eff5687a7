"""Has a file looked at before anybody is given it: by our own check, then by another's scanner.

The scanner for viruses is a command that is given the path of the file as its last word and ends
with 0 (clean), 1 (refused) or anything else (it could not look), as ClamAV's do.
"""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from kit.checking.__main__ import CLEAN, REFUSED, TOO_MUCH

SECONDS_TO_CHECK = 60.0
SECONDS_TO_SCAN = 90.0
LONGEST_WORDS = 300
VIRUS = "The scanner for viruses refused it."
HOUSE = Path(__file__).resolve().parent.parent
# Neither is told the portal's secrets.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")
# How a process ends that met one of its bounds, or whose parser broke.
_BROKEN_BY_FILE = {-signal.SIGXCPU, -signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS}

logger = logging.getLogger(__name__)


class CouldNotLook(Exception):
    """Nobody knows yet what the file is: it is looked at again later."""


def scan(path: Path, sort: str, *, command: Sequence[str] = ()) -> str:
    """Why the file is refused; empty if it is clean.

    Raises:
        CouldNotLook: a check did not come to its end.
    """
    own = [sys.executable, "-m", "kit.checking", sort]
    status, said = _run(own, path, seconds=SECONDS_TO_CHECK)
    if status in _BROKEN_BY_FILE:
        return TOO_MUCH
    if status == REFUSED:
        return said[:LONGEST_WORDS] or TOO_MUCH
    if status != CLEAN:
        raise CouldNotLook(f"the check of files ended with {status}")
    if not command:
        return ""
    status, _ = _run(command, path, seconds=SECONDS_TO_SCAN)
    if status == REFUSED:
        return VIRUS
    if status != CLEAN:
        raise CouldNotLook(f"the scanner for viruses ended with {status}")
    return ""


def _run(command: Sequence[str], path: Path, *, seconds: float) -> tuple[int, str]:
    """The status with which a program ended, and the first line of what it said."""
    try:
        done = subprocess.run(  # noqa: S603 -- our own program, or the one that the settings name
            [*command, str(path)],
            cwd=HOUSE,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise CouldNotLook(f"{Path(command[0]).name}: {type(fault).__name__}") from None
    if done.stderr and done.returncode not in {CLEAN, REFUSED}:
        logger.warning("A check of a file said: %s", done.stderr[-500:].decode(errors="replace"))
    lines = done.stdout.decode(errors="replace").splitlines()
    return done.returncode, lines[0].strip() if lines else ""
