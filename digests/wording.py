"""What was gathered, put into words and given a depth to begin with. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from digests.content import DEPTHS, SORTS, Depth, Sort
from kit.dates import in_short, month_name
from kit.words import listed

BRIEF, MORE = 1, 2  # passages of a town that a draft puts in brief, and besides on a page
GAPS_NAMED = 40
NAMED = 6  # organisations in the sentence of a town's progress
_COUNTED = {
    Sort.CONNECTION: ("new connection", "new connections"),
    Sort.CHALLENGE: ("challenge", "challenges"),
    Sort.LEARNING: ("learning moment", "learning moments"),
}


@dataclass(frozen=True)
class Draft:
    """A passage before it is one: what it says, and the original, as ("item", 12)."""

    sort: Sort
    text: str
    original: tuple[str, int] | None
    note: str = ""
    month: date | None = None
    depth: Depth = Depth.FULL
    weight: int = 0  # what puts it in front of others of its town
    names: Sequence[str] = ()  # the organisations of a connection


type Subject = tuple[str, int | str]


def subject_of(draft: Draft) -> Subject:
    """What a draft is about, whatever it says of it: its original, or its sort and a name."""
    return draft.original or (draft.sort, name_in(draft.text))


def name_in(text: str) -> str:
    """The name with which a counted sentence begins: "Feeling safe: Ayr and Alloa."."""
    return text.partition(": ")[0]


@dataclass(frozen=True, slots=True)
class Owed:
    """How one month of one town stands: in, or why it is not."""

    town: str
    month: date
    is_in: bool
    why: str = ""


@dataclass(frozen=True)
class Honesty:
    """How complete a quarter is: its figure, and what is missing and why."""

    completeness: str
    gaps: tuple[str, ...] = ()


def honesty_of(known: int, all_of_them: int, missing: Iterable[Owed]) -> Honesty:
    """As in "19 of 21 reports", and "Dunoon, May: post vacant"; `missing` are the first gaps."""
    gaps = [f"{one.town}, {one.month:%B}: {one.why}" for one in missing]
    if more := all_of_them - known - len(gaps):
        gaps.append(f"and {more} more")
    return Honesty(_reports(known, all_of_them), tuple(gaps))


def progress_of(owed: Sequence[Owed], drafts: Iterable[Draft]) -> str:
    """A town's quarter in a sentence or two: its reports, and what they hold, counted and named."""
    found = list(drafts)
    counts = Counter(one.sort for one in found)
    counted = [
        f"{counts[sort]} {one if counts[sort] == 1 else many}"
        for sort, (one, many) in _COUNTED.items()
        if counts[sort]
    ]
    sentences = [f"{_reports(sum(one.is_in for one in owed), len(owed))}."] if owed else []
    if missing := [f"{one.month:%B}: {one.why}" for one in owed if not one.is_in]:
        sentences[-1] = f"{sentences[-1][:-1]} ({'; '.join(missing)})."
    if counted:
        sentences.append(f"{listed(counted)}.")
    if names := list(dict.fromkeys(name for one in found for name in one.names)):
        sentences.append(f"New ties with {listed(shortened(names))}.")
    return " ".join(sentences)


def shortened(names: Sequence[str]) -> list[str]:
    """The first few of many names, and how many more there are."""
    rest = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    return [*names[:NAMED], *rest]


def with_depths(drafts: Iterable[Draft]) -> list[Draft]:
    """In the order in which they are read; the weightiest in brief, the next on a page."""
    ordered = sorted(
        drafts, key=lambda one: (SORTS.index(one.sort), -one.weight, one.month is None)
    )
    ranked = sorted(ordered, key=lambda one: -one.weight)
    depths = {id(one): _depth(number) for number, one in enumerate(ranked)}
    return [
        replace(one, depth=Depth.BRIEF if one.sort == Sort.ANSWER else depths[id(one)])
        for one in ordered
    ]


def _depth(rank: int) -> Depth:
    return DEPTHS[(rank >= BRIEF) + (rank >= BRIEF + MORE)]


def _reports(known: int, all_of_them: int) -> str:
    return f"{known} of {all_of_them} report{'' if all_of_them == 1 else 's'}"


# --- What became of an item ---------------------------------------------------------------------
@dataclass(frozen=True)
class Heard:
    """What became of an item: where it was raised, and when it was answered."""

    raised: Sequence[str] = field(default_factory=tuple)
    answered: Sequence[date] = field(default_factory=tuple)

    @property
    def sentence(self) -> str:
        """As in "Raised: Deep dive, 4 May. Answered on 14 May." Nobody is named."""
        parts = [f"Raised: {listed(list(self.raised))}."] if self.raised else []
        if self.answered:
            parts.append(f"Answered on {in_short(self.answered[0])}.")
        return " ".join(parts)

    @property
    def weight(self) -> int:
        """What came of it counts more than that it was written."""
        return 2 * bool(self.raised) + 2 * bool(self.answered)


def topic_of(outcome: str, towns: Mapping[str, int]) -> Draft:
    """An outcome on which several towns wrote: "Feeling safe: Ayr (2), Alloa and Dunoon"."""
    named = [f"{town} ({number})" if number > 1 else town for town, number in towns.items()]
    return Draft(Sort.TOPIC, f"{outcome}: {listed(named)}.", None, weight=len(towns))


def arrived_late(month: date) -> str:
    """How a passage from before is marked: "May 2026"."""
    return month_name(month)
