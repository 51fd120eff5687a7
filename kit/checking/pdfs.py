"""PDFs: pages to read, without scripts, programs to start or files inside."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from kit.checking.verdicts import Refused

MOST_OBJECTS = 300_000
DEEPEST = 100
TAIL = 1024  # bytes in which the end is looked for
_SCRIPT = "It holds a script. Print it to a new PDF, and choose that."
_INSIDE = "It holds other files. Bring those one by one, and this one without them."
_STARTS = "It would start a program or send something. Print it to a new PDF, and choose that."
_FILMS = "It holds a film or another active part. Print it to a new PDF, and choose that."
# By name of the entry whatever it holds; then by the kind of action.
_ENTRIES = {
    "/JS": _SCRIPT,
    "/JavaScript": _SCRIPT,
    "/XFA": _SCRIPT,
    "/EF": _INSIDE,
    "/RichMediaContent": _FILMS,
}
_ACTIONS = {
    "/JavaScript": _SCRIPT,
    "/Launch": _STARTS,
    "/SubmitForm": _STARTS,
    "/ImportData": _STARTS,
    "/GoToE": _INSIDE,
    "/Rendition": _FILMS,
    "/Movie": _FILMS,
    "/Sound": _FILMS,
    "/RichMediaExecute": _FILMS,
}


def check_pdf(sort: str, path: Path) -> None:  # noqa: ARG001 -- as every check
    """Raises `Refused` if it does anything but show pages, or is something else as well."""
    raw = path.read_bytes()
    if zipfile.is_zipfile(path) or b"%%EOF" not in raw[-TAIL:]:
        raise Refused("It is not a whole PDF, or more than one. Print it to a new PDF.")
    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            if len(pdf.objects) > MOST_OBJECTS:
                raise Refused("It is made of too many parts. Print it to a new PDF.")
            for found in pdf.objects:
                _look(found)
            _look(pdf.trailer)
            if not len(pdf.pages):
                raise Refused("It has no pages.")
    except pikepdf.PasswordError:
        raise Refused("It asks for a password. Save it without one.") from None
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, ValueError, TypeError):
        raise Refused("It cannot be read as a PDF. Print it to a new PDF.") from None


def _look(found: pikepdf.Object) -> None:
    """One object and what stands in it directly; what it points to comes by itself."""
    for entries in _dictionaries(found):
        for name, value in entries:
            if name in _ENTRIES:
                raise Refused(_ENTRIES[name])
            if name == "/S" and isinstance(value, pikepdf.Name) and str(value) in _ACTIONS:
                raise Refused(_ACTIONS[str(value)])


def _dictionaries(found: object) -> Iterator[list[tuple[str, object]]]:
    waiting = [(found, 0)]
    while waiting:
        one, depth = waiting.pop()
        if depth > DEEPEST:
            raise Refused("It is built too deep. Print it to a new PDF.")
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            entries = list(one.items())
            yield [(str(name), value) for name, value in entries]
            inner = [value for _, value in entries]
        elif isinstance(one, pikepdf.Array):
            inner = list(one)
        else:
            continue
        waiting += [
            (value, depth + 1)
            for value in inner
            if isinstance(value, pikepdf.Object) and not value.is_indirect
        ]
