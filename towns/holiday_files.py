"""Reads a council's list of holidays from whatever a spreadsheet saved.

Pure: bytes in, rows or faults out.
"""

import csv
import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from kit.sheets import decoded, fault_of_content, rows_of

LARGEST = 100_000  # bytes; a year of holidays is about one thousand
MOST_ROWS = 1_000
LONGEST_NAME = 120  # characters
YEARS = range(2000, 2100)
FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y")
FORMATS_IN_WORDS = "2026-04-06, 06/04/2026 or 6 April 2026"
SAMPLE = """date,name
2026-04-06,Easter Monday
2026-09-18,September holiday
2026-09-21,September holiday
"""

_WEEKDAY = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+", re.IGNORECASE
)
_DATE_HEADINGS = {"date", "day", "holiday date", "on"}
_NAME_HEADINGS = {"name", "holiday", "holiday name", "description", "title"}
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class HolidayRow:
    """One day of the file that can be kept."""

    number: int
    on: date
    name: str


@dataclass(frozen=True)
class Fault:
    """One row that cannot be kept, and how to put it right. Row 0 is the file as a whole."""

    number: int
    sentence: str

    def __str__(self) -> str:
        return f"Row {self.number}: {self.sentence}" if self.number else self.sentence


@dataclass(frozen=True)
class HolidayFile:
    """What was read: rows in the order of their days, and every fault."""

    rows: tuple[HolidayRow, ...]
    faults: tuple[Fault, ...]

    @property
    def years(self) -> list[int]:
        """The years that the file speaks of."""
        return sorted({row.on.year for row in self.rows})

    def as_csv(self) -> str:
        """The same rows in the one form that the preview hands on."""
        quoted = (row.name.replace('"', '""') for row in self.rows)
        lines = [f'{row.on:%Y-%m-%d},"{name}"' for row, name in zip(self.rows, quoted, strict=True)]
        return "\n".join(["date,name", *lines, ""])


def read_holidays(content: bytes) -> HolidayFile:
    """The rows of a CSV file, in any of the encodings that spreadsheets write."""
    whole = _fault_of_the_whole(content)
    if whole:
        return HolidayFile((), (Fault(0, whole),))
    text = decoded(content)
    if text is None:
        sentence = "The letters of this file cannot be read. Save it again as “CSV UTF-8”."
        return HolidayFile((), (Fault(0, sentence),))
    try:
        lines = _lines(text)
    except csv.Error:
        sentence = "This is no table of rows and columns. Save the sheet as CSV and try again."
        return HolidayFile((), (Fault(0, sentence),))
    return _checked(lines)


def day_from(text: str) -> date | None:
    """The day that one of the accepted ways of writing names, or none."""
    text = _WEEKDAY.sub("", " ".join(text.split()))
    text = re.sub(r"\bsept\b\.?", "sep", text, flags=re.IGNORECASE)
    for form in FORMATS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    return None


def _fault_of_the_whole(content: bytes) -> str:
    if len(content) > LARGEST:
        return (
            f"The file is larger than {LARGEST // 1000} kB. "
            "A list of holidays is about 1 kB: is it the right file?"
        )
    return fault_of_content(content, needed="A list of holidays")


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, each with its number as a spreadsheet counts."""
    found = []
    for number, cells in rows_of(text):
        trimmed = [cell if _is_broken(cell) else cell.strip() for cell in cells]
        if any(cell.strip() for cell in trimmed):
            found.append((number, trimmed))
    return found


def _checked(lines: list[tuple[int, list[str]]]) -> HolidayFile:
    if not lines:
        return HolidayFile((), (Fault(0, "The file is empty."),))
    if len(lines) > MOST_ROWS:
        sentence = f"The file has {len(lines):,} rows. At most {MOST_ROWS:,} are read at once."
        return HolidayFile((), (Fault(0, sentence),))
    broken = _broken(*lines[0])
    if broken:
        return HolidayFile((), (broken,))
    columns = _columns(lines[0][1])
    if columns is None:
        if day_from(lines[0][1][0]) is None:
            sentence = "the columns are not named. The first row must be: date,name."
            return HolidayFile((), (Fault(lines[0][0], sentence),))
        columns = (0, 1)
    else:
        lines = lines[1:]
    if not lines:
        return HolidayFile((), (Fault(0, "The file names columns but no days."),))
    read = [_row(number, cells, columns) for number, cells in lines]
    rows = [row for row in read if isinstance(row, HolidayRow)]
    faults = [fault for fault in read if isinstance(fault, Fault)]
    rows.sort(key=lambda row: (row.on, row.number))
    faults += _doubles(rows)
    once = {row.on: row for row in reversed(rows)}
    return HolidayFile(
        tuple(once[day] for day in sorted(once)),
        tuple(sorted(faults, key=lambda fault: fault.number)),
    )


def _columns(heading: list[str]) -> tuple[int, int] | None:
    words = [cell.lower() for cell in heading]
    dates = [place for place, word in enumerate(words) if word in _DATE_HEADINGS]
    names = [place for place, word in enumerate(words) if word in _NAME_HEADINGS]
    return (dates[0], names[0]) if dates and names else None


def _is_broken(cell: str) -> bool:
    """A quotation mark left open takes the rows after it into its cell, ends of lines and all."""
    return "\r" in cell or "\n" in cell or "\t" in cell.strip()


def _broken(number: int, cells: list[str]) -> Fault | None:
    if any(_is_broken(cell) for cell in cells):
        return Fault(
            number,
            "there is a line break or a tab within a cell. "
            "Close the quotation mark that stands open, or write the name on one line.",
        )
    return None


def _row(number: int, cells: list[str], columns: tuple[int, int]) -> HolidayRow | Fault:
    width = max(columns) + 1
    day_cell, name = ((cells + [""] * width)[place] for place in columns)
    broken = _broken(number, cells)
    if broken:
        return broken
    if any(_CONTROLS.search(cell) for cell in cells):
        return Fault(number, "there is a sign that cannot be read. Type the row again.")
    if columns == (0, 1) and any(cells[width:]):
        return Fault(
            number,
            f"there are {len(cells)} columns instead of 2. "
            "Put a name with a comma in quotation marks.",
        )
    if not day_cell:
        return Fault(number, f"there is no date. Write one, as {FORMATS_IN_WORDS}.")
    day = day_from(day_cell)
    if day is None:
        return Fault(number, f"“{day_cell[:40]}” is not a date. Write it as {FORMATS_IN_WORDS}.")
    if day.year not in YEARS:
        return Fault(number, f"the year {day.year} is not meant, surely. Correct it.")
    if not name:
        return Fault(
            number, "there is no name. Write one after the date, as in 2026-04-06,Easter Monday."
        )
    if len(name) > LONGEST_NAME:
        return Fault(number, f"the name has {len(name)} characters. Shorten it to {LONGEST_NAME}.")
    return HolidayRow(number, day, name)


def _doubles(rows: list[HolidayRow]) -> list[Fault]:
    """A day may stand twice only under the same name."""
    return [
        Fault(
            after.number,
            f"this is the day of row {before.number} again, under another name. "
            "Take one of them out.",
        )
        for before, after in pairwise(rows)
        if before.on == after.on and before.name != after.name
    ]
