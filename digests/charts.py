"""Bars of an edition as our own SVG, the same for pages and paper. Pure.

Shape and colour stand in attributes, since pages allow no inline style and paper knows no classes.
Each chart is drawn twice from the same numbers: on a phone a wide drawing's letters would shrink.
"""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from digests.content import Bar, Chart
from kit.lettering import LEADING, SIZE, wrapped
from kit.text import settled_line, without_unstorable

GAP = "not recorded"
BRAND = "#14565b"
INK = "#1a1a1a"
QUIET = "#545b5c"
LINE = "#7d8888"

THICKNESS = 20  # of a bar


@dataclass(frozen=True, slots=True)
class Row:
    """One bar in words: a number, "0", or that nothing was recorded."""

    label: str
    value: str
    is_recorded: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as a page shows it: two drawings of which one is seen, and the same as rows."""

    title: str
    text: str
    of: str
    unit: str
    wide: SafeString
    narrow: SafeString
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where things stand in a drawing, in its units: labels beside the bars, or above them."""

    name: str
    width: int
    left: int  # where bars begin
    label_width: int
    longest: int  # bar; what is right of it is the number's
    space: int  # between bars

    @property
    def is_stacked(self) -> bool:
        return self.left == 0


WIDE = Frame("wide", width=620, left=236, label_width=222, longest=300, space=14)
NARROW = Frame("narrow", width=320, left=0, label_width=316, longest=230, space=16)


def drawing_of(chart: Chart, *, ids: str) -> Drawing:
    """A chart drawn. `ids` begins the ids in it, and is no other drawing's on the page."""
    return Drawing(
        title=chart.title,
        text=chart.text,
        of=chart.of,
        unit=chart.unit,
        wide=_drawn(chart, WIDE, ids=ids),
        narrow=_drawn(chart, NARROW, ids=ids),
        rows=tuple(_row(bar) for bar in chart.bars),
    )


def _row(bar: Bar) -> Row:
    said = GAP if bar.value is None else f"{bar.value:,}"
    return Row(settled_line(without_unstorable(bar.label)), said, bar.value is not None)


# --- Drawing --------------------------------------------------------------------------------------
def _drawn(chart: Chart, frame: Frame, *, ids: str) -> SafeString:
    most = max((bar.value or 0 for bar in chart.bars), default=0)
    top = 0
    pieces = []
    for bar in chart.bars:
        piece, height = _bar(bar, frame, top=top, share=(bar.value or 0) / (most or 1))
        pieces.append(piece)
        top += height + frame.space
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
        ' aria-labelledby="{id}-title" aria-describedby="{id}-desc"'
        ' font-family="Roboto, Arial, sans-serif" font-size="{size}">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{text}</desc>{bars}</svg>',
        id=f"{ids}-{frame.name}",
        width=frame.width,
        height=max(top - frame.space, 1),
        size=SIZE,
        title=settled_line(without_unstorable(chart.title)),
        text=settled_line(without_unstorable(chart.text)),
        bars=format_html_join("", "{}", zip(pieces)),
    )


def _bar(bar: Bar, frame: Frame, *, top: int, share: float) -> tuple[SafeString, int]:
    """One bar with its label and number, and how high all that is."""
    row = _row(bar)
    lines = list(wrapped(row.label, width=frame.label_width))
    high = len(lines) * LEADING
    if frame.is_stacked:
        middle, height = top + high + 2 + THICKNESS / 2, high + 2 + THICKNESS
    else:
        height = max(high, THICKNESS)
        middle = top + height / 2
    first = top + (0 if frame.is_stacked else (height - high) / 2) + SIZE * 0.94
    label = format_html(
        '<text fill="{}">{}</text>',
        INK,
        format_html_join(
            " ",
            '<tspan x="0" y="{}">{}</tspan>',
            ((round(first + number * LEADING, 1), line) for number, line in enumerate(lines)),
        ),
    )
    return format_html("{}{}", label, _amount(row, frame, middle=middle, share=share)), height


def _amount(row: Row, frame: Frame, *, middle: float, share: float) -> SafeString:
    """The bar from its base line, and the number behind it. A gap has neither."""
    base = round(middle + SIZE * 0.35, 1)
    if not row.is_recorded:
        return format_html(
            '<text x="{}" y="{}" fill="{}" font-style="italic">{}</text>',
            frame.left + (0 if frame.is_stacked else 8),
            base,
            QUIET,
            row.value,
        )
    long = round(frame.longest * share, 1)
    return format_html(
        '<rect x="{left}" y="{top}" width="2" height="{high}" fill="{line}"/>'
        '<rect x="{left}" y="{bar}" width="{long}" height="{thick}" fill="{brand}"/>'
        '<text x="{beside}" y="{base}" font-weight="700" fill="{ink}">{value}</text>',
        left=frame.left,
        top=round(middle - THICKNESS / 2 - 2, 1),
        high=THICKNESS + 4,
        line=LINE,
        bar=round(middle - THICKNESS / 2, 1),
        long=long,
        thick=THICKNESS,
        brand=BRAND,
        beside=round(frame.left + max(long, 2) + 8, 1),
        base=base,
        ink=INK,
        value=row.value,
    )
