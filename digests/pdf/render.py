"""An edition on paper: tagged PDF (PDF/UA-1) set by typst, from its values and nothing else.

What people wrote travels as JSON and is never typst's own markup. The same edition is the same
bytes wherever it is set: fonts come with the portal, and the clock is the day of publication.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from digests.charts import drawing_of
from digests.content import Bar, Chart, Content, Part, Passage, Sort
from digests.paper import HOW_TO_READ, KIND, WHO, Facts, arrival, reading_time
from digests.pdf.signs import SQUARE, STANDARD, breakable, fonts, printable

SHORT = 90  # words; what has fewer is never parted by the end of a page
TEMPLATE = Path(__file__).with_name("edition.typ")


def pdf_of(content: Content, facts: Facts, *, large: bool = False) -> bytes:
    """The edition as a PDF; `large` is large print, 18 points throughout.

    Raises:
        typst.TypstError: The document would not be PDF/UA.
    """
    return typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=fonts(),
        sys_inputs={"edition": edition_json(content, facts, large=large)},
        pdf_standards=STANDARD,
        timestamp=datetime.combine(facts.published_on, time(), tzinfo=UTC),
    )


def edition_json(content: Content, facts: Facts, *, large: bool) -> str:
    """What the template prints. Words only: how they look is the template's."""
    head = content.head
    said = {
        "kind": KIND,
        "who": WHO,
        "title": head.title,
        "counted": head.label.removeprefix(head.title).strip(" ()"),
        "opening": _paragraphs(head.opening),
        "completeness": head.completeness,
        "gaps": head.gaps,
        "reading": reading_time(head),
        "edition": facts.edition,
        "version": f"Version {facts.version}",
        "parts": [_part(part) for part in content.parts],
        "corrections": [asdict(one) for one in facts.corrections],
        "redacted": facts.redacted,
        "address": facts.address,
        "checksum": facts.checksum,
    }
    edition = _for_paper(said) | {
        "large": large,
        "url": facts.address,
        "charts": [_chart(chart, large=large) for chart in head.charts],
    }
    text = json.dumps(edition, ensure_ascii=False)
    return json.dumps(edition | {"note": HOW_TO_READ if SQUARE in text else ""})


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _part(part: Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "progress": part.progress,
        "standing": part.standing,
        "groups": [
            {
                "heading": group.heading,
                "passages": [_passage(one) for one in group.passages],
                "is_short": sum(one.words for one in group.passages) < SHORT,
            }
            for group in part.groups
        ],
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "text": _paragraphs(passage.text),
        "note": passage.note,
        "arrival": arrival(passage),
        "gone": passage.gone,
        "is_quote": passage.sort == Sort.QUOTE,
        "is_answer": passage.sort == Sort.ANSWER,
        "is_short": passage.words < SHORT,
    }


def _chart(chart: Chart, *, large: bool) -> dict[str, Any]:
    """Drawn for paper: in large print as for phones, where letters are larger."""
    held = replace(
        chart,
        title=printable(chart.title),
        text=printable(chart.text),
        of=printable(chart.of),
        unit=printable(chart.unit),
        bars=tuple(Bar(printable(bar.label), bar.value) for bar in chart.bars),
    )
    drawing = drawing_of(held, ids="chart")
    said = {"title": held.title, "text": held.text, "of": held.of, "unit": held.unit.capitalize()}
    return {
        **_for_paper(said),
        "svg": drawing.narrow if large else drawing.wide,
        "rows": [[breakable(row.label), row.value] for row in drawing.rows],
    }


def _for_paper(said: Any) -> Any:  # noqa: ANN401 -- whatever JSON holds
    """The same with every text in it fit for print."""
    if isinstance(said, str):
        return breakable(printable(said))
    if isinstance(said, Mapping):
        return {key: _for_paper(value) for key, value in said.items()}
    if isinstance(said, list | tuple):
        return [_for_paper(value) for value in said]
    return said
