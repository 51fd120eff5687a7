"""Files of holidays, as spreadsheets write them and as people mistake them."""

from datetime import UTC, date, datetime

import pytest

from tests import make
from towns.actions.holidays import import_holidays, load_default_holidays
from towns.holiday_files import LARGEST, SAMPLE, Fault, read_holidays
from towns.models import Holiday

AT = datetime(2026, 11, 6, 9, 30, tzinfo=UTC)
OWN_SET = """date,name
2026-01-01,New Year's Day
2026-01-02,New Year holiday
2026-04-03,Good Friday
2026-04-06,Easter Monday
2026-05-04,May Day
2026-05-25,Spring holiday
2026-09-18,September holiday
2026-09-21,September holiday
2026-12-25,Christmas Day
2026-12-28,Boxing Day holiday
"""


def days(content: bytes) -> list[tuple[date, str]]:
    found = read_holidays(content)
    assert found.faults == ()
    return [(row.on, row.name) for row in found.rows]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_of_a_spreadsheet_is_read(encoding: str, delimiter: str) -> None:
    text = f"Date{delimiter}Name\r\n06/04/2026{delimiter}Là na Càisge\r\n"

    assert days(text.encode(encoding)) == [(date(2026, 4, 6), "Là na Càisge")]


@pytest.mark.parametrize(
    "written",
    ["2026-04-06", "06/04/2026", "6/4/2026", "6 April 2026", "Monday 6 April 2026", "6 Apr 2026"],
)
def test_every_way_of_writing_a_day_is_read(written: str) -> None:
    assert days(f"date,name\n{written},Easter Monday\n".encode()) == [
        (date(2026, 4, 6), "Easter Monday")
    ]


def test_columns_may_stand_in_any_order_and_without_heading() -> None:
    assert days(b"name,date\nEaster Monday,2026-04-06\n") == days(b"2026-04-06,Easter Monday")


def test_a_name_with_a_comma_stands_in_quotation_marks() -> None:
    assert days(b'date,name\n2026-04-06,"Easter, Monday"\n') == [
        (date(2026, 4, 6), "Easter, Monday")
    ]


def test_every_bad_row_is_named_with_its_number() -> None:
    text = (
        "date,name\n"
        "2026-04-06,Easter Monday\n"
        "2026-02-31,No such day\n"
        "2026-05-04\n"
        ",No date\n"
        "\n"
        "2026-05-25,Spring, holiday\n"
        "2026-04-06,Another name\n"
        "3026-01-01,Far off\n"
        "2026-08-03,Bad\x00name\n"
    )

    faults = read_holidays(text.encode()).faults

    assert [fault.number for fault in faults] == [3, 4, 5, 7, 8, 9, 10]
    assert faults[0] == Fault(
        3,
        "“2026-02-31” is not a date. Write it as 2026-04-06, 06/04/2026 or 6 April 2026.",
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf \r\n", "The file is empty."),
        (b"%PDF-1.7 ...", "This is a PDF."),
        (b"\x89PNG\r\n\x1a\n....", "This is a picture."),
        (b"PK\x03\x04 xl/workbook.xml", "This is a workbook"),
        (b"<!doctype html><p>Holidays", "This is a web page"),
        (b"x" * (LARGEST + 1), "The file is larger than 100 kB."),
        (b"\x81\x8d\x8f,\x90", "cannot be read"),
        (b"\xff\xfe\x00", "The file is empty."),
        (b"\xff\xfea", "cannot be read"),
        (b"Council closures\nEaster\n", "The first row must be: date,name."),
        (b"date,name\n", "names columns but no days"),
        (b"2026-04-06,Easter Monday\n" * 1001, "The file has 1,001 rows. At most 1,000"),
        (b"date,name\n2026-04-06," + b"x" * 121, "has 121 characters. Shorten it to 120."),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_in_a_sentence(content: bytes, words: str) -> None:
    found = read_holidays(content)

    assert found.rows == ()
    assert len(found.faults) == 1
    assert words in found.faults[0].sentence


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('2027-01-01,"unclosed\n2027-02-02,b\n', 1),
        ('date,name\n2027-01-01,a\n2027-02-02,"b\n2027-03-03,c\n2027-04-04,"d"\n', 3),
        ('date,name\n2027-01-01,"\n2027-02-02,"b\n', 2),
        ('date,name,"note\n2027-01-01,a,"x"\n2027-02-02,b,y\n', 1),
        ('date,name,note\n2027-01-01,a,"x\n2027-02-02,b,y\n', 2),
        ('date,name\r\n2027-01-01,"New\r\nYear"\r\n', 2),
        ("date,name\n2027-01-01,New\tYear\n", 2),
    ],
)
def test_a_cell_that_holds_two_lines_takes_no_row_with_it(text: str, row: int) -> None:
    faults = read_holidays(text.encode()).faults

    assert [fault.number for fault in faults] == [row]
    assert "there is a line break or a tab within a cell." in faults[0].sentence


def test_spaces_and_tabs_around_a_cell_are_no_fault() -> None:
    assert days(b"date,name\n 2026-04-06 ,\tEaster Monday \n") == [
        (date(2026, 4, 6), "Easter Monday")
    ]


def test_a_fault_is_told_with_its_row_and_one_of_the_whole_file_without() -> None:
    told = [
        str(read_holidays(content).faults[0])
        for content in (b"date,name\n1899-01-01,a\n", b"date,name\n")
    ]

    assert told == [
        "Row 2: the year 1899 is not meant, surely. Correct it.",
        "The file names columns but no days.",
    ]


def test_the_sample_can_be_read() -> None:
    assert len(days(SAMPLE.encode())) == 3


def test_what_the_preview_hands_on_says_the_same() -> None:
    found = read_holidays(b'date,name\n2026-04-06,"The ""Easter"", Monday"\n')

    assert read_holidays(found.as_csv().encode()).rows[0].name == 'The "Easter", Monday'


@pytest.mark.django_db
def test_a_councils_own_set_takes_the_place_of_the_defaults() -> None:
    office, council = make.team_member(), make.council()
    load_default_holidays(council, years=[2026, 2027], by=None, at=AT)
    rows = read_holidays(OWN_SET.encode()).rows

    plan = import_holidays(council, rows=rows, whole_years=True, by=office.user, at=AT)

    kept = Holiday.objects.filter(council=council, on__year=2026).order_by("on")
    assert [holiday.on for holiday in kept] == [row.on for row in rows]
    assert date(2026, 8, 3) in {holiday.on for holiday in plan.removed}
    assert Holiday.objects.filter(council=council, on__year=2027).exists()


@pytest.mark.django_db
def test_importing_the_same_file_again_changes_nothing() -> None:
    office, council = make.team_member(), make.council()
    rows = read_holidays(OWN_SET.encode()).rows
    import_holidays(council, rows=rows, whole_years=True, by=office.user, at=AT)
    before = list(Holiday.objects.filter(council=council).values_list("pk", "on", "name"))

    plan = import_holidays(council, rows=rows, whole_years=True, by=office.user, at=AT)

    assert plan.changes_nothing
    assert list(Holiday.objects.filter(council=council).values_list("pk", "on", "name")) == before


@pytest.mark.django_db
def test_a_file_that_only_adds_leaves_the_other_days() -> None:
    office, council = make.team_member(), make.council()
    load_default_holidays(council, years=[2026], by=None, at=AT)
    rows = read_holidays(b"date,name\n2026-04-06,Easter Monday\n").rows

    plan = import_holidays(council, rows=rows, whole_years=False, by=office.user, at=AT)

    assert (len(plan.added), plan.removed) == (1, ())
    assert Holiday.objects.filter(council=council, on=date(2026, 8, 3)).exists()
