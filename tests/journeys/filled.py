"""The demonstration is filled once a run: the first portal makes it, others begin with a copy."""

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import psycopg

from local.backups import base_backup
from local.postgres import cluster_in
from tests.tables import copy_tables

SECONDS_TO_ARM = 60
# What a portal keeps between two starts, apart from its database.
FILES = ("secret_key", "migrations.stamp", "static.stamp", "static", "mail", "journal")


class Starts(Protocol):
    """A portal with a folder of its own."""

    folder: Path

    def start(self) -> None:
        """Start, and wait until it answers."""


def start_filled(portal: Starts, *, shared: Path) -> None:
    """Start a portal with the demonstration in it. `shared` is a folder of all workers."""
    shared.mkdir(exist_ok=True)
    cluster = cluster_in(portal.folder / "postgres", kept=True)
    with _alone(shared / "lock"):
        if (shared / "whole").exists():
            for name in FILES:
                _copy(shared / name, portal.folder / name)
            shutil.copytree(shared / "data", cluster.data, dirs_exist_ok=True)
            cluster.own(cluster.data)
            portal.start()
            return
        copy_tables(cluster)
        portal.start()
        _wait_until_armed(cluster.url)
        for name in FILES:
            # Before the database: letters that left meanwhile are in it, and not the other way.
            _copy(portal.folder / name, shared / name)
        base_backup(cluster.url, shared / "data")
        (shared / "whole").touch()


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One worker at a time."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _wait_until_armed(database_url: str) -> None:
    """Its own worker arms a new database. One that was copied before would never send a letter."""
    until = time.monotonic() + SECONDS_TO_ARM
    with psycopg.connect(database_url, autocommit=True) as line:
        while line.execute("SELECT FROM outbox_installation").fetchone() is None:
            assert time.monotonic() < until, "no worker armed the database"
            time.sleep(0.1)


def _copy(path: Path, to: Path) -> None:
    if path.is_dir():
        shutil.copytree(path, to, dirs_exist_ok=True)
    elif path.exists():
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, to)
