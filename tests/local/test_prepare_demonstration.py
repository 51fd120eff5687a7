"""A second start does again only what is not done yet."""

import os
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from local.demo import _migrate

pytestmark = pytest.mark.django_db(transaction=False)


def environment() -> dict[str, str]:
    """This process's, with the database of this test."""
    facts = connection.settings_dict
    place = f"{facts['USER']}:{facts['PASSWORD']}@{quote(facts['HOST'], safe='')}"
    port = f":{facts['PORT']}" if facts["PORT"] else ""
    return os.environ | {"DATABASE_URL": f"postgres://{place}{port}/{facts['NAME']}"}


def test_tables_that_are_there_are_not_asked_about_again(tmp_path: Path) -> None:
    stamp = tmp_path / "migrations.stamp"

    _migrate(environment(), stamp=stamp)
    first = stamp.stat().st_mtime_ns
    _migrate(environment(), stamp=stamp)

    assert stamp.stat().st_mtime_ns == first


def test_a_database_made_anew_is_migrated_whatever_the_stamp_says(tmp_path: Path) -> None:
    stamp = tmp_path / "migrations.stamp"
    _migrate(environment(), stamp=stamp)
    files, done = stamp.read_text().split()
    stamp.write_text(f"{files} {int(done) - 1}")

    _migrate(environment(), stamp=stamp)

    assert stamp.read_text() == f"{files} {done}"
