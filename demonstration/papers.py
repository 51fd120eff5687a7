"""Fills in what stands by sessions: links, and two small files that are checked like any other."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

import pikepdf
from django.core.files.base import ContentFile

from demonstration.programme import read_texts
from people.models import User
from sessions.actions.checking import check_files
from sessions.actions.resources import Label, add_file, add_link
from sessions.models import CohortSession

PAGE = (595, 842)  # points of A4
MARGIN, LINE = 72, 20


def fill_papers(*, by: User, at: datetime) -> None:
    """Each paper of the texts beside its session, if that is there."""
    stands = CohortSession.objects.exclude(state=CohortSession.State.CANCELLED)
    sessions = {one.title: one for one in stands.exclude(title="")}
    for row in read_texts("sessions")["paper"]:
        if row["session"] in sessions:
            _bring(sessions[row["session"]], row, by=by, at=at)
    check_files(at=at)


def _bring(session: CohortSession, row: Mapping[str, Any], *, by: User, at: datetime) -> None:
    at = min(session.ends_at or at, at)
    partner = session.contributions.filter(organisation__name=row.get("from", "")).first()
    label = Label(row["use"], row["title"], partner)
    if "link" in row:
        add_link(session, label, link=row["link"], by=by, at=at)
        return
    lines: list[str] = row["lines"]
    is_pdf = row["name"].endswith(".pdf")
    text = "".join(f"{line}\n" for line in lines)
    content = _page(row["title"], lines) if is_pdf else text.encode()
    add_file(session, label, file=ContentFile(content, name=row["name"]), by=by, at=at)


def _page(title: str, lines: list[str]) -> bytes:
    """One page with a title and some lines."""
    top = PAGE[1] - MARGIN
    drawn = [f"BT /F1 16 Tf {MARGIN} {top} Td ({_escaped(title)}) Tj ET"]
    for number, line in enumerate(lines, start=2):
        drawn.append(f"BT /F1 11 Tf {MARGIN} {top - number * LINE} Td ({_escaped(line)}) Tj ET")
    made, file = pikepdf.new(), BytesIO()
    page = made.add_blank_page(page_size=PAGE)
    page.obj.Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(
            F1=pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name.Helvetica,
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
        )
    )
    page.obj.Contents = made.make_stream("\n".join(drawn).encode("cp1252"))
    made.docinfo["/Title"] = title
    made.save(file, deterministic_id=True)
    return file.getvalue()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
