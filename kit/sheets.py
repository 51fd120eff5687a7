"""Tables that spreadsheets save as CSV: read as they wrote them, written so that none computes.

Pure functions: bytes or text in, text or rows out.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

_OTHER_KINDS = (
    (b"%PDF", "This is a PDF. Open the list in a spreadsheet and save it as CSV."),
    (b"\x89PNG", "This is a picture. {needed} is needed, saved as CSV."),
    (b"\xff\xd8\xff", "This is a picture. {needed} is needed, saved as CSV."),
    (b"GIF8", "This is a picture. {needed} is needed, saved as CSV."),
    (b"PK\x03\x04", "This is a workbook or a zip file. Open it and save the sheet as CSV."),
    (b"\xd0\xcf\x11\xe0", "This is an Excel workbook. Open it and save the sheet as CSV."),
    (b"{\\rtf", "This is a text document. {needed} is needed, saved as CSV."),
    (b"<", "This is a web page or XML. {needed} is needed, saved as CSV."),
)
_MARKS = b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"
_BOM = "\ufeff"
# A cell that begins so is computed; one apostrophe before it makes it text. What begins with
# apostrophes and would be computed without them gets one more, so that taking one off undoes it.
_COMPUTED = re.compile(r"'*[=+\-@\t\r]")
_MARKED = re.compile(r"'+[=+\-@\t\r]")


def fault_of_content(content: bytes, *, needed: str) -> str:
    """What is wrong with a file as a whole, in a sentence; nothing if it may be a table."""
    if not content.strip(_MARKS):
        return "The file is empty."
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    told = next((sentence for magic, sentence in _OTHER_KINDS if start.startswith(magic)), "")
    return told.format(needed=needed)


def decoded(content: bytes) -> str | None:
    """The text, in whichever encoding a spreadsheet wrote it; none if its letters make no sense."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif content[1:2] == b"\x00":
        encodings = ["utf-16-le"]
    elif content[:1] == b"\x00":
        encodings = ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def rows_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every row with its number as a spreadsheet counts, whichever sign parts its cells.

    Raises:
        csv.Error: it is no table.
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    yield from enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter), start=1)


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """A table that a spreadsheet reads: a mark at its start tells its letters, none computes."""
    sheet = StringIO(newline="")
    csv.writer(sheet).writerows([neutral(cell) for cell in row] for row in rows)
    return _BOM + sheet.getvalue()


def neutral(cell: str) -> str:
    """The cell as a text, whatever sign it begins with; `plain` undoes it."""
    return f"'{cell}" if _COMPUTED.match(cell) else cell


def plain(cell: str) -> str:
    """The cell without the apostrophe that kept it from being computed."""
    return cell[1:] if _MARKED.match(cell) else cell
