"""A grid for phones: a row for each organisation, a column for each town, a dot for each tie."""

from collections.abc import Iterator, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from front.bonds import Bond, Map, Node
from front.drawing.lines import near_their_towns
from front.drawing.marks import FAINT, GOOD, INK, QUIET, beyond_words, colour_of, line_words
from kit.lettering import LEADING, SIZE, width_of, wrapped
from kit.text import settled_line

WIDTH = 328  # units, as many as a phone has pixels beside its margins
COLUMN = 24
GAP = 10  # between rows; with a line of letters a target of 30 units
RADIUS: Mapping[int | None, float] = {None: 4, 1: 4, 2: 6, 3: 8, 4: 10.5}
HOLLOW = 0.4  # of a dot's radius
RULE = "#d3dad9"


def dots_of(found: Map, *, title: str, placed: Map | None = None, width: int = WIDTH) -> SafeString:
    """The map as dots; each name where it stands in the map `placed`, if one is given.

    So two days of the same towns and organisations can be laid beside each other.
    """
    left = width - COLUMN * len(found.towns)
    head = max((width_of(settled_line(town.name)) for town in found.towns), default=0) + GAP
    places = {town.pk: left + COLUMN * (number + 0.5) for number, town in enumerate(found.towns)}
    rows, middles, height = _rows(found, placed or found, left=left, width=width, top=head)
    dots = [
        (_dot(bond, places[bond.town.pk], middles[bond.organisation.pk]),) for bond in found.bonds
    ]
    towns = [(_town(town, places[town.pk], foot=head - GAP),) for town in found.towns]
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="group"'
        ' preserveAspectRatio="xMinYMin" aria-label="{title}"'
        ' font-family="Roboto, Arial, sans-serif" font-size="{size}">'
        "{towns}{rows}"
        '<g aria-hidden="true">{dots}</g></svg>',
        width=width,
        height=round(height),
        title=title,
        size=SIZE,
        towns=format_html_join("", "{}", towns),
        rows=format_html_join("", "{}", ((row,) for row in rows)),
        dots=format_html_join("", "{}", dots),
    )


def _rows(
    found: Map, placed: Map, *, left: float, width: int, top: float
) -> tuple[list[SafeString], dict[int, float], float]:
    """The names below each other, the middle of each, and how high that is."""
    rows, middles = [], {}
    for node in near_their_towns(placed):
        lines = list(wrapped(settled_line(node.name), width=int(left - GAP)))
        note = beyond_words(found.beyond.get(node.pk, 0))
        high = LEADING * (len(lines) + bool(placed.beyond.get(node.pk, 0))) + GAP
        middles[node.pk] = top + high / 2
        words = _spans([*lines, note] if note else lines, note, top=top + GAP / 2)
        rows.append(
            format_html(
                '<path d="M0 {top}H{width}" stroke="{rule}"/>'
                '<a href="{url}" aria-label="{whole}"><text fill="{ink}">{words}</text></a>',
                top=round(top, 1),
                width=width,
                rule=RULE,
                url=node.url,
                whole=f"{node.name} {note}".strip(),
                ink=INK,
                words=format_html_join("", "{}", ((one,) for one in words)),
            )
        )
        top += high
    return rows, middles, top


def _spans(lines: list[str], note: str, *, top: float) -> Iterator[SafeString]:
    for number, line in enumerate(lines):
        y = round(top + SIZE * 0.94 + number * LEADING, 1)
        quiet = format_html(' fill="{}" font-size="14"', QUIET) if line is note else ""
        yield format_html('<tspan x="0" y="{}"{}>{}</tspan>', y, quiet, line)


def _town(town: Node, x: float, *, foot: float) -> SafeString:
    """A town's name, read from below."""
    return format_html(
        '<a href="{}"><text transform="translate({} {}) rotate(-90)" fill="{}">{}</text></a>',
        town.url,
        round(x + SIZE * 0.35, 1),
        round(foot, 1),
        INK,
        settled_line(town.name),
    )


def _dot(bond: Bond, x: float, y: float) -> SafeString:
    """Full if it is there, a ring if it fades, a cross if it is over; what is new is hollow.

    So it is told from the others on paper that knows no colours.
    """
    words, colour = line_words(bond), colour_of(bond)
    if bond.now.is_over:
        return format_html(
            '<path d="M{} {}l8 8m0 -8l-8 8" stroke="{}" stroke-width="1.5"><title>{}</title>'
            "</path>",
            round(x - 4, 1),
            round(y - 4, 1),
            FAINT,
            words,
        )
    fill = "#fff" if bond.now.is_fading else colour
    radius = RADIUS[bond.now.strength]
    return format_html(
        '<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="1.5"><title>{}</title>'
        "</circle>{}",
        round(x, 1),
        round(y, 1),
        radius,
        fill,
        colour,
        words,
        _hollow(x, y, radius) if bond.change in GOOD and not bond.now.is_fading else "",
    )


def _hollow(x: float, y: float, radius: float) -> SafeString:
    """A light middle."""
    return format_html(
        '<circle cx="{}" cy="{}" r="{}" fill="#fff"/>',
        round(x, 1),
        round(y, 1),
        round(radius * HOLLOW, 1),
    )
