"""The letters of a day as people read them: one a person, with every part, and who is skipped."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from front.queries.due_notices import Asked, Found, found_on
from kit.dates import clock, in_full
from outbox.delivery.writing import REFUSED
from outbox.kinds import Recipient, kind_of, recipients
from outbox.models import Notice, Preference, Suppression
from people.models import Person

UNKNOWN = "Somebody who is not there any more"
UNPROMISED = "Not sent: nobody promised it"


@dataclass(frozen=True, slots=True)
class DuePart:
    """One thing that a letter tells, or told."""

    kind: str
    title: str
    about: str
    occasion: str
    why: str
    since: datetime
    useful_until: datetime | None
    state: str  # "due", or the state of its notice
    word: str  # the state in words; empty for what is only due


@dataclass(frozen=True)
class DueLetter:
    """One letter of the day."""

    person: int
    key: UUID | None
    name: str
    email: str
    leaves_at: datetime
    parts: tuple[DuePart, ...]

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is still to be sent."""
        return all(part.word for part in self.parts)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Of whom one might expect a letter, and why none goes."""

    kind: str
    title: str
    who: str
    why: str


@dataclass(frozen=True)
class DueDay:
    """What would go out on a day, and what would not."""

    on: date
    letters: tuple[DueLetter, ...]
    skipped: tuple[Skipped, ...]
    down_since: date | None = None


@dataclass(frozen=True)
class _Readers:
    """What is known of the readers: who they are, where they get letters, which they want."""

    people: Mapping[int, tuple[UUID, str]]
    addresses: Mapping[int, Recipient]
    choices: Mapping[int, str]
    suppressed: Mapping[str, datetime]

    def name_of(self, person: int) -> str:
        return self.people[person][1] if person in self.people else UNKNOWN


def due_on(day: date, *, down_since: date | None = None, at: datetime) -> DueDay:
    """What would go out on `day` as seen at `at`: reads only, and a few statements a planner.

    With `down_since`, as if nothing had run from that day on: the latest stages in one letter each.
    """
    asked = Asked(day, at, down_since)
    found, spared = found_on(asked)
    readers = _readers({one.person for one in found})
    goes: defaultdict[int, list[Found]] = defaultdict(list)
    skipped = [Skipped(one.kind, _title(one.kind), one.who, one.why) for one in spared]
    for one in sorted(found, key=_place):
        why = _why_not(one, readers)
        if why:
            name = readers.name_of(one.person)
            skipped.append(Skipped(one.kind, _title(one.kind), name, why))
        else:
            goes[one.person].append(one)
    letters = [
        _letter(person, part, readers, is_past=not asked.is_ahead)
        for person, ones in goes.items()
        for part in _apart(ones)
    ]
    letters.sort(key=lambda letter: (letter.leaves_at, letter.name, letter.person))
    skipped.sort(key=lambda one: (one.who, one.title))
    return DueDay(day, tuple(letters), tuple(skipped), down_since)


def _readers(persons: Iterable[int]) -> _Readers:
    """Four statements for all of them."""
    persons = sorted(persons)
    people = Person.objects.filter(pk__in=persons).values_list("pk", "key", "name")
    addresses = recipients(persons)
    emails = {found.email.lower() for found in addresses.values()}
    suppressed = Suppression.objects.filter(email__in=emails, lifted_at=None)
    chosen = Preference.objects.filter(person__in=persons).values_list("person", "choice")
    return _Readers(
        people={pk: (key, name) for pk, key, name in people},
        addresses=addresses,
        choices=dict(chosen),
        suppressed=dict(suppressed.values_list("email", "since")),
    )


def _place(one: Found) -> tuple[int, str, str]:
    kind = kind_of(one.kind)
    return kind.rank if kind else 0, one.about, one.occasion


def _title(name: str) -> str:
    kind = kind_of(name)
    return kind.title if kind else name


def _why_not(one: Found, readers: _Readers) -> str:
    """Why a notice is not told, in words; empty if it goes, or has gone."""
    notice = one.notice
    if notice is not None and not one.is_open:
        return "" if notice.state == Notice.State.TOLD else notice.reason
    if notice is not None and notice.state == Notice.State.HELD:
        return "Held for a person to look at: unusually many at once."
    if one.useful_until and one.useful_until <= one.leaves_at:
        return f"It could first leave on {in_full(timezone.localdate(one.leaves_at))}: too late."
    reader = readers.addresses.get(one.person)
    if reader is None:
        return "No account, and so no address."
    if since := readers.suppressed.get(reader.email.lower()):
        return f"The address cannot be reached since {in_full(timezone.localdate(since))}."
    kind, choice = kind_of(one.kind), readers.choices.get(one.person)
    if kind and choice and kind.standing in REFUSED[choice]:
        return f"They chose to get less: “{Preference.Choice(choice).label}”."
    return ""


def _apart(ones: Sequence[Found]) -> list[list[Found]]:
    """One letter for all that is routine; each of the others leaves alone."""
    routine = [one for one in ones if one.is_routine]
    alone = [[one] for one in ones if not one.is_routine]
    return [routine, *alone] if routine else alone


def _letter(person: int, ones: Sequence[Found], readers: _Readers, *, is_past: bool) -> DueLetter:
    reader = readers.addresses.get(person)
    known = readers.people.get(person)
    return DueLetter(
        person=person,
        key=known[0] if known else None,
        name=readers.name_of(person),
        email=reader.email if reader else "",
        leaves_at=min(one.leaves_at for one in ones),
        parts=tuple(_part(one, is_past=is_past) for one in ones),
    )


def _part(one: Found, *, is_past: bool) -> DuePart:
    state = one.notice.state if one.notice else "due"
    return DuePart(
        kind=one.kind,
        title=_title(one.kind),
        about=one.about,
        occasion=one.occasion,
        why=one.why.rstrip("."),
        since=one.since,
        useful_until=one.useful_until,
        state=state,
        word=_word(one, is_past=is_past),
    )


def _word(one: Found, *, is_past: bool) -> str:
    if one.notice and one.notice.settled_at and one.notice.state == Notice.State.TOLD:
        settled = one.notice.settled_at
        return f"Sent already, on {in_full(timezone.localdate(settled))} at {clock(settled)}"
    if is_past:
        return "Still waiting" if one.notice else UNPROMISED
    return ""


def as_json(day: DueDay, *, at: datetime, held_back: Sequence[str]) -> dict[str, Any]:
    """The same for programs. The keys are fixed: `manage.py due --help` tells them."""
    return {
        "on": day.on,
        "asked_at": at,
        "down_since": day.down_since,
        "held_back": list(held_back),
        "letters": [
            {
                "person": letter.person,
                "name": letter.name,
                "email": letter.email,
                "leaves_at": letter.leaves_at,
                "parts": [_part_as_json(part) for part in letter.parts],
            }
            for letter in day.letters
        ],
        "skipped": [
            {"kind": one.kind, "title": one.title, "who": one.who, "why": one.why}
            for one in day.skipped
        ],
    }


def _part_as_json(part: DuePart) -> dict[str, Any]:
    return {
        "kind": part.kind,
        "title": part.title,
        "about": part.about,
        "occasion": part.occasion,
        "why": part.why,
        "since": part.since,
        "useful_until": part.useful_until,
        "state": part.state,
    }
