"""Office files, which are ZIP archives: whole, of bounded size, without macros and objects."""

import os
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import IO

from kit.checking.markup import Markup, attributes_in
from kit.checking.verdicts import Refused
from kit.file_sorts import SORTS

MOST_PARTS = 10_000
MOST_UNPACKED = 300 * 1024 * 1024  # bytes
MOST_RATIO = 200  # of one large part
LARGE = 4 * 1024 * 1024
MOST_MARKUP = 30 * 1024 * 1024  # of a part that is read
LARGEST_FIGURES = 30 * 1024 * 1024
_STEP = 1024 * 1024
_END, _END_SIZE = b"PK\x05\x06", 22  # of the directory, where no comment follows
_NESTED = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"MSCF", b"\xfd7zXZ")
_RUNS = (b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0", b"#!")
_MAIN: Mapping[str, str] = MappingProxyType(
    {
        "pptx": "presentationml.presentation.main+xml",
        "docx": "wordprocessingml.document.main+xml",
        "xlsx": "spreadsheetml.sheet.main+xml",
    }
)
# The figures of a chart.
_CHARTS = re.compile(r"(ppt|word|xl)/embeddings/[^/]+\.xlsx", re.IGNORECASE)
_MACROS = re.compile(r"(^|/)(vbaproject|vbadata|macrosheets/|activex/)", re.IGNORECASE)
_SCRIPTS = re.compile(r"^(basic|scripts)/", re.IGNORECASE)
_FETCHED = ("attachedTemplate", "oleObject", "frame", "subDocument", "aFChunk", "package")
_MACRO = "It holds macros. Save it without them, or as a PDF, and choose that."
_OBJECT = "It holds another file or program. Put a picture in its place, or save it as a PDF."
_BROKEN = "It cannot be unpacked. Save it anew, and choose that."
_TOO_LARGE = "Unpacked it is too large. Save it with smaller pictures, or as a PDF."
_FETCHES = "It would fetch a part of itself from elsewhere. Save it as a PDF, and choose that."


def check_ooxml(sort: str, path: Path) -> None:
    """Raises `Refused` unless it is a PowerPoint, Word or Excel file that only shows itself."""
    with path.open("rb") as file, _opened(file) as archive:
        _check_ooxml(sort, archive)


def check_open_document(sort: str, path: Path) -> None:
    """Raises `Refused` unless it is an OpenDocument file that only shows itself."""
    with path.open("rb") as file, _opened(file) as archive:
        _check_parts(archive)
        names = archive.namelist()
        said = archive.read("mimetype") if names[:1] == ["mimetype"] else b""
        if said.decode("ascii", "replace") != SORTS[sort].content_type:
            raise Refused(f"It is not an {SORTS[sort].words} file.")
        if any(_SCRIPTS.search(name) for name in names):
            raise Refused(_MACRO)
        if "META-INF/manifest.xml" not in names:
            raise Refused(_BROKEN)
        if any("encryption-data" in one.name for one in _markup(archive, "META-INF/manifest.xml")):
            raise Refused("It asks for a password. Save it without one.")
        for name in {"content.xml", "styles.xml"}.intersection(names):
            if any(one.name.endswith("event-listener") for one in _markup(archive, name)):
                raise Refused(_MACRO)
        _refuse_nested(archive)


def _check_ooxml(sort: str, archive: zipfile.ZipFile, *, is_inner: bool = False) -> None:
    _check_parts(archive)
    names = archive.namelist()
    if "[Content_Types].xml" not in names:
        raise Refused(f"It is not a {SORTS[sort].words} file.")
    kinds = [one.value("ContentType") for one in _markup(archive, "[Content_Types].xml")]
    if any("macroenabled" in kind.lower() or "vbaproject" in kind.lower() for kind in kinds):
        raise Refused(_MACRO)
    if any(_MACROS.search(name) for name in names):
        raise Refused(_MACRO)
    if not any(kind.endswith(_MAIN[sort]) for kind in kinds):
        raise Refused(f"It is not a {SORTS[sort].words} file.")
    for name in names:
        if name.endswith(".rels"):
            _refuse_fetched(_markup(archive, name))
    _refuse_nested(archive, has_charts=not is_inner)


def _opened(file: IO[bytes]) -> zipfile.ZipFile:
    """The archive that begins with the first byte and ends with the last."""
    try:
        archive = zipfile.ZipFile(file)
        first = min((one.header_offset for one in archive.infolist()), default=-1)
        file.seek(-_END_SIZE, os.SEEK_END)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Refused(_BROKEN) from None
    if first != 0 or file.read(len(_END)) != _END:
        raise Refused(_BROKEN)
    return archive


def _check_parts(archive: zipfile.ZipFile) -> None:
    """What the directory says is bounded first; then each part is unpacked and must be just that.

    A part of which more comes than was said, or that overlaps another, is a fault of the archive.
    """
    parts = archive.infolist()
    names = {one.filename.lower() for one in parts}
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
        raise Refused(_TOO_LARGE)
    if len(names) < len(parts) or archive.comment or any(map(_is_odd, parts)):
        raise Refused(_BROKEN)
    large = [one for one in parts if one.file_size > LARGE]
    if any(one.file_size > MOST_RATIO * one.compress_size for one in large):
        raise Refused(_TOO_LARGE)
    try:
        for one in parts:
            with archive.open(one) as part:
                while part.read(_STEP):
                    pass
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise Refused(_BROKEN) from None


def _is_odd(part: zipfile.ZipInfo) -> bool:
    """A way out of its folder, a link, a secret, or a packing that office programs do not use."""
    mode = part.external_attr >> 16
    steps = part.filename.split("/")
    return (
        part.orig_filename != part.filename
        or part.filename.startswith("/")
        or "\\" in part.filename
        or ":" in part.filename
        or ".." in steps
        or (stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR})
        or bool(part.flag_bits & 0x1)
        or part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    )


def _refuse_nested(archive: zipfile.ZipFile, *, has_charts: bool = False) -> None:
    """No archive and no program inside; but for the figures of charts, which are Excel files."""
    for one in archive.infolist():
        with archive.open(one) as part:
            head = part.read(8)
            if head.startswith(_RUNS):
                raise Refused(_OBJECT)
            if not head.startswith(_NESTED):
                continue
            if not (has_charts and _CHARTS.fullmatch(one.filename)):
                raise Refused(_OBJECT)
            if one.file_size > LARGEST_FIGURES:
                raise Refused(_TOO_LARGE)
            with _opened(BytesIO(archive.read(one))) as inner:
                _check_ooxml("xlsx", inner, is_inner=True)


def _refuse_fetched(relations: list[Markup]) -> None:
    for one in relations:
        if one.value("TargetMode") == "External" and one.value("Type").endswith(_FETCHED):
            raise Refused(_FETCHES)


def _markup(archive: zipfile.ZipFile, name: str) -> list[Markup]:
    if archive.getinfo(name).file_size > MOST_MARKUP:
        raise Refused(_TOO_LARGE)
    return attributes_in(archive.read(name))
