"""The letters as the office lists them, the newest first."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from front.queries.letter_words import Standing, standing, what_of
from kit.dates import moment_in_full
from outbox.models import Letter, Notice, Pause, Suppression
from people.models import Person, User
from people.names import tidy
from towns.access import Thing, reached
from towns.queries.people import people_visible_to

A_PAGE = 50
MOST_NAMESAKES = 200
State = Letter.State

STATES = MappingProxyType(
    {
        "waiting": "Waiting",
        "sent": "Sent",
        "returned": "Came back",
        "not_needed": "Not needed",
        "late": "Too late",
        "doubt": "In doubt",
        "aside": "Set aside",
        "refused": "Refused",
        "unreached": "Address cannot be reached",
    }
)


@dataclass(frozen=True)
class LettersAsked:
    """Which letters are asked for: all, unless something is said."""

    state: str = ""
    name: str = ""  # a part of a person's name, or an address
    person: UUID | None = None  # the key of one

    @property
    def query(self) -> dict[str, str]:
        """What was said, for an address."""
        person = str(self.person) if self.person else ""
        said = {"state": self.state, "name": self.name, "person": person}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True)
class LetterRow:
    """A letter in a list."""

    key: UUID
    to: str
    what: str
    when: str
    standing: Standing


@dataclass(frozen=True)
class LettersPage:
    """One page of the list; `after` leads to the next, if there is one."""

    rows: tuple[LetterRow, ...]
    after: UUID | None


def letters_visible_to(user: User, *, on: date) -> QuerySet[Letter]:
    """Every letter, to those who mind letters. Its words are another thing of the access table."""
    return Letter.objects.filter(reached(user, Thing.LETTERS, on=on))


def suppressions_visible_to(user: User, *, on: date) -> QuerySet[Suppression]:
    """Every address to which no letter goes, to those who mind letters."""
    return Suppression.objects.filter(reached(user, Thing.LETTERS, on=on), lifted_at=None)


def unreached(user: User, person: Person, *, on: date) -> Suppression | None:
    """Why no letter goes to a person's account, if none does: one statement."""
    address = User.objects.filter(person=person).values("email")
    return suppressions_visible_to(user, on=on).filter(email__in=address).first()


def pauses_visible_to(user: User, *, on: date) -> QuerySet[Pause]:
    """Every pause that has not ended, to those who mind letters."""
    return Pause.objects.filter(reached(user, Thing.LETTERS, on=on), ended_at=None)


def letters_page(
    user: User, asked: LettersAsked, *, after: UUID | None = None, at: datetime
) -> LettersPage:
    """Letters by the moment of their promise, fifty at a time: at most six statements."""
    on = timezone.localdate(at)
    letters = letters_visible_to(user, on=on).filter(_in_state(asked.state, at=at))
    if asked.name or asked.person:
        letters = letters.filter(_to(user, asked, on=on))
    if after:
        last = letters_visible_to(user, on=on).filter(key=after)
        last_row = last.values_list("promised_at", "pk").first()
        if last_row:
            moment, number = last_row
            letters = letters.filter(
                Q(promised_at__lt=moment) | Q(promised_at=moment, pk__lt=number)
            )
    found = list(
        letters.order_by("-promised_at", "-pk").defer("text", "html", "footer")[: A_PAGE + 1]
    )
    page, more = found[:A_PAGE], found[A_PAGE:]
    names, kinds = names_of(letter.person for letter in page), kinds_of(page)
    rows = [_row(letter, names, kinds[letter.pk], at=at) for letter in page]
    return LettersPage(tuple(rows), page[-1].key if more else None)


def _in_state(state: str, *, at: datetime) -> Q:
    """The letters of one word of the filter; all for no word, or one that is not known."""
    overdue = Q(state=State.DATA_OPEN, lease_until__lt=at)
    match state:
        case "waiting":
            return Q(state__in=[State.READY, State.LEASED, State.DATA_OPEN]) & ~overdue
        case "sent":
            return Q(state=State.ACCEPTED, bounced_at=None)
        case "returned":
            return Q(state=State.ACCEPTED, bounced_at__isnull=False)
        case "not_needed" | "aside":
            return Q(state=state)
        case "late":
            return Q(state=State.EXPIRED)
        case "doubt":
            return overdue
        case "refused":
            return Q(state=State.FAILED)
        case "unreached":
            return Q(state=State.SUPPRESSED)
    return Q()


def _to(user: User, asked: LettersAsked, *, on: date) -> Q:
    people, name = people_visible_to(user, on=on), tidy(asked.name)
    if asked.person:
        return Q(person__in=people.filter(key=asked.person).values("pk"))
    if "@" in name:
        by_account = people.filter(user__email__iexact=name)
        return Q(person__in=by_account.values("pk")) | Q(to__iexact=name)
    bearers = people.filter(name__icontains=name).values_list("pk", flat=True)
    return Q(person__in=list(bearers[:MOST_NAMESAKES]))


def names_of(persons: Iterable[int | None]) -> dict[int, tuple[UUID, str]]:
    """The key and the name of each of these persons: one statement."""
    numbers = {person for person in persons if person is not None}
    rows = Person.objects.filter(pk__in=numbers).values_list("pk", "key", "name")
    return {pk: (key, name) for pk, key, name in rows}


def kinds_of(letters: Collection[Letter]) -> dict[int, list[str]]:
    """The kinds of what each of these letters tells, as promised: one statement."""
    rows = Notice.objects.filter(letter__in=[letter.pk for letter in letters]).order_by("pk")
    found: defaultdict[int, list[str]] = defaultdict(list)
    for letter, kind in rows.values_list("letter", "kind"):
        found[letter or 0].append(kind)
    return found


def _row(
    letter: Letter, names: dict[int, tuple[UUID, str]], kinds: Sequence[str], *, at: datetime
) -> LetterRow:
    known = names.get(letter.person) if letter.person else None
    return LetterRow(
        key=letter.key,
        to=known[1] if known else letter.to,
        what=what_of(letter, list(kinds)),
        when=moment_in_full(letter.accepted_at or letter.promised_at),
        standing=standing(letter, at=at),
    )
