"""Files that people brought, in a folder outside of everything that is served by itself.

Each lies under a random key of its own, never under a name that somebody typed. The rows that know
the keys are the truth: a file whose key no row knows is swept away.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage

KEYS = 16  # bytes of a key
KEPT = "kept"
INCOMING = "incoming"
FOLDER_MODE = 0o750


class NoRoom(Exception):
    """The disk did not take the file; nothing of it is left."""


def incoming_folder() -> Path:
    """Where files lie while they arrive: on the same disk, so that keeping one moves it."""
    folder = Path(settings.MEDIA_ROOT) / INCOMING
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    return folder


def digest_of(file: "File[bytes]") -> str:
    """The SHA-256 of what a file holds, in hex."""
    file.seek(0)
    raw: Any = file.file  # Django types it as any of texts or bytes
    found = file_digest(raw, "sha256").hexdigest()
    file.seek(0)
    return found


def keep(file: "File[bytes]") -> str:
    """Keep a file for good, on the disk when this returns; its key.

    Raises:
        NoRoom: it could not be written.
    """
    key = token_hex(KEYS)
    try:
        default_storage.save(_place(key), file)
        with path_of(key).open("rb") as kept:
            os.fsync(kept.fileno())
    except OSError as fault:
        forget(key)
        raise NoRoom(type(fault).__name__) from fault
    return key


def path_of(key: str) -> Path:
    """Where a file lies."""
    return Path(default_storage.path(_place(key)))


def open_kept(key: str) -> "File[bytes]":
    """A file, to be read. Raises FileNotFoundError if it is gone."""
    return default_storage.open(_place(key))


def forget(key: str) -> None:
    """Delete a file; one that is gone is left so."""
    default_storage.delete(_place(key))


def keys_before(moment: datetime) -> Iterator[str]:
    """The keys of files that were kept before a moment."""
    for path in (Path(settings.MEDIA_ROOT) / KEPT).glob("??/*"):
        if _changed_before(path, moment):
            yield path.name


def sweep_incoming(before: datetime) -> int:
    """Delete what began to arrive before a moment and never did; how many there were."""
    left = [path for path in incoming_folder().iterdir() if _changed_before(path, before)]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _place(key: str) -> str:
    return f"{KEPT}/{key[:2]}/{key}"


def _changed_before(path: Path, moment: datetime) -> bool:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) < moment
    except FileNotFoundError:
        return False
