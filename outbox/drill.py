"""What a rehearsed restore is compared by: the portal's own address, and the rows of each table."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


def address_of(database: Mapping[str, Any]) -> str:
    """The address of the database that these settings of Django name."""
    user = quote(str(database["USER"] or ""), safe="")
    password = f":{quote(str(database['PASSWORD']), safe='')}" if database["PASSWORD"] else ""
    host = quote(str(database["HOST"] or ""), safe="")
    port = f":{database['PORT']}" if database["PORT"] else ""
    return f"postgres://{user}{password}@{host}{port}/{quote(str(database['NAME']), safe='')}"


def rows_of(connection: "psycopg.Connection[Any]") -> dict[str, int]:
    """How many rows each table holds."""
    tables = [str(row[0]) for row in connection.execute(_TABLES)]
    counts = (sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name)) for name in tables)
    found = [connection.execute(count).fetchone() for count in counts]
    return {name: row[0] if row else 0 for name, row in zip(tables, found, strict=True)}
