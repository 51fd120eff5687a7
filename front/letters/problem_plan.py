"""Of which letters that did not arrive the Programme Team is told, each of it once.

An address that cannot be reached is told by itself; so is a letter that was refused or set aside,
unless many were on one day: then the day is told. Codes are asked for again by their readers.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef
from django.db.models.functions import Lower

from kit.dates import day_of, in_full
from outbox.kinds import Doubt, kinds
from outbox.models import Letter, Notice, Suppression
from outbox.planning import Due, Plan
from outbox.promises import Promise, key_of
from people.models import User
from towns.models import Role, Tenure

NAME = "front/undelivered"
OF_USE = timedelta(days=14)
MOST_A_DAY = 10  # letters that are told one by one
A_DAY = "outbox.day"
STOPPED = (Letter.State.FAILED, Letter.State.ASIDE)


@dataclass(frozen=True)
class _Problem:
    """What the team is told: about which row or day, since when, and in a few words."""

    about: str
    since: datetime
    why: str
    person: int | None = None  # who is not reached, and so not told


def plan(at: datetime) -> Plan:
    """Of what each member of the team is told at that moment: four statements."""
    problems = [*_addresses(at), *_letters(at)]
    team = _team(at) if problems else []
    return Plan(
        due=[
            Due(_promise(one, person), one.why, one.since)
            for one in problems
            for person in team
            if person != one.person
        ]
    )


def _promise(problem: _Problem, person: int) -> Promise:
    return Promise(
        NAME,
        person,
        problem.about,
        f"{day_of(problem.since):%Y-%m-%d}",
        not_before=problem.since,
        useful_until=problem.since + OF_USE,
    )


def _addresses(at: datetime) -> Iterator[_Problem]:
    """Addresses that failed lately and that nobody has mended."""
    rows = Suppression.objects.filter(since__range=(at - OF_USE, at), lifted_at=None).exclude(
        reason=Suppression.Reason.BY_HAND
    )
    found = list(rows.order_by("since", "pk"))
    users = User.objects.filter(email__in=[one.email for one in found])
    persons = dict(users.values_list(Lower("email"), "person"))
    for one in found:
        why = f"letters to {one.email} have come back since {in_full(day_of(one.since))}"
        yield _Problem(key_of(one), one.since, why, persons.get(one.email))


def _letters(at: datetime) -> Iterator[_Problem]:
    by_day: defaultdict[object, list[Letter]] = defaultdict(list)
    for letter in stopped_letters(at=at):
        by_day[day_of(stopped_at(letter))].append(letter)
    for letters in by_day.values():
        if len(letters) <= MOST_A_DAY:
            yield from map(_of_letter, letters)
        else:
            yield _of_day(letters)


def _of_letter(letter: Letter) -> _Problem:
    state = letter.get_state_display().lower()
    since = stopped_at(letter)
    return _Problem(
        key_of(letter), since, f"a letter was {state} on {in_full(day_of(since))}", letter.person
    )


def _of_day(letters: Iterable[Letter]) -> _Problem:
    since = min(stopped_at(letter) for letter in letters)
    day = day_of(since)
    return _Problem(f"{A_DAY}:{day.toordinal()}", since, f"many letters stopped on {in_full(day)}")


def stopped_letters(*, at: datetime) -> list[Letter]:
    """Letters that were refused or set aside lately, by when; each knows it as `ended_at`.

    Not codes, nor those that only told of other problems, nor those to an address that is told of
    by itself. One statement.
    """
    codes = [kind.name for kind in kinds() if kind.doubt == Doubt.NEVER]
    told = Notice.objects.filter(letter=OuterRef("pk"))
    unreached = Suppression.objects.filter(email=Lower(OuterRef("to")), lifted_at=None)
    rows = (
        Letter.objects.filter(
            ~Exists(told.filter(kind__in=codes)),
            ~Exists(unreached),
            Exists(told.exclude(kind=NAME)),
            state__in=STOPPED,
            promised_at__gt=at - 2 * OF_USE,
        )
        .annotate(ended_at=Max("notices__settled_at"))
        .filter(ended_at__range=(at - OF_USE, at))
        .defer("text", "html", "footer")
    )
    return list(rows.order_by("ended_at", "pk"))


def stopped_at(letter: Letter) -> datetime:
    """When a letter of `stopped_letters` stopped."""
    ended_at: datetime = vars(letter)["ended_at"]
    return ended_at


def _team(at: datetime) -> list[int]:
    """Whoever is of the Programme Team and signs in."""
    held = Tenure.objects.active(on=day_of(at)).of_role(Role.PROGRAMME_TEAM)
    persons = held.filter(person__user__is_active=True).values_list("person", flat=True)
    return sorted(set(persons))
