"""Many towns out of seven, in a few statements: a copy of a row refers to copies.

`demo_data --towns` makes its rows one by one, which takes minutes for hundreds of towns.
"""

from collections.abc import Mapping
from typing import LiteralString

import psycopg
from psycopg import sql

from bench import databases

SHIFT = 1_000_000  # copy number `n` of a row has the row's id plus so much times `n`

# What is copied of each table; rows that are not, such as the Programme Team's posts, are shared.
TOWNS_GROUPS = "SELECT id FROM towns_group WHERE town_id IS NOT NULL"
POSTS = "town_id IS NOT NULL OR group_id IN (" + TOWNS_GROUPS + ")"
HOLDERS = "SELECT person_id FROM towns_tenure WHERE " + POSTS
WHO_OWES_WHAT: dict[str, LiteralString] = {
    "people_person": "id IN (" + HOLDERS + ")",
    "people_user": "person_id IN (" + HOLDERS + ")",
    "towns_town": "TRUE",
    "towns_townstatus": "TRUE",
    "towns_group": "town_id IS NOT NULL",
    "towns_seat": "group_id IN (" + TOWNS_GROUPS + ")",
    "towns_tenure": POSTS,
    "towns_absence": "tenure_id IN (SELECT id FROM towns_tenure WHERE " + POSTS + ")",
    "reflections_obligation": "TRUE",
    "reflections_report": "TRUE",
}
WHAT_WAS_WRITTEN: dict[str, LiteralString] = dict.fromkeys(
    (
        "reflections_reportversion",
        "reflections_item",
        "reflections_item_outcomes",
        "reflections_item_organisations",
        "reflections_item_readers",
        "reflections_itemevent",
        "reflections_guardanswer",
        "reflections_question",
        "reflections_reply",
        "reflections_jot",
        "cohort_sessions_cohortsession",
        "cohort_sessions_invited",
        "cohort_sessions_invitation",
        "cohort_sessions_contribution",
    ),
    "TRUE",
) | {
    "digests_section": "town_id IS NOT NULL",
    "digests_passage": "section_id IN (SELECT id FROM digests_section WHERE town_id IS NOT NULL)",
    "digests_editionpart": "town_id IS NOT NULL",
}
OWN_WORDS: dict[tuple[str, str], LiteralString] = {
    ("towns_town", "name"): "name || ' ' || n",
    ("towns_town", "slug"): "slug || '-' || n",
    ("towns_group", "slug"): "slug || '-' || n",
    ("people_user", "email"): "n || '.' || email",
    ("cohort_sessions_cohortsession", "slug"): "slug || '-' || n",
    ("cohort_sessions_cohortsession", "series_id"): "NULL",  # which has one session a day
    ("digests_editionpart", "position"): "position + n * 100",
}

# A table's columns with their types, and the table that each refers to, if it does.
COLUMNS = """
    SELECT a.attname, t.typname, r.relname
    FROM pg_attribute a
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_constraint c
        ON c.conrelid = a.attrelid AND c.contype = 'f' AND c.conkey = ARRAY[a.attnum]
    LEFT JOIN pg_class r ON r.oid = c.confrelid
    WHERE a.attrelid = %(table)s::regclass AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attgenerated = ''
"""

type Connection = psycopg.Connection[tuple[object, ...]]


def multiply(name: str, *, copies: int, copies_of_texts: int) -> None:
    """Copy every town of one of our databases so many times; what was written there, fewer times.

    Triggers and foreign keys rest meanwhile: the copies are as sound as what they are copies of.
    """
    with psycopg.connect(databases.address_of(name)) as connection:
        connection.execute("SET session_replication_role = replica")
        copied = WHO_OWES_WHAT | WHAT_WAS_WRITTEN
        shared = {table: _shared(connection, table, copied[table]) for table in copied}
        for table in copied:
            number = copies if table in WHO_OWES_WHAT else copies_of_texts
            _copy(connection, table, shared, number)


def _shared(connection: Connection, table: str, condition: LiteralString) -> list[int]:
    """The ids of the rows that are not copied."""
    query = sql.SQL("SELECT id FROM {} WHERE ({}) IS NOT TRUE")
    rows = connection.execute(query.format(sql.Identifier(table), sql.SQL(condition)))
    return [int(str(row[0])) for row in rows]


def _copy(connection: Connection, table: str, shared: Mapping[str, list[int]], copies: int) -> None:
    columns, values = [], []
    for column, kind, target in connection.execute(COLUMNS, {"table": table}).fetchall():
        columns.append(sql.Identifier(str(column)))
        values.append(_value(table, str(column), str(kind), shared.get(str(target))))
    statement = sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {values} FROM {table},"
        " generate_series(1::bigint, {copies}) AS n WHERE id < {shift} AND NOT id = ANY({shared})"
    )
    connection.execute(
        statement.format(
            table=sql.Identifier(table),
            columns=sql.SQL(", ").join(columns),
            values=sql.SQL(", ").join(values),
            copies=sql.Literal(copies),
            shift=sql.Literal(SHIFT),
            shared=_array(shared[table]),
        )
    )


def _value(table: str, column: str, kind: str, shared: list[int] | None) -> sql.Composable:
    """What copy `n` holds in a column; `shared` where that refers to a table that is copied."""
    name = sql.Identifier(column)
    if column == "id":
        return sql.SQL("id + n * {}").format(SHIFT)
    if shared is not None:
        moved = sql.SQL("CASE WHEN {0} = ANY({1}) THEN {0} ELSE {0} + n * {2} END")
        return moved.format(name, _array(shared), SHIFT)
    if kind == "uuid":
        return sql.SQL("gen_random_uuid()")
    return sql.SQL(OWN_WORDS[table, column]) if (table, column) in OWN_WORDS else name


def _array(ids: list[int]) -> sql.Composed:
    return sql.SQL("{}::bigint[]").format(sql.Literal(ids))
