"""Databases for one run, beside the one that `DATABASE_URL` names and on the same server."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

PREFIX = "cohort_bench_"


def address_of(name: str) -> str:
    """The address of one of our databases."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{PREFIX}{name}").geturl()


def make(name: str, *, like: str = "") -> None:
    """An empty database, or a copy of another of ours; one left by an earlier run goes first."""
    drop(name)
    source = sql.Identifier(f"{PREFIX}{like}" if like else "template1")
    _run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(_named(name), source))


def drop(name: str) -> None:
    """Remove one of our databases, whoever is connected to it."""
    _run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(_named(name)))


@contextmanager
def dropped_at_the_end(*names: str) -> Iterator[None]:
    """Remove these databases when the block ends, however it ends."""
    try:
        yield
    finally:
        for name in names:
            drop(name)


def settle(name: str) -> None:
    """Tell the planner what is there, as autovacuum would have by the time people come."""
    with psycopg.connect(address_of(name), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _named(name: str) -> sql.Identifier:
    return sql.Identifier(f"{PREFIX}{name}")


def _run(statement: sql.Composed) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(statement)
