"""Towns on the left, organisations on the right, a line for each tie."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from front.bonds import Bond, Map, Node
from front.drawing.marks import INK, QUIET, beyond_words, colour_of, dashes_of, line_words
from kit.lettering import LEADING, SIZE, wrapped
from kit.text import settled_line

WIDTH, LEFT, RIGHT = 680, 150, 350  # units; lines run from LEFT to RIGHT
PAD = 6
GAP = 12  # between organisations; with a line of letters a target of 32 units
TOWN_GAP = 36
THICKNESS: Mapping[int | None, float] = {None: 1.5, 1: 1.5, 2: 3, 3: 4.5, 4: 6.5}


@dataclass(frozen=True)
class _Label:
    """A name as it is set: its lines, and where their middle is."""

    node: Node
    lines: Sequence[str]
    middle: float
    note: str = ""


def lines_of(found: Map, *, title: str) -> SafeString:
    """The map as lines."""
    organisations, height = _organisations(found)
    towns, height = _towns(found, height=height)
    ends = {label.node.pk: label.middle for label in organisations}
    begins = {label.node.pk: label.middle for label in towns}
    lines = [
        (_line(bond, begins[bond.town.pk], ends[bond.organisation.pk]),)
        for bond in sorted(
            found.bonds, key=lambda bond: (bool(bond.change), not bond.now.is_fading)
        )
    ]
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="group"'
        ' aria-label="{title}" font-family="Roboto, Arial, sans-serif" font-size="{size}">'
        '<g aria-hidden="true" fill="none">{lines}</g>{towns}{organisations}</svg>',
        width=WIDTH,
        height=round(height),
        title=title,
        size=SIZE,
        lines=format_html_join("", "{}", lines),
        towns=format_html_join("", "{}", ((_name(one, LEFT - PAD, "end"),) for one in towns)),
        organisations=format_html_join(
            "", "{}", ((_name(one, RIGHT + PAD, "start"),) for one in organisations)
        ),
    )


def _organisations(found: Map) -> tuple[list[_Label], float]:
    """Organisations below each other, near the towns that know them; and how high that is."""
    labels, top = [], GAP / 2
    for node in near_their_towns(found):
        lines = list(wrapped(settled_line(node.name), width=WIDTH - RIGHT - PAD))
        note = beyond_words(found.beyond.get(node.pk, 0))
        high = LEADING * (len(lines) + bool(note))
        labels.append(_Label(node, lines, top + high / 2, note))
        top += high + GAP
    return labels, top


def near_their_towns(found: Map) -> list[Node]:
    """Organisations so that few lines cross: by the middle of the places of their towns."""
    place = {town.pk: number for number, town in enumerate(found.towns)}
    places: dict[int, list[int]] = {}
    for bond in found.bonds:
        places.setdefault(bond.organisation.pk, []).append(place[bond.town.pk])

    def middle(node: Node) -> float:
        known = places.get(node.pk, [len(place)])
        return sum(known) / len(known)

    return sorted(found.organisations, key=lambda node: (middle(node), node.name.casefold()))


def _towns(found: Map, *, height: float) -> tuple[list[_Label], float]:
    """Towns below each other, spread over the height."""
    height = max(height, TOWN_GAP * len(found.towns))
    step = height / max(len(found.towns), 1)
    return [
        _Label(town, list(wrapped(settled_line(town.name), width=LEFT - PAD)), step * (place + 0.5))
        for place, town in enumerate(found.towns)
    ], height


def _line(bond: Bond, begin: float, end: float) -> SafeString:
    dashes = dashes_of(bond)
    return format_html(
        '<path d="M{left} {begin}C{half} {begin} {half} {end} {right} {end}" stroke="{colour}"'
        ' stroke-width="{thick}"{dashes}><title>{words}</title></path>',
        left=LEFT,
        right=RIGHT,
        half=(LEFT + RIGHT) // 2,
        begin=round(begin, 1),
        end=round(end, 1),
        colour=colour_of(bond),
        thick=THICKNESS[None if bond.now.is_fading or bond.now.is_over else bond.now.strength],
        dashes=format_html(' stroke-dasharray="{}"', dashes) if dashes else "",
        words=line_words(bond),
    )


def _name(label: _Label, x: int, anchor: str) -> SafeString:
    """A name as a link, and beneath it in smaller words how many more towns there are."""
    return format_html(
        '<a href="{url}" aria-label="{whole}">'
        '<text text-anchor="{anchor}" fill="{ink}">{lines}</text></a>',
        url=label.node.url,
        whole=f"{label.node.name} {label.note}".strip(),
        anchor=anchor,
        ink=INK,
        lines=format_html_join("", "{}", ((one,) for one in _spans(label, x))),
    )


def _spans(label: _Label, x: int) -> Iterator[SafeString]:
    lines = [*label.lines, label.note] if label.note else [*label.lines]
    first = label.middle - LEADING * len(lines) / 2 + SIZE * 0.94
    for number, line in enumerate(lines):
        y = round(first + number * LEADING, 1)
        quiet = format_html(' fill="{}" font-size="14"', QUIET) if line is label.note else ""
        yield format_html('<tspan x="{}" y="{}"{}>{}</tspan>', x, y, quiet, line)
