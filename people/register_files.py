"""The register of organisations as a table: written for a spreadsheet, and read from one.

Pure: rows in, text out; bytes in, rows or faults out.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kit.sheets import as_csv, decoded, fault_of_content, plain, rows_of
from kit.text import holds_unstorable, without_unstorable
from people.models import Organisation
from people.names import tidy

LARGEST = 700_000  # bytes; four thousand organisations are about half of that
MOST_ROWS = 5_000
LONGEST_NAME = 200  # characters
COLUMNS = ("name", "kind", "sector", "parent", "aliases", "former names", "merged into", "slug")
_MANY = {"aliases", "former names"}  # one in each line of the cell
_FORMER = re.compile(r"(.+) \(until (\d{4}-\d{2}-\d{2})\)")
_KINDS = {kind.label.lower(): kind.value for kind in Organisation.Kind} | {
    kind.value: kind.value for kind in Organisation.Kind
}


@dataclass(frozen=True)
class Row:
    """One organisation of the register, its other names in order. No slug: it is new.

    Others are named by their slugs; in a file perhaps by a name. No sector: not said.
    """

    name: str
    kind: str = Organisation.Kind.BODY
    parent: str = ""
    aliases: tuple[str, ...] = ()
    former: tuple[tuple[str, date], ...] = ()
    merged_into: str = ""
    slug: str = ""
    sector: str = ""


@dataclass(frozen=True)
class Fault:
    """What cannot be kept, where it stands, and how to put it right. Row 0 is the whole file."""

    number: int
    column: str
    sentence: str

    def __str__(self) -> str:
        place = f"Row {self.number}, {self.column}: " if self.number else ""
        return f"{place}{self.sentence}"


@dataclass(frozen=True)
class Line:
    """A row of the file with its number; `typed` are the cells as they were read, by column."""

    number: int
    typed: Mapping[str, str]
    row: Row


@dataclass(frozen=True)
class RegisterFile:
    """What was read. Of a column that the file does not have, nothing is changed."""

    columns: frozenset[str] = frozenset()
    lines: tuple[Line, ...] = ()
    faults: tuple[Fault, ...] = ()


def written(rows: Iterable[Row]) -> str:
    """The table, in the order of the rows."""
    return as_csv([COLUMNS, *map(_cells, rows)])


def retyped(file: RegisterFile) -> str:
    """What was read, in the one form that a preview hands on."""
    columns = [column for column in COLUMNS if column in file.columns]
    return as_csv([columns, *([line.typed[one] for one in columns] for line in file.lines)])


def _cells(row: Row) -> list[str]:
    return [
        row.name,
        row.kind,
        row.sector,
        row.parent,
        "\n".join(row.aliases),
        "\n".join(f"{name} (until {until})" for name, until in row.former),
        row.merged_into,
        row.slug,
    ]


def read_register(content: bytes) -> RegisterFile:
    """The rows of a CSV file in any of the encodings that spreadsheets write, or what is wrong."""
    whole = _fault_of_whole(content)
    if whole:
        return _refused(whole)
    text = decoded(content)
    if text is None:
        return _refused("The letters of this file cannot be read. Save it again as “CSV UTF-8”.")
    try:
        found = [(number, cells) for number, cells in rows_of(text) if any(map(str.strip, cells))]
    except csv.Error:
        return _refused(
            "This is no table of rows and columns. Save the sheet as CSV and try again."
        )
    return _checked(found)


def _fault_of_whole(content: bytes) -> str:
    if len(content) > LARGEST:
        return (
            f"The file is larger than {LARGEST // 1000} kB. "
            "A register of four thousand organisations is half as large: is it the right file?"
        )
    return fault_of_content(content, needed="A list of organisations")


def _refused(sentence: str, *, number: int = 0, column: str = "") -> RegisterFile:
    return RegisterFile(faults=(Fault(number, column, sentence),))


def _checked(found: list[tuple[int, list[str]]]) -> RegisterFile:
    if not found:
        return _refused("The file is empty.")
    if len(found) > MOST_ROWS + 1:
        return _refused(
            f"The file has {len(found):,} rows. At most {MOST_ROWS:,} are read at once."
        )
    (number, heading), *rows = found
    columns = [" ".join(plain(cell).lower().split()) for cell in heading]
    faults = [Fault(number, "first row", sentence) for sentence in _wrong_with(columns)]
    if faults:
        return RegisterFile(faults=tuple(faults))
    if not rows:
        return _refused("The file names columns but no organisations.")
    lines, faults = [], []
    for number, cells in rows:
        line, wrong = _line(number, columns, cells)
        lines.append(line)
        faults += wrong
    return RegisterFile(frozenset(columns), tuple(lines), tuple(faults))


def _wrong_with(columns: list[str]) -> Iterator[str]:
    known = ", ".join(COLUMNS)
    for column in dict.fromkeys(columns):
        if column not in COLUMNS:
            shown = without_unstorable(column)[:40]
            yield f"no column is called “{shown}”. The columns are: {known}."
        elif columns.count(column) > 1:
            yield f"there are two columns called “{column}”. Take one of them out."
    if "name" not in columns:
        yield f"there is no column “name”. The columns are: {known}."


def _line(number: int, columns: list[str], cells: list[str]) -> tuple[Line, list[Fault]]:
    """The row of these cells, and what is wrong with each of them."""
    if len(cells) > len(columns) and any(map(str.strip, cells[len(columns) :])):
        sentence = f"there are {len(cells)} cells under {len(columns)} columns. "
        fault = Fault(number, "last cell", sentence + "Put a name with a comma in quotation marks.")
        return Line(number, {}, Row("")), [fault]
    padded = cells + [""] * len(columns)
    typed = {column: plain(padded[place]) for place, column in enumerate(columns)}
    faults = [
        Fault(number, column, sentence)
        for column, cell in typed.items()
        for sentence in _wrong_in(column, cell)
    ]
    if faults:
        return Line(number, typed, Row("")), faults
    return Line(number, typed, _row(typed)), []


def _wrong_in(column: str, cell: str) -> Iterator[str]:
    lines = _lines(cell)
    if holds_unstorable(cell):
        yield "there is a sign that cannot be read. Type the cell again."
    elif column not in _MANY and len(lines) > 1:
        yield (
            "there is a line break within the cell. "
            "Close the quotation mark that stands open, or write it on one line."
        )
    elif column == "name" and not tidy(cell):
        yield "there is no name. Write one."
    elif column == "kind" and cell.strip() and cell.strip().lower() not in _KINDS:
        yield f"“{cell.strip()[:40]}” is no kind. Write {', '.join(Organisation.Kind.values)}."
    elif column == "former names":
        yield from (sentence for line in lines if (sentence := _wrong_with_former(line)))
    if any(len(line) > LONGEST_NAME + len(" (until 2026-01-31)") for line in lines):
        yield f"this is longer than {LONGEST_NAME} characters. Shorten it."
    elif column in {"name", "aliases"} and any(len(tidy(line)) > LONGEST_NAME for line in lines):
        yield f"a name may have {LONGEST_NAME} characters. Shorten it."


def _wrong_with_former(line: str) -> str:
    parts = _FORMER.fullmatch(line)
    if parts is None or not tidy(parts[1]):
        return f"“{line[:40]}” is not understood. Write it as Sustrans (until 2025-07-03)."
    try:
        date.fromisoformat(parts[2])
    except ValueError:
        return f"“{parts[2]}” is no day. Write it as 2025-07-03."
    return ""


def _row(typed: Mapping[str, str]) -> Row:
    row = Row(
        tidy(typed["name"]),
        _KINDS.get(typed.get("kind", "").strip().lower(), Organisation.Kind.BODY),
        parent=typed.get("parent", "").strip(),
        merged_into=typed.get("merged into", "").strip(),
        slug=typed.get("slug", "").strip(),
        sector=tidy(typed.get("sector", "")),
    )
    former = (_FORMER.fullmatch(line) for line in _lines(typed.get("former names", "")))
    return replace(
        row,
        aliases=tuple(sorted({tidy(line) for line in _lines(typed.get("aliases", ""))} - {""})),
        former=tuple(sorted({(tidy(one[1]), date.fromisoformat(one[2])) for one in former if one})),
    )


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.splitlines() if line.strip()]
