"""One file, looked at with bounds on memory, time and disk."""

import resource
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kit.checking.verdicts import Refused

MEMORY = 1024 * 1024 * 1024  # bytes
SECONDS = 30
BOUNDS = {
    resource.RLIMIT_AS: MEMORY,
    resource.RLIMIT_CPU: SECONDS,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
}
TOO_MUCH = "It is built so that reading it takes too much. Save it anew, and choose that."


UNREADABLE = "It cannot be read. Save it anew, and choose that."
CLEAN, REFUSED, FAILED = 0, 1, 2


def main(sort: str, path: str) -> int:
    """The status that tells the verdict; of a refusal the sentence is printed."""
    for bound, most in BOUNDS.items():
        with suppress(ValueError, OSError):  # a bound that this system does not know
            resource.setrlimit(bound, (most, most))
    try:
        from kit.checking.checks import check  # noqa: PLC0415 -- what reads files is bound already

        file = Path(path).resolve(strict=True)
    except (ImportError, OSError) as fault:
        print(f"{type(fault).__name__}: {fault}", file=sys.stderr)  # noqa: T201 -- how a process answers
        return FAILED
    said = _verdict(lambda: check(sort, file))
    if said:
        print(said)  # noqa: T201 -- how a process answers
    return REFUSED if said else CLEAN


def _verdict(look: Callable[[], None]) -> str:
    """Why the file is refused; empty if it is clean."""
    try:
        look()
    except Refused as refusal:
        return str(refusal)
    except (MemoryError, RecursionError):
        return TOO_MUCH
    except Exception:  # noqa: BLE001 -- parsers may raise anything for a file built to break them
        return UNREADABLE
    return ""


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
