"""Plain text: nothing that a program would run."""

import codecs
import re
from pathlib import Path

from kit.checking.verdicts import Refused

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# A page of the web, however it is named; and a cell that asks a spreadsheet to start a program.
_MARKUP = re.compile(
    r"<\s*(script|html|svg|iframe|!doctype|\?xml|body|object|embed)\b", re.IGNORECASE
)
_STARTS_PROGRAM = re.compile(
    r"""(?:^|[,;\t"'])\s*[=+\-@][^\n,;\t]{0,200}?\|[^\n,;\t]{0,500}?!""", re.MULTILINE
)


def check_text(sort: str, path: Path) -> None:
    """Raises `Refused` if it is no plain text, is a web page, or holds a cell that runs."""
    text = _read(path.read_bytes())
    if text is None or _CONTROLS.search(text):
        raise Refused("It is not plain text.")
    if _MARKUP.search(text):
        raise Refused("It holds parts of a web page. Bring those as a link, or as a PDF.")
    if sort == "csv" and _STARTS_PROGRAM.search(text):
        raise Refused("One of its cells would start a program. Take that cell out.")


def _read(raw: bytes) -> str | None:
    """As spreadsheets and editors write it: with a mark, in UTF-8, or in the Western code page."""
    for mark, code in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            return _decoded(raw, code)
    found = _decoded(raw, "utf-8")
    return found if found is not None else _decoded(raw, "cp1252")


def _decoded(raw: bytes, code: str) -> str | None:
    try:
        return raw.decode(code)
    except UnicodeDecodeError:
        return None
