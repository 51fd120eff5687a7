"""Files as people bring them, and as nobody should: made when a test asks, none is kept."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import pikepdf
from PIL import Image

from kit.file_sorts import SORTS

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = {
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
}

type Parts = Mapping[str, bytes]


def packed(parts: Parts, *, stored: tuple[str, ...] = ()) -> bytes:
    """A ZIP archive of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, kind)
    return file.getvalue()


def ooxml(sort: str = "pptx", *, more: Parts | None = None, kinds: str = "") -> bytes:
    """A PowerPoint, Word or Excel file without anything to see; with more parts."""
    name, kind = MAIN[sort]
    kind = f"application/vnd.openxmlformats-officedocument.{kind}"
    types = (
        f'<?xml version="1.0"?><Types xmlns="{TYPES}">'
        f'<Override PartName="/{name}" ContentType="{kind}"/>{kinds}</Types>'
    )
    return packed({"[Content_Types].xml": types.encode(), name: b"<p/>"} | dict(more or {}))


def relation(kind: str, target: str) -> bytes:
    """The part that says what others belong to one; this one lies elsewhere."""
    return (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="http://x/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()


def open_document(
    sort: str = "odp", *, more: Parts | None = None, manifest: bytes = b"<manifest/>"
) -> bytes:
    """An OpenDocument file without anything to see; with more parts."""
    said = SORTS[sort].content_type.encode()
    parts = {"mimetype": said, "META-INF/manifest.xml": manifest, "content.xml": b"<office/>"}
    return packed(parts | dict(more or {}), stored=("mimetype",))


def pdf(change: Callable[[pikepdf.Pdf], None] = lambda _: None) -> bytes:
    """One empty page, with a change to it."""
    made, file = pikepdf.new(), io.BytesIO()
    made.add_blank_page(page_size=(595, 842))
    change(made)
    made.save(file, deterministic_id=True)
    return file.getvalue()


def picture(sort: str = "png", size: tuple[int, int] = (40, 30)) -> bytes:
    """A picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, sort)
    return file.getvalue()


def flood(width: int, height: int) -> bytes:
    """A PNG that says it has so many pixels, in few bytes."""

    def piece(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"".join(
        [
            SORTS["png"].begins,
            piece(b"IHDR", header),
            piece(b"IDAT", pixels),
            piece(b"IEND", b""),
        ]
    )


def bomb(unpacked: int) -> bytes:
    """A PowerPoint file of which one part unpacks to so many bytes: one piece, again and again."""
    step = 1024 * 1024
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(bytes(step)) + packer.flush(zlib.Z_FULL_FLUSH)
    content = piece * (unpacked // step) + b"\x03\x00"
    part = zipfile.ZipInfo("ppt/media/image1.bmp")
    part.compress_type, part.CRC = zipfile.ZIP_DEFLATED, 0
    part.file_size, part.compress_size = unpacked, len(content)
    file = io.BytesIO(ooxml())
    with zipfile.ZipFile(file, "a") as archive:
        part.header_offset = archive.start_dir
        file.seek(archive.start_dir)
        file.write(part.FileHeader(zip64=True) + content)
        archive.start_dir = file.tell()
        archive.filelist.append(part)
        archive._didModify = True  # type: ignore[attr-defined] # no other way to write a lie
    return file.getvalue()


def understated(sort: str = "pptx") -> bytes:
    """One whose directory says of a part that it is small, though far more comes of it."""
    content = bytes(5_000_000)
    raw = ooxml(sort, more={"ppt/media/image1.bmp": content})
    return raw.replace(struct.pack("<I", len(content)), struct.pack("<I", 50))


def linked(sort: str = "pptx") -> bytes:
    """One of whose parts is a symbolic link out of its folder."""
    file = io.BytesIO(ooxml(sort))
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("ppt/media/image1.png")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "../../../../etc/passwd")
    return file.getvalue()


def with_script(made: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    made.Root.OpenAction = made.make_indirect(action)


def with_hidden_script(made: pikepdf.Pdf) -> None:
    """In what a page does when it is closed, far from where scripts are looked for."""
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    first = pikepdf.Dictionary(S=pikepdf.Name.Named, N=pikepdf.Name.NextPage, Next=action)
    made.pages[0].obj.AA = pikepdf.Dictionary(C=first)


def with_program(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")


def with_file_inside(made: pikepdf.Pdf) -> None:
    made.attachments["tool.exe"] = b"MZ"


def with_form_of_scripts(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.Array([]))


def locked(made: bytes) -> bytes:
    """The same PDF, which asks for a password."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as opened:
        opened.save(file, encryption=pikepdf.Encryption(owner="a", user="b"))
    return file.getvalue()


def large(size: int) -> bytes:
    """A text of so many bytes, no two of the same size alike."""
    line = f"{size} bytes of benches and crossings\n".encode()
    return (line * (size // len(line) + 1))[:size]
