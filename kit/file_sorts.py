"""Which sorts of file are kept, told by name and by content alike. Pure functions."""

import codecs
from dataclasses import dataclass

from kit.errors import DomainError
from kit.file_names import parted

HEAD = 4096  # bytes, enough to tell a sort
OOXML = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_ZIP = b"PK\x03\x04"
_MARKS_OF_TEXT = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class WrongSort(DomainError):
    """The file is of no sort that is kept, or is not what its name says."""


@dataclass(frozen=True)
class Sort:
    """One sort of file: its endings, how it begins, and what a browser is told that it is."""

    name: str
    words: str
    endings: tuple[str, ...]
    content_type: str
    begins: bytes = b""


SORTS = {
    sort.name: sort
    for sort in (
        Sort("pdf", "PDF", (".pdf",), "application/pdf", b"%PDF-"),
        Sort("pptx", "PowerPoint", (".pptx",), f"{OOXML}presentationml.presentation", _ZIP),
        Sort("docx", "Word", (".docx",), f"{OOXML}wordprocessingml.document", _ZIP),
        Sort("xlsx", "Excel", (".xlsx",), f"{OOXML}spreadsheetml.sheet", _ZIP),
        Sort("odp", "OpenDocument slides", (".odp",), f"{OPEN_DOCUMENT}presentation", _ZIP),
        Sort("odt", "OpenDocument text", (".odt",), f"{OPEN_DOCUMENT}text", _ZIP),
        Sort("ods", "OpenDocument sheet", (".ods",), f"{OPEN_DOCUMENT}spreadsheet", _ZIP),
        Sort("png", "PNG picture", (".png",), "image/png", b"\x89PNG\r\n\x1a\n"),
        Sort("jpeg", "JPEG picture", (".jpg", ".jpeg"), "image/jpeg", b"\xff\xd8\xff"),
        Sort("txt", "Text", (".txt",), "text/plain"),
        Sort("csv", "CSV", (".csv",), "text/csv"),
    )
}
KEPT_IN_WORDS = (
    "PDF, PowerPoint, Word, Excel and OpenDocument files, PNG and JPEG pictures, text and CSV"
)
ENDINGS = {ending: sort for sort in SORTS.values() for ending in sort.endings}
# What people try first, and what they can do about it.
_ADVICE = {
    ".ppt": "Save it as .pptx or as a PDF, and choose that.",
    ".doc": "Save it as .docx or as a PDF, and choose that.",
    ".xls": "Save it as .xlsx, and choose that.",
    ".pptm": "It may hold macros: save it as .pptx, and choose that.",
    ".docm": "It may hold macros: save it as .docx, and choose that.",
    ".xlsm": "It may hold macros: save it as .xlsx, and choose that.",
    ".key": "Save it as a PDF, and choose that.",
    ".zip": "Choose the files in it, one by one.",
}


def sort_of(name: str, head: bytes) -> Sort:
    """The sort of a file by its name, of which the first `HEAD` bytes must be.

    Raises:
        WrongSort: its name says none that is kept, or its content another.
    """
    ending = parted(name)[1].lower()
    sort = ENDINGS.get(ending)
    if sort is None:
        advice = _ADVICE.get(ending, f"What is kept: {KEPT_IN_WORDS}.")
        raise WrongSort(f"“{name}” cannot be kept here. {advice}")
    if not (head.startswith(sort.begins) if sort.begins else _is_text(head)):
        kind = "text" if not sort.begins else f"a {sort.words} file"
        raise WrongSort(f"“{name}” is not {kind}, whatever its name says.")
    return sort


def _is_text(head: bytes) -> bool:
    """No sort that begins with a sign of its own, and without bytes that no text has."""
    if head.startswith(_MARKS_OF_TEXT):
        return True
    known = (sort.begins for sort in SORTS.values() if sort.begins)
    return b"\x00" not in head and not head.startswith(tuple(known))
