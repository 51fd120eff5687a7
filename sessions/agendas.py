"""An agenda as people type it: a point a line, its minutes first. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kit.errors import DomainError
from kit.text import settled_line
from kit.words import listed
from sessions.models.agendas import POINT_LIMIT
from sessions.models.series import LONGEST

MOST_POINTS = 40
_LINE = re.compile(
    r"(?P<minutes>\d{1,4})\s*(?:minutes?|mins?|['\u2019\u2032])?[:.,\u2013-]?\s+(?P<text>\S.*)"
)
_MOST_NAMED = 3
_EXCERPT = 40  # characters


class NotAnAgenda(DomainError):
    """A line is no point, or there are too many."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point: how many minutes it takes, and what it is."""

    minutes: int
    text: str


def agenda_from(typed: str) -> list[Point]:
    """The points of "10 Welcome", "25 min: The crossing in Ayr" and the like; empty lines are none.

    Raises:
        NotAnAgenda: lines without minutes or words, or too long; the sentence names them.
    """
    lines = [(number, settled_line(line)) for number, line in enumerate(typed.split("\n"), 1)]
    lines = [(number, line) for number, line in lines if line]
    if len(lines) > MOST_POINTS:
        raise NotAnAgenda(f"These are {len(lines)} points. An agenda has {MOST_POINTS} at most.")
    points = [_point(line) for _, line in lines]
    bad = [one for one, point in zip(lines, points, strict=True) if point is None]
    if bad:
        named = listed([f"line {number}, “{_begins(line)}”" for number, line in bad[:_MOST_NAMED]])
        more = f", and {len(bad) - _MOST_NAMED} more" if len(bad) > _MOST_NAMED else ""
        raise NotAnAgenda(
            f"Begin each line with its minutes, as in “10 Welcome”, and stay within {POINT_LIMIT} "
            f"characters: see {named}{more}."
        )
    return [point for point in points if point]


def typed_as(points: Iterable[Point]) -> str:
    """The same as somebody would type it."""
    return "\n".join(f"{one.minutes} {one.text}" for one in points)


def lasts(points: Sequence[Point]) -> int:
    """Minutes of them all."""
    return sum(one.minutes for one in points)


def _point(line: str) -> Point | None:
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    minutes, text = int(found["minutes"]), found["text"]
    return Point(minutes, text) if 1 <= minutes <= LONGEST and len(text) <= POINT_LIMIT else None


def _begins(line: str) -> str:
    return line if len(line) <= _EXCERPT else f"{line[:_EXCERPT]}…"
