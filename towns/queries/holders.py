"""Who with an account holds a post: for letters to all who lead a town, or are of the team."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from towns.models import Role, Tenure


def leads_of(towns: Collection[int], *, on: date) -> Mapping[int, frozenset[int]]:
    """The persons with an account who lead each of these towns that day: one statement."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    held = Tenure.objects.active(on=on).of_role(Role.PROJECT_LEAD)
    rows = held.filter(town__in=towns, person__user__is_active=True)
    for town, person in rows.values_list("town", "person"):
        found[town or 0].add(person)
    return {town: frozenset(found[town]) for town in towns}


def team(*, on: date) -> frozenset[int]:
    """The persons with an account who are of the Programme Team that day: one statement."""
    held = Tenure.objects.active(on=on).of_role(Role.PROGRAMME_TEAM)
    rows = held.filter(person__user__is_active=True)
    return frozenset(rows.values_list("person", flat=True))
