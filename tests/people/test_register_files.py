"""The register as a table: what spreadsheets save is read; what is written computes nothing."""

import csv
import shutil
import subprocess
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from kit.sheets import neutral, plain
from people.register_files import LARGEST, MOST_ROWS, Row, read_register, written

ROWS = [
    Row(
        "Walk Wheel Cycle Trust",
        aliases=("+Cycle", "@wwct", "WWCT"),
        former=(("Railway Paths", date(1995, 1, 1)), ("Sustrans", date(2025, 7, 3))),
        slug="walk-wheel-cycle-trust",
    ),
    Row("=1+1", "team", parent="walk-wheel-cycle-trust", slug="1-1"),
    Row('\'=quoted, "twice"; thrice', "network", slug="quoted"),
    Row(
        "Comunn na G\u00e0idhlig",
        aliases=("\u0417\u0434\u043e\u0440\u043e\u0432\u044c\u0435",),
        slug="comunn",
    ),
    Row("PAS Scotland", "hosted", merged_into="comunn", slug="pas-scotland"),
]


def rows_in(content: bytes) -> list[Row]:
    read = read_register(content)
    assert read.faults == ()
    return [line.row for line in read.lines]


def told(text: str) -> list[str]:
    return [str(fault) for fault in read_register(text.encode()).faults]


def test_what_is_written_is_read_as_the_same_rows() -> None:
    assert rows_in(written(ROWS).encode()) == ROWS


def test_no_cell_of_the_table_computes_and_its_letters_are_marked() -> None:
    table = written(ROWS)

    cells = [cell for row in csv.reader(StringIO(table[1:])) for cell in row]
    assert table[0] == "\ufeff"
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r"))]
    assert "'=1+1" in cells


@pytest.mark.parametrize(
    "cell", ["=1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "''=1", "'x", "x", "", "'"]
)
def test_the_apostrophe_that_keeps_a_cell_from_computing_comes_off_again(cell: str) -> None:
    assert plain(neutral(cell)) == cell
    assert neutral(cell)[:1] not in tuple("=+-@\t\r")


def test_a_workbook_made_of_it_and_saved_as_csv_again_holds_the_same() -> None:
    book, kept = Workbook(), BytesIO()
    for cells in csv.reader(StringIO(written(ROWS)[1:])):
        book.active.append(cells)
    book.save(kept)

    sheet = load_workbook(kept).active
    again = StringIO(newline="")
    csv.writer(again).writerows(
        [cell.value if cell.value is not None else "" for cell in row] for row in sheet.iter_rows()
    )

    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert rows_in(again.getvalue().encode()) == ROWS


def by_office(content: bytes, folder: Path) -> bytes:
    """As an office suite opens and saves it, where one is installed; else unchanged."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    table = folder / "register.csv"
    table.write_bytes(content)
    if office is None:
        return content
    kinds = (
        ("xlsx", table),
        ("csv:Text - txt - csv (StarCalc):44,34,76", folder / "register.xlsx"),
    )
    for kind, source in kinds:
        order = [office, "--headless", "--convert-to", kind, "--outdir", str(folder), str(source)]
        subprocess.run(order, check=True, timeout=120, capture_output=True)
    return table.read_bytes()


def test_an_office_suite_opens_and_saves_it_without_a_change(tmp_path: Path) -> None:
    assert rows_in(by_office(written(ROWS).encode(), tmp_path)) == ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_it_is_read_in_whichever_letters_and_with_whichever_sign_between(
    encoding: str, sign: str
) -> None:
    text = sign.join(["name", "kind"]) + "\r\n" + sign.join(["Comunn na G\u00e0idhlig", "Network"])

    assert rows_in(text.encode(encoding)) == [Row("Comunn na G\u00e0idhlig", "network")]


def test_latin_letters_of_an_old_spreadsheet_are_read() -> None:
    assert rows_in("name;kind\r\nCaf\u00e9 \u2013 Ayr;body".encode("cp1252")) == [
        Row("Caf\u00e9 - Ayr")
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty."),
        ("name,slug\n", "The file names columns but no organisations."),
        ("name,colour\nPAS,red", "Row 1, first row: no column is called “colour”."),
        ("name,name\nPAS,PAS", "Row 1, first row: there are two columns called “name”."),
        ("kind\nbody", "Row 1, first row: there is no column “name”."),
        ("name,kind\nPAS,firm", "Row 2, kind: “firm” is no kind. Write body, team"),
        ("name,kind\n,body", "Row 2, name: there is no name. Write one."),
        ("name,kind\nPAS,body\nTrust, of Ayr,body", "Row 3, last cell: there are 3 cells"),
        ("name\nPA\0S", "Row 2, name: there is a sign that cannot be read."),
        ('name\n"PAS\nTrust"', "Row 2, name: there is a line break within the cell."),
        (f"name\n{'a' * 201}", "Row 2, name: a name may have 200 characters."),
        (f"name,parent\nPAS,{'a' * 900}", "Row 2, parent: this is longer than 200 characters."),
        ("name,former names\nPAS,Old", "Row 2, former names: “Old” is not understood."),
        ("name,former names\nPAS,Old (until 2025-02-30)", "“2025-02-30” is no day."),
        ("PK\x03\x04", "This is a workbook or a zip file. Open it and save the sheet as CSV."),
        ("<html>", "A list of organisations is needed, saved as CSV."),
        ("name\n" + "PAS\n" * (MOST_ROWS + 1), "At most 5,000 are read at once."),
        ("name\n" + "a" * LARGEST, "The file is larger than 700 kB."),
        ('name\n"' + "a" * 200_000 + '"', "This is no table of rows and columns."),
    ],
    ids=lambda value: None if len(value) < 80 else "long",
)
def test_what_is_wrong_is_said_with_its_row_and_column(text: str, sentence: str) -> None:
    assert any(sentence in fault for fault in told(text))


def test_letters_that_make_no_sense_are_said_to() -> None:
    [fault] = read_register(b"name\r\n\x81\x8d").faults

    assert str(fault) == "The letters of this file cannot be read. Save it again as “CSV UTF-8”."
