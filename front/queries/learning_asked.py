"""What somebody looks for in the learning library, and the same as it stands in an address."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.http import urlencode

from front.queries.learning_sources import SORTS
from kit.periods import QUARTER, last_day, month_from, quarter_months, shift
from kit.text import settled_line, without_unstorable

LONGEST = 200  # characters that are looked for
MOST_WORDS = 20
DECEMBER = 12
_YEAR = re.compile("2[01][0-9]{2}", re.ASCII)
_AFTER = re.compile(r"([0-9.e+-]{1,24})_(\d{4}-\d\d-\d\d)_([a-z]{1,12})_(\d{1,18})", re.ASCII)

type Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Name:
    """A word of the vocabulary, by which is narrowed."""

    pk: int
    slug: str
    name: str
    theme: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """The outcomes and the stages in their order, and the town that was named.

    `spans` are the stages' days from their first month on, as in an address, and their programmes.
    `newest` is the number of the newest item.
    """

    outcomes: Sequence[Name] = ()
    stages: Sequence[Name] = ()
    spans: Mapping[int, tuple[str, str, int]] = field(default_factory=dict)
    town: Name | None = None
    newest: int = 0


@dataclass(frozen=True)
class Asked:
    """Words, and to what they are narrowed; `after` is where the page before ended."""

    words: str = ""
    kind: str = ""
    town: str = ""
    outcome: str = ""
    stage: str = ""
    when: str = ""
    order: str = ""
    after: str = ""
    was_cut: bool = False

    @property
    def narrowed(self) -> dict[str, str]:
        """To what it is narrowed, by the names that stand in an address."""
        names = ("kind", "town", "outcome", "stage", "when")
        return {name: value for name in names if (value := getattr(self, name))}

    @property
    def is_anything(self) -> bool:
        """Whether anything is looked for at all."""
        return bool(self.words or self.narrowed)

    @property
    def span(self) -> Span | None:
        """The days of the year or the quarter that is named."""
        if _YEAR.fullmatch(self.when):
            year = int(self.when)
            return date(year, 1, 1), date(year, DECEMBER, 31)
        first = month_from(self.when)
        return (first, last_day(shift(first, QUARTER - 1))) if first else None

    @property
    def when_in_words(self) -> str:
        """The year, or the quarter by its months."""
        first = month_from(self.when)
        return quarter_months(first) if first else self.when

    @property
    def place(self) -> tuple[float, str, str, int] | None:
        """After which row the page begins; none for the first, and for what means nothing."""
        found = _AFTER.fullmatch(self.after)
        if not found:
            return None
        try:
            return (
                float(found[1]),
                date.fromisoformat(found[2]).isoformat(),
                found[3],
                int(found[4]),
            )
        except ValueError:
            return None

    def with_words(self, words: str) -> "Asked":
        """The same of other words, from its beginning."""
        return replace(self, words=words, after="", was_cut=False)

    def address(self, **changed: str) -> str:
        """The same with some of it changed, as an address within the page; from its beginning."""
        order = {"order": self.order} if self.order else {}
        told = {"q": self.words, **self.narrowed, **order} | changed
        return f"?{urlencode({name: value for name, value in told.items() if value})}"


def asked_by(told: Mapping[str, str]) -> Asked:
    """What an address asks for; what it cannot mean is left aside, what is too long is cut."""
    known = {name: without_unstorable(value) for name, value in told.items()}
    typed = settled_line(known.get("q", ""))
    words = " ".join(typed[:LONGEST].split()[:MOST_WORDS])
    kind, when = known.get("kind", ""), known.get("when", "")
    asked = Asked(
        words=words,
        kind=kind if kind in SORTS else "",
        town=known.get("town", "")[:120],
        outcome=known.get("outcome", "")[:80],
        stage=known.get("stage", "") if known.get("stage", "").isdecimal() else "",
        when=when,
        order="newest" if known.get("order") == "newest" else "",
        after=known.get("after", "")[:80],
        was_cut=words != typed,
    )
    return asked if asked.span else replace(asked, when="")
