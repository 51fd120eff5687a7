"""The folder in which one running portal keeps everything: its lock, its secret, its sockets."""

import fcntl
import hashlib
import os
import secrets
import socket
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.errors import Stopped

# Kernels refuse longer names of Unix sockets: 108 bytes on Linux, 104 on macOS, with end mark.
LONGEST_SOCKET_PATH = 103


@contextmanager
def held(folder: Path) -> Iterator[Path]:
    """Keep `folder` to ourselves; the kernel lets go of it however we end."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Stopped(
                f"The folder {folder} is in use by process {lock.read().strip() or 'unknown'}: "
                "stop that one with Ctrl-C, or choose another with VAR=folder and PORT=number."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield folder


def is_held(folder: Path) -> bool:
    """Whether a living process keeps `folder`."""
    with (folder / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def secret(path: Path) -> str:
    """The random text kept in `path`, made the first time, readable by its owner alone."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        text = secrets.token_urlsafe(50)
        file.write(text)
    return text


def free_port() -> int:
    """A port of the loopback address that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_taken(port: int) -> bool:
    """Whether somebody listens on this port of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
        return False


def socket_folder(folder: Path, *, longest_name: str) -> Path:
    """`folder`, or where its path is too long for a socket, a short private one instead of it."""
    if len(os.fsencode(folder / longest_name)) <= LONGEST_SOCKET_PATH:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return private_folder(Path(tempfile.gettempdir()) / f"cohort-{os.geteuid()}-{name}")


def private_folder(folder: Path) -> Path:
    """`folder`, which only we may enter; refused when somebody else laid it there before us."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise Stopped(f"{folder} belongs to somebody else or is open to others: remove it.")
    return folder
