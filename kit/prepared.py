"""Queries that are put into SQL once and run many times, each time with other values.

Django writes the SQL of a query anew whenever it runs. For the small queries of a page that takes
longer than running them. A query whose shape never changes can be written once a process:

    of_town = Prepared(lambda: Town.objects.filter(pk=slot("town", IntegerField())))
    of_town(town=7)

Conditions that depend on who asks change the shape: `towns.readers` writes one for readers alike.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, Expression, Field, Func, Model, QuerySet
from django.db.models.sql import UpdateQuery
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError


class Slot(Expression):
    """The place of a value that is handed in when the query runs."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, _compiler: SQLCompiler, _connection: Any) -> tuple[str, tuple["Slot"]]:  # type: ignore[override]  # noqa: ANN401 -- as Django calls it
        """A placeholder, and as its value this slot, until the query runs."""
        return "%s", (self,)


def slot(name: str, field: "Field[Any, Any]") -> Any:  # noqa: ANN401 -- stands where a value of any type stands
    """A slot where a condition expects a value. `field` says of which type the value will be."""
    return Slot(name, field)


class IsOneOf(Func):
    """Whether a number is among several that are handed in together, as a slot."""

    template = "%(expressions)s::bigint[])"
    arg_joiner = " = ANY("
    output_field = BooleanField()


# A query, what writes it, its SQL and values, and how each column is read.
type _Written[Row] = tuple[
    QuerySet[Any, Row], SQLCompiler, str, tuple[object, ...], Mapping[int, Any]
]


class Prepared[Row]:
    """A query of fixed shape. `build` makes it, with slots where values differ from run to run.

    Called with a value for every slot it returns the rows, as the queryset itself would.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build
        self._written: _Written[Row] | None = None

    def __call__(self, **values: object) -> list[Row]:
        if self._written is None:
            try:
                self._written = self._write()
            except EmptyResultSet:  # no row can meet its conditions, whatever the values
                return []
        queryset, written, sql, params, converters = self._written
        connection = connections[DEFAULT_DB_ALIAS]  # each thread has its own
        if queryset.query.select_for_update and connection.get_autocommit():
            raise TransactionManagementError("Rows can be held within a transaction only.")
        with connection.cursor() as cursor:
            cursor.execute(sql, _filled(params, values))
            found = cursor.fetchall()
        if not found:
            return []
        compiler = copy(written)
        compiler.connection = connection
        rows = [row[: written.col_count] for row in found] if written.has_extra_select else found
        vars(compiler)["execute_sql"] = lambda *_, **__: [rows]
        vars(compiler)["get_converters"] = lambda _: converters
        run = queryset.all()
        vars(run.query)["get_compiler"] = lambda *_, **__: compiler
        return list(run)

    def _write(self) -> "_Written[Row]":
        queryset = self._build()
        compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        return queryset, compiler, sql, tuple(params), compiler.get_converters(columns)


class PreparedUpdate[Row: Model]:
    """An update of fixed shape. `build` makes its queryset and what to write, with slots.

    Called with a value for every slot it returns how many rows it changed.
    """

    def __init__(
        self, build: Callable[[], tuple[QuerySet[Row, Row], Mapping[str, object]]]
    ) -> None:
        self._build = build
        self._written: tuple[str, tuple[object, ...]] | None = None

    def __call__(self, **values: object) -> int:
        if self._written is None:
            self._written = self._write()
        sql, params = self._written
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(sql, _filled(params, values))
            return int(cursor.rowcount)

    def _write(self) -> tuple[str, tuple[object, ...]]:
        queryset, changes = self._build()
        query = cast("UpdateQuery", queryset.query.chain(UpdateQuery))
        query.add_update_values(dict(changes))
        sql, params = query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql()
        return sql, tuple(params)


class PreparedText:
    """A statement of our own over tables that querysets make, for what no queryset says.

    Each of `tables` builds one, with slots, and stands in the text under its name. The text asks
    for values as `%(name)s`, slots by their names. Called with a value for each of them it returns
    the rows as tuples.
    """

    def __init__(self, text: str, **tables: Callable[[], QuerySet[Any, Any]]) -> None:
        self._text, self._tables = text, tables
        self._written: tuple[str, dict[str, Any]] | None = None

    def __call__(self, **values: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 -- whatever a slot holds
        if self._written is None:
            self._written = self._write()
        sql, fixed = self._written
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(sql, {**fixed, **values})
            return list(cursor.fetchall())

    def _write(self) -> tuple[str, dict[str, Any]]:
        fixed: dict[str, Any] = {}
        tables = [
            f"{name} AS ({_with_names(build(), fixed)})" for name, build in self._tables.items()
        ]
        return f"WITH {', '.join(tables)}, {self._text}", fixed


def _with_names(queryset: QuerySet[Any, Any], fixed: dict[str, Any]) -> str:
    """Its SQL with a name for each value; values that stand fast are added to `fixed`."""
    sql, params = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql()

    def names() -> Iterator[str]:
        for param in params:
            if isinstance(param, Slot):
                yield f"%({param.name})s"
            else:
                name = f"fixed_{len(fixed)}"
                fixed[name] = param
                yield f"%({name})s"

    found = names()
    return re.sub("%[%s]", lambda sign: next(found) if sign[0] == "%s" else sign[0], sql)


def _filled(params: tuple[object, ...], values: Mapping[str, object]) -> tuple[Any, ...]:
    return tuple(values[one.name] if isinstance(one, Slot) else one for one in params)
