"""The tables that `bin/test` made before the tests, copied to where a test needs them."""

import os

import psycopg

from local.backups import base_backup
from local.postgres import Cluster


def copy_tables(cluster: Cluster) -> bool:
    """Begin a new cluster with the tables of `DATABASE_URL`; whether there were any to copy."""
    if not _is_migrated(os.environ["DATABASE_URL"]):
        return False
    base_backup(os.environ["DATABASE_URL"], cluster.data)
    cluster.own(cluster.data)
    return True


def _is_migrated(database_url: str) -> bool:
    """Whether all tables are there, in a server of our own that may be copied."""
    if "TEST_DATABASE_TEMPLATE" not in os.environ:
        return False
    with psycopg.connect(database_url) as line:
        return line.execute("SELECT to_regclass('django_migrations')").fetchone() != (None,)
