"""An edition as plain text, and a part of it for a letter. Pure.

In a letter a line can be a heading, a point, a quotation or a link. Words that people wrote are
handed to the letter's own reader first: what it would take for anything but words is a quotation.
"""

import textwrap
from collections.abc import Iterator

from digests.charts import GAP
from digests.content import Chart, Content, Group, Head, Part, Passage, Sort
from digests.paper import KIND, WHO, Facts, arrival, reading_time
from kit.text import settled, settled_line, without_unstorable
from outbox.layout import blocks, quoted

WIDTH = 72  # columns


def text_of(content: Content, facts: Facts) -> str:
    """The whole edition: headings underlined, lines of 72 columns, passages grouped as on paper."""
    pieces = [
        *_opening(content.head, facts),
        *(line for chart in content.head.charts for line in _chart(chart)),
        *(line for part in content.parts for line in _part(part)),
        *_closing(facts),
    ]
    return "\n\n".join(filter(None, pieces)) + "\n"


def letter_text_of(part: Part) -> str:
    """A part in the conventions of `outbox.layout`, as deep as it is given.

    Only towns have headings: in a letter all headings look the same.
    """
    pieces = [_letter_heading(part.name), *map(letter_words, (part.progress, part.standing))]
    for group in part.groups:
        pieces += _letter_group(group)
    return "\n\n".join(filter(None, pieces))


def letter_words(text: str) -> str:
    """A sentence as a paragraph, if a letter would read it as one and find no link in it."""
    line = settled_line(without_unstorable(text))
    return line if _is_read_as(line, "paragraph", line) else quoted(text)


# --- The text version -----------------------------------------------------------------------------
def _opening(head: Head, facts: Facts) -> Iterator[str]:
    yield _heading(f"{KIND}, {WHO}: {head.label}", rule="=")
    yield _wrapped(head.opening)
    yield _wrapped(head.completeness)
    yield "\n".join(_wrapped(gap, sign="- ") for gap in head.gaps)
    yield _wrapped(f"{facts.edition}. {reading_time(head)}.")


def _chart(chart: Chart) -> Iterator[str]:
    yield _heading(chart.title)
    yield _wrapped(chart.text)
    yield "\n".join(
        _wrapped(f"{bar.label}: {GAP if bar.value is None else bar.value}", sign="- ")
        for bar in chart.bars
    )


def _part(part: Part) -> Iterator[str]:
    yield _heading(part.name, rule="=")
    yield _wrapped(part.progress)
    yield _wrapped(part.standing)
    for group in part.groups:
        yield _heading(group.heading)
        yield from map(_passage, group.passages)


def _passage(passage: Passage) -> str:
    """One passage. Indented, so that no line in it can pass for a heading."""
    late = arrival(passage)
    pieces = [f"{late}." if late else "", passage.gone or passage.text]
    if passage.sort == Sort.QUOTE and not passage.gone:
        lines = [_wrapped(piece, sign="> ", rest="> ") for piece in pieces]
        lines.append(_wrapped(f"\u2014 {passage.note}" if passage.note else "", sign="  "))
        return "\n".join(filter(None, lines))
    if passage.sort == Sort.ANSWER and not passage.gone:
        pieces = [passage.note, *pieces]
    else:
        pieces = [*pieces, passage.note]
    lines = [_wrapped(piece, sign="  ") for piece in pieces]
    return f"- {'\n'.join(filter(None, lines)).removeprefix('  ')}"


def _closing(facts: Facts) -> Iterator[str]:
    yield _heading("About this edition", rule="=")
    yield _heading("Corrections")
    yield (
        "\n".join(
            _wrapped(f"{one.on}, {one.where}: {one.reason}", sign="- ") for one in facts.corrections
        )
        or "Nothing has been corrected in this edition."
    )
    if facts.redacted:
        yield _heading("Taken out")
        yield "\n".join(_wrapped(one, sign="- ") for one in facts.redacted)
    yield _heading("On the web")
    yield facts.address
    yield f"Checksum (SHA-256) of what this edition says:\n{facts.checksum}"


def _heading(text: str, *, rule: str = "-") -> str:
    line = _wrapped(settled_line(without_unstorable(text)))
    return f"{line}\n{rule * max(map(len, line.splitlines()), default=0)}"


def _wrapped(text: str, *, sign: str = "", rest: str | None = None) -> str:
    """Lines of 72 columns at most, but for words that are longer; empty without words."""
    after = " " * len(sign) if rest is None else rest
    lines = settled(without_unstorable(text)).split("\n")
    wrapped = [
        textwrap.fill(
            line,
            WIDTH,
            initial_indent=after if number else sign,
            subsequent_indent=after,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for number, line in enumerate(line for line in lines if line.strip())
    ]
    return "\n".join(wrapped)


# --- Letters --------------------------------------------------------------------------------------
def _letter_heading(text: str) -> str:
    line = settled_line(without_unstorable(text))
    return f"{line}\n---"


def _letter_group(group: Group) -> Iterator[str]:
    """Points that follow one another are one list; what is said aloud stands alone."""
    points: list[str] = []
    for passage in group.passages:
        said = _letter_point(passage)
        if passage.sort != Sort.QUOTE and said:
            points.append(said)
            continue
        if points:
            yield "\n".join(points)
            points = []
        yield from _letter_quotation(passage)
    yield "\n".join(points)


def _letter_point(passage: Passage) -> str:
    """A passage as a point of a list, or nothing if a letter would not read it as just that."""
    said = passage.gone or " ".join(_in_turn(passage))
    late = arrival(passage)
    line = settled_line(without_unstorable(f"{late}. {said}" if late else said))
    return f"- {line}" if _is_read_as(f"- {line}", "list", line) else ""


def _in_turn(passage: Passage) -> tuple[str, str]:
    """The words and the note of a passage as they are read: a question before its answer."""
    if passage.sort == Sort.ANSWER:
        return passage.note, passage.text
    return passage.text, passage.note


def _letter_quotation(passage: Passage) -> Iterator[str]:
    late = arrival(passage)
    if late:
        yield f"{late}."
    yield letter_words(passage.gone) if passage.gone else quoted(passage.text)
    if passage.note:
        yield letter_words(passage.note)


def _is_read_as(text: str, kind: str, line: str) -> bool:
    return "://" not in text and [(block.kind, block.lines) for block in blocks(text)] == [
        (kind, (line,))
    ]
