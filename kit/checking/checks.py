"""Which check each sort of file has."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from kit.checking.archives import check_ooxml, check_open_document
from kit.checking.pdfs import check_pdf
from kit.checking.pictures import check_picture
from kit.checking.texts import check_text
from kit.checking.verdicts import Refused
from kit.file_sorts import HEAD, SORTS, WrongSort, sort_of

type Check = Callable[[str, Path], None]

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "pdf": check_pdf,
        **dict.fromkeys(("pptx", "docx", "xlsx"), check_ooxml),
        **dict.fromkeys(("odp", "odt", "ods"), check_open_document),
        **dict.fromkeys(("png", "jpeg"), check_picture),
        **dict.fromkeys(("txt", "csv"), check_text),
    }
)


def check(sort: str, path: Path) -> None:
    """Look at one file as closely as its sort needs.

    Raises:
        Refused: it is not what it says, or could do more than be read.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    try:
        sort_of(f"file{SORTS[sort].endings[0]}", head)
    except WrongSort:
        raise Refused(f"It is not a {SORTS[sort].words} file.") from None
    CHECKS[sort](sort, path)
