"""The servers that all tests of a run share, and the databases made in them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import redis
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from local.postgres import DATABASE, Cluster, cluster_in, remove_cluster
from local.processes import Server
from local.valkey import start_valkey, stop_left_valkey
from tests.tables import copy_tables

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Estate:
    """What all tests of a run share: PostgreSQL, Valkey, and an empty database to copy."""

    folder: Path
    cluster: Cluster
    postgres: Server
    valkey: subprocess.Popen[bytes]
    valkey_url: str
    copies: int = 0

    def copied_database(self) -> str:
        """The address of a new database with all tables and no rows."""
        self.copies += 1
        name = f"chaos_{self.copies}"
        with psycopg.connect(
            self.cluster.url_of("postgres", role="postgres"), autocommit=True
        ) as line:
            line.execute(f"CREATE DATABASE {name} TEMPLATE {DATABASE}")
        return self.cluster.url_of(name, role="postgres")

    def restart_postgres(self) -> None:
        """Break every connection and recover, as after a power cut."""
        self.postgres.process.send_signal(signal.SIGQUIT)
        self.postgres.process.wait(20)
        self.postgres = self.cluster.start(log=self.folder / "postgres.log")

    def kill_valkey(self) -> None:
        self.valkey.kill()
        self.valkey.wait(10)

    def start_valkey_again(self) -> None:
        """On its port, and empty: it keeps nothing."""
        self.valkey = subprocess.Popen(
            self.valkey.args, cwd=self.folder / "valkey", stdout=subprocess.DEVNULL
        )
        wait_until(self._valkey_answers, seconds=10)

    def flush_valkey(self) -> None:
        with redis.from_url(self.valkey_url) as client:
            client.flushall()

    def _valkey_answers(self) -> bool:
        try:
            with redis.from_url(self.valkey_url) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False


@contextmanager
def estate_in(folder: Path) -> Iterator[Estate]:
    """Start the servers, and make the database of which others are copied."""
    cluster = cluster_in(folder / "postgres", kept=False)
    has_tables = copy_tables(cluster)
    postgres = cluster.start(log=folder / "postgres.log")
    server, url = start_valkey(folder / "valkey", log=folder / "valkey.log")
    estate = Estate(folder, cluster, postgres, server.process, url)
    try:
        if not has_tables:
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--skip-checks", "--verbosity", "0"],
                cwd=ROOT,
                env=os.environ | {"DATABASE_URL": cluster.url},
                check=True,
            )
        yield estate
    finally:
        estate.kill_valkey()
        stop_left_valkey(folder / "valkey")
        estate.postgres.stop()
        remove_cluster(folder / "postgres")


@contextmanager
def using(database_url: str) -> Iterator[None]:
    """Let this process's models read and write that database."""
    parts = conninfo_to_dict(database_url)
    former = dict(connection.settings_dict)
    connection.close()
    there: dict[str, Any] = {
        "NAME": parts["dbname"],
        "HOST": parts["host"],
        "USER": parts["user"],
        "PASSWORD": "",
        "PORT": "",
    }
    connection.settings_dict.update(there)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(former)


def wait_until(is_so: Callable[[], bool], *, seconds: float) -> None:
    """Look ten times a second; a `TimeoutError` if it never comes."""
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.1)
