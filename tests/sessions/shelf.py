"""What tests of materials share: a file brought to a session, and what lies on the disk."""

from datetime import UTC, date, datetime
from pathlib import Path

from django.core.files.base import ContentFile

from people.models import User
from sessions.actions.resources import Label, add_file
from sessions.models import CohortSession, Resource
from tests import files

DAY = date(2026, 11, 26)
AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
Scan, Use = Resource.Scan, Resource.Use
SLIDES = Label(Use.MATERIAL, "Slides")
MADE = Label(Use.RESOURCE, "Six questions on damp")


def on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def bring(
    session: CohortSession,
    *,
    by: User,
    content: bytes = b"",
    name: str = "slides.pdf",
    label: Label = SLIDES,
    at: datetime = AT,
) -> Resource:
    file = ContentFile(content or files.pdf(), name=name)
    return add_file(session, label, file=file, by=by, at=at)
