"""The agenda of the quarterly session, made of an edition: every town has the same time. Pure."""

from collections.abc import Sequence

from django.utils.text import Truncator

from digests.content import Depth, Part, Passage, Sort
from kit.words import listed
from sessions.agendas import MOST_POINTS, Point
from sessions.models.agendas import POINT_LIMIT

WELCOME, ASKED, CLOSE = 5, 10, 5  # minutes around the towns
AROUND = 3  # points
LEAST = 2  # minutes of a town


def agenda_of(parts: Sequence[Part], *, minutes: int) -> list[Point]:
    """A welcome, each town in turn with what its section opens with, questions back, a close.

    Where towns are so many that each would have less than two minutes, several share a point; the
    time of a point is then what its towns have together.
    """
    towns = [part for part in parts if part.slug]
    if not towns:
        return []
    left = max(minutes - WELCOME - ASKED - CLOSE, len(towns))
    at_once = max(1, -(-len(towns) // (MOST_POINTS - AROUND)), -(-LEAST * len(towns) // left))
    groups = [towns[start : start + at_once] for start in range(0, len(towns), at_once)]
    each = left // len(towns)
    return [
        Point(WELCOME, "Welcome, and what is missing from the digest and why"),
        *(Point(max(1, each * len(group)), _words(group)) for group in groups),
        Point(ASKED, "What groups asked back, and what they were answered"),
        Point(CLOSE, "Who takes what home"),
    ]


def _may_stand(passage: Passage) -> bool:
    """Somebody's own words are taken back at times, and an agenda forgets nothing."""
    return bool(passage.text) and passage.sort not in {Sort.QUOTE, Sort.ANSWER}


def _words(towns: Sequence[Part]) -> str:
    if len(towns) > 1:
        return Truncator(listed([one.name for one in towns])).chars(POINT_LIMIT)
    (town,) = towns
    first = next((one.text for one in town.at(Depth.BRIEF).passages if _may_stand(one)), "")
    said = f"{town.name}: {' '.join(first.split())}" if first else town.name
    return Truncator(said).chars(120)
