"""What migrations do so that a table keeps the words of its rows: see `kit.search`."""

from typing import Any

from django.db.migrations.operations.base import Operation

_ADD = "ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS ({words}) STORED"
_INDEX = "CREATE INDEX {table}_words ON {table} USING gin (words)"
# What is known of more words, so that a rare one is not thought to stand in hundreds of rows.
_KNOWN = "ALTER TABLE {table} ALTER COLUMN words SET STATISTICS 500"
_REMOVE = "ALTER TABLE {table} DROP COLUMN words"


class StoreWords(Operation):
    """Adds the column and its index; `words` is the SQL of a `tsvector` of the row's own columns.

    The table is written anew and locked meanwhile: seconds for what people of a programme write.
    """

    reversible = True

    def __init__(self, table: str, words: str) -> None:
        self.table, self.words = table, words

    def state_forwards(self, app_label: str, state: Any) -> None:  # noqa: ANN401 -- Django's signature
        """No model names the column."""

    def database_forwards(
        self,
        app_label: str,  # noqa: ARG002 -- Django's signature
        schema_editor: Any,  # noqa: ANN401
        from_state: Any,  # noqa: ANN401, ARG002
        to_state: Any,  # noqa: ANN401, ARG002
    ) -> None:
        """The column, filled, and the index over it."""
        for statement in (_ADD, _KNOWN, _INDEX):
            schema_editor.execute(statement.format(table=self.table, words=self.words), params=None)

    def database_backwards(
        self,
        app_label: str,  # noqa: ARG002 -- Django's signature
        schema_editor: Any,  # noqa: ANN401
        from_state: Any,  # noqa: ANN401, ARG002
        to_state: Any,  # noqa: ANN401, ARG002
    ) -> None:
        """Neither; the rows' own texts are untouched."""
        schema_editor.execute(_REMOVE.format(table=self.table), params=None)

    def describe(self) -> str:
        """As `migrate --plan` says it."""
        return f"Store the words of {self.table}"
