"""What the readers of letters may see: of many people at once, in one statement."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.db.models import IntegerField, Model, QuerySet, Value

from people.models import User
from towns.access import remember
from towns.models import Tenure


def readers_of(persons: Iterable[int], *, on: date) -> dict[int, User]:
    """The accounts of these people, each knowing what it holds that day: two statements."""
    wanted = set(persons)
    held: defaultdict[int, list[Tenure]] = defaultdict(list)
    for tenure in Tenure.objects.active(on=on).filter(person__in=wanted):
        held[tenure.person_id].append(tenure)
    users = {user.person_id: user for user in User.objects.filter(person__in=wanted)}
    for person, user in users.items():
        remember(user, held[person], on=on)
    return users


def seen[Row: Model](
    readers: Mapping[int, User],
    wanted: Iterable[tuple[int, int]],
    rows: Callable[[User], QuerySet[Row]],
) -> set[tuple[int, int]]:
    """Those of the wanted pairs, a person and a row, in which the person sees the row.

    `rows` are all that one account sees. One statement, however many people.
    """
    by_person: defaultdict[int, set[int]] = defaultdict(set)
    for person, row in wanted:
        by_person[person].add(row)
    branches = [
        rows(readers[person])
        .filter(pk__in=numbers)
        .annotate(reader=Value(person, IntegerField()))
        .values_list("reader", "pk")
        for person, numbers in sorted(by_person.items())
        if person in readers
    ]
    return set(branches[0].union(*branches[1:], all=True)) if branches else set()
