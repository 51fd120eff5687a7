"""The map of relationships as our own SVG: towns on the left, organisations on the right. Pure.

The same map is always drawn the same. Lines are told in words beside it, so that they are hidden
from who listens; the names are links. Drawn twice: on a phone the letters of a wide drawing would
shrink.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from front.queries.relationships import Bond, Change, Map, Node
from kit.lettering import LEADING, SIZE, wrapped
from kit.text import settled_line

BRAND = "#14565b"
FRESH = "#ad4208"
GONE = "#7d8888"
INK = "#1a1a1a"
QUIET = "#545b5c"

GAP = 12  # between organisations; with a line of letters a target of 32 units
TOWN_GAP = 36
THICKNESS: Mapping[int | None, float] = {None: 1.5, 1: 1.5, 2: 3, 3: 4.5, 4: 6.5}
DASHES = {"fading": "7 5", "over": "1 6"}


@dataclass(frozen=True)
class Frame:
    """Where things stand, in units: towns end at `left`, lines run from there to `right`."""

    name: str
    width: int
    left: int
    right: int

    @property
    def label_width(self) -> int:
        """How wide the name of an organisation may be."""
        return self.width - self.right - PAD


PAD = 6
WIDE = Frame("wide", width=640, left=150, right=330)
NARROW = Frame("narrow", width=328, left=112, right=166)


@dataclass(frozen=True)
class Drawing:
    """The map as a page shows it: two drawings, of which one is seen."""

    wide: SafeString
    narrow: SafeString


@dataclass(frozen=True)
class _Label:
    """A name as it is set: its lines, and where their middle is."""

    node: Node
    lines: Sequence[str]
    middle: float
    note: str = ""


def drawn(found: Map, *, title: str) -> Drawing:
    """The map drawn for wide screens and for phones."""
    return Drawing(_drawn(found, WIDE, title=title), _drawn(found, NARROW, title=title))


def line_words(bond: Bond) -> str:
    """A tie in one sentence or three: who, how close, when last, what became of it."""
    parts = [f"{bond.town.name} and {bond.organisation.name}: {bond.strength_words}", bond.words]
    return ". ".join([*parts, bond.change_words] if bond.change_words else parts) + "."


def _drawn(found: Map, frame: Frame, *, title: str) -> SafeString:
    organisations, height = _organisations(found, frame)
    towns, height = _towns(found, frame, height=height)
    ends = {label.node.pk: label.middle for label in organisations}
    begins = {label.node.pk: label.middle for label in towns}
    lines = [
        _line(bond, frame, begins[bond.town.pk], ends[bond.organisation.pk])
        for bond in sorted(found.bonds, key=lambda bond: bool(bond.change))  # what is new on top
    ]
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="group"'
        ' aria-label="{title}" font-family="Roboto, Arial, sans-serif" font-size="{size}">'
        '<g aria-hidden="true" fill="none">{lines}</g>{towns}{organisations}</svg>',
        width=frame.width,
        height=round(height),
        title=title,
        size=SIZE,
        lines=format_html_join("", "{}", zip(lines)),
        towns=format_html_join("", "{}", ((_name(one, frame.left - PAD, "end"),) for one in towns)),
        organisations=format_html_join(
            "", "{}", ((_name(one, frame.right + PAD, "start"),) for one in organisations)
        ),
    )


def _organisations(found: Map, frame: Frame) -> tuple[list[_Label], float]:
    """Organisations below each other, near the towns that know them; and how high that is."""
    labels, top = [], GAP / 2
    for node in _near_their_towns(found):
        lines = list(wrapped(settled_line(node.name), width=frame.label_width))
        more = found.beyond.get(node.pk, 0)
        note = f"and {more:,} more town{'s' if more > 1 else ''}" if more else ""
        high = LEADING * (len(lines) + bool(note))
        labels.append(_Label(node, lines, top + high / 2, note))
        top += high + GAP
    return labels, top


def _near_their_towns(found: Map) -> list[Node]:
    """So that few lines cross: by the middle of the places of the towns that know each."""
    place = {town.pk: number for number, town in enumerate(found.towns)}
    places: dict[int, list[int]] = {}
    for bond in found.bonds:
        places.setdefault(bond.organisation.pk, []).append(place[bond.town.pk])

    def middle(node: Node) -> float:
        known = places.get(node.pk, [len(place)])
        return sum(known) / len(known)

    return sorted(found.organisations, key=lambda node: (middle(node), node.name.casefold()))


def _towns(found: Map, frame: Frame, *, height: float) -> tuple[list[_Label], float]:
    """Towns below each other, spread over the height."""
    height = max(height, TOWN_GAP * len(found.towns))
    step = height / max(len(found.towns), 1)
    return [
        _Label(
            town,
            list(wrapped(settled_line(town.name), width=frame.left - 2 * PAD)),
            step * (number + 0.5),
        )
        for number, town in enumerate(found.towns)
    ], height


def _line(bond: Bond, frame: Frame, begin: float, end: float) -> SafeString:
    half = (frame.left + frame.right) / 2
    return format_html(
        '<path d="M{left} {begin}C{half} {begin} {half} {end} {right} {end}" stroke="{colour}"'
        ' stroke-width="{thick}"{dashes}><title>{words}</title></path>',
        left=frame.left,
        right=frame.right,
        half=half,
        begin=round(begin, 1),
        end=round(end, 1),
        colour=_colour(bond),
        thick=THICKNESS[bond.now.strength],
        dashes=format_html(' stroke-dasharray="{}"', _dashes(bond)) if _dashes(bond) else "",
        words=line_words(bond),
    )


def _colour(bond: Bond) -> str:
    if bond.now.is_over:
        return GONE
    return FRESH if bond.change in {Change.NEW, Change.AGAIN, Change.CLOSER} else BRAND


def _dashes(bond: Bond) -> str:
    if bond.now.is_over:
        return DASHES["over"]
    return DASHES["fading"] if bond.now.is_fading else ""


def _name(label: _Label, x: int, anchor: str) -> SafeString:
    """A name as a link, and beneath it in smaller words how many more towns there are."""
    return format_html(
        '<a href="{url}"><text text-anchor="{anchor}" fill="{ink}">{lines}</text></a>',
        url=label.node.url,
        anchor=anchor,
        ink=INK,
        lines=format_html_join(" ", "{}", ((one,) for one in _spans(label, x))),
    )


def _spans(label: _Label, x: int) -> Iterator[SafeString]:
    lines = [*label.lines, label.note] if label.note else [*label.lines]
    first = label.middle - LEADING * len(lines) / 2 + SIZE * 0.94
    for number, line in enumerate(lines):
        y = round(first + number * LEADING, 1)
        fill = format_html(' fill="{}" font-size="14"', QUIET) if line is label.note else ""
        yield format_html('<tspan x="{}" y="{}"{}>{}</tspan>', x, y, fill, line)
