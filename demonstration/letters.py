"""The letters that the local mailbox holds, newest first."""

from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from django.utils import timezone

SHOWN = 50


@dataclass(frozen=True)
class Letter:
    """One letter as it was received."""

    key: str
    to: str
    sender: str
    subject: str
    received_at: datetime
    text: str
    html: str


def newest_letters(folder: Path) -> list[Letter]:
    """The newest letters; none where no letter has come yet."""
    if not folder.is_dir():
        return []
    files = sorted(_files(folder), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    return [_read(file) for file in files[:SHOWN]]


def letter(folder: Path, key: str) -> Letter | None:
    """The letter of that key."""
    found = next((file for file in _files(folder) if _key(file) == key), None)
    return _read(found) if found else None


def _files(folder: Path) -> list[Path]:
    return [file for part in ("new", "cur") for file in (folder / part).glob("*") if file.is_file()]


def _key(file: Path) -> str:
    """The file's name without flags and without the name of the machine."""
    return file.name.split(":")[0]


def _read(file: Path) -> Letter:
    content = BytesParser(EmailMessage, policy=policy.default).parsebytes(file.read_bytes())
    return Letter(
        key=_key(file),
        to=str(content["to"] or ""),
        sender=str(content["from"] or ""),
        subject=str(content["subject"] or "(no subject)"),
        received_at=datetime.fromtimestamp(file.stat().st_mtime, timezone.get_default_timezone()),
        text=_part(content, "plain"),
        html=_part(content, "html"),
    )


def _part(content: EmailMessage, kind: str) -> str:
    body = content.get_body(preferencelist=(kind,))
    return str(body.get_content()) if body else ""
