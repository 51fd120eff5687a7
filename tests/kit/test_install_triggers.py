"""Triggers of a room's tables come and go together."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from kit.triggers import InstallTriggers

pytestmark = pytest.mark.django_db

OF_ROOM = """
SELECT count(*) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND relname LIKE 'towns_%'"""


def installed() -> int:
    with connection.cursor() as cursor:
        cursor.execute(OF_ROOM)
        return int(cursor.fetchone()[0])


def test_they_are_taken_away_and_come_back() -> None:
    state, found = MigrationLoader(connection).project_state(), installed()
    step = InstallTriggers()

    with connection.schema_editor(atomic=False) as editor:
        step.database_backwards("towns", editor, state, state)
        left = installed()
        step.database_forwards("towns", editor, state, state)

    assert found > 20
    assert (left, installed()) == (0, found)
