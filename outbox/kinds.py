"""The kinds of letter. Each room registers its own; the outbox knows none by heart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum, auto
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from outbox.models import Notice


class Lane(IntEnum):
    """What goes first. A lower lane is never kept waiting by a higher one."""

    URGENT = 0  # somebody waits for it at a screen
    MAIL = 1
    BULK = 2  # digests


class Standing(StrEnum):
    """How far a letter can be refused by its reader: see `Preference`."""

    DUTY = auto()  # codes, one's posts, one's account
    REMINDER = auto()  # what one owes
    NEWS = auto()  # what is new


class Doubt(StrEnum):
    """What becomes of a letter of which nobody can say whether the relay took it."""

    RESEND = auto()  # once more, under the same Message-ID
    NEVER = auto()  # a code is asked for again by its reader
    ASK = auto()  # a person decides


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar object that a letter carries: beside its text, and once more as a file.

    The same notice gives the same bytes at every attempt. `content_type` tells its method, as
    "text/calendar; method=REQUEST; charset=utf-8".
    """

    content: bytes
    content_type: str
    file_type: str
    file_name: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one notice says, written for its reader as things stand now.

    `text` is in the conventions of `outbox.layout`. `reason` ends the sentence "You get this
    because …". `calendar` is for kinds that are told alone: a letter carries one.
    """

    subject: str
    text: str
    reason: str
    calendar: Calendar | None = None


@dataclass(frozen=True, slots=True)
class Unneeded:
    """Why a notice is not told after all, in words: "handed in on Friday 6 November 2026"."""

    why: str


type Said = Part | Unneeded


class Compose(Protocol):
    """Says for each notice (by its key) what it tells now, or why it is not needed any more.

    Asked at the moment of sending, for a batch at once: the number of statements must not grow with
    the notices. A notice left out of the answer counts as not needed.
    """

    def __call__(self, notices: "Sequence[Notice]", *, at: datetime) -> Mapping[int, Said]:
        """What to say, or why not."""


@dataclass(frozen=True)
class Kind:
    """One kind of letter.

    `title` is its name in the office, `rule` the sentence that tells its reader when such a letter
    comes. `rank` is its place in a letter that says several things (lowest first). `routine`
    letters of a person are merged: one a day. Others leave alone and at once.
    """

    name: str
    title: str
    compose: Compose | None = None  # none: its letters are written when they are promised
    standing: Standing = Standing.DUTY
    lane: Lane = Lane.MAIL
    routine: bool = True
    rank: int = 50
    doubt: Doubt = Doubt.RESEND
    secret: bool = False  # its text is emptied once it is settled, and shown to nobody
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a person gets letters."""

    name: str
    email: str


type Addresses = Callable[[Sequence[int]], Mapping[int, Recipient]]
type Hours = Callable[[Sequence[int], datetime], Mapping[int, datetime]]


@dataclass
class Registry:
    """What the rooms above have told the outbox at start-up."""

    kinds: dict[str, Kind]
    addresses: Addresses | None = None
    hours: Hours | None = None


_REGISTRY = Registry(kinds={})


def register(*kinds: Kind) -> None:
    """Make kinds of letter known. Called by a room's `AppConfig.ready`; may be repeated."""
    for kind in kinds:
        known = _REGISTRY.kinds.setdefault(kind.name, kind)
        if known != kind:
            raise ValueError(f"Two kinds of letter are called {kind.name}.")


def register_addresses(addresses: Addresses) -> None:
    """Say who turns persons' keys into addresses; its answer leaves out persons without one."""
    _REGISTRY.addresses = addresses


def register_hours(hours: Hours) -> None:
    """Say who knows when people may be written to.

    `hours(persons, at)` gives for each the first moment from `at` on that is no quiet hour.
    """
    _REGISTRY.hours = hours


def kind_of(name: str) -> Kind | None:
    """The kind of that name; none if no room knows it any more."""
    return _REGISTRY.kinds.get(name)


def kinds() -> list[Kind]:
    """All kinds, as they stand in a letter."""
    return sorted(_REGISTRY.kinds.values(), key=lambda kind: (kind.rank, kind.name))


def recipients(persons: Sequence[int]) -> Mapping[int, Recipient]:
    """Where these persons get letters."""
    return _REGISTRY.addresses(persons) if _REGISTRY.addresses and persons else {}


def open_from(persons: Sequence[int], at: datetime) -> Mapping[int, datetime]:
    """From when on, at `at` or later, these persons may be written to."""
    found = _REGISTRY.hours(persons, at) if _REGISTRY.hours and persons else {}
    return {person: found.get(person, at) for person in persons}
