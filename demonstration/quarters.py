"""Which rows of the texts tell of a quarter. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kit.periods import month_of, quarter_of, shift

type Row = Mapping[str, Any]


def rows_of(rows: Sequence[Row], quarter: date, *, today: date) -> list[Row]:
    """Those whose month, so many months ago (`ago`), lies in the quarter."""
    return [row for row in rows if quarter_of(shift(month_of(today), -row["ago"])) == quarter]
