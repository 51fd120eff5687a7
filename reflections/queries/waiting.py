"""What waits for reports: jots and items begun, counted for many people at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from reflections.models import Item, Jot


@dataclass(frozen=True, slots=True)
class Place:
    """One person's view of a town's month."""

    person: int
    town: int
    month: date


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many jots wait for a report, and how many items its reader has written there."""

    jots: int
    items: int


def waiting_for(places: Collection[Place]) -> dict[Place, Waiting]:
    """What waits in each of these places: two statements.

    Counts the reader's own jots, and those that a leaver released to the town.
    """
    persons, towns = {one.person for one in places}, {one.town for one in places}
    jots = list(
        Jot.objects.waiting()
        .filter(Q(author__in=persons) | Q(released_at__isnull=False), town__in=towns)
        .values_list("town", "author", "left_out_month", TruncMonth("noticed_on"))
        .annotate(released=Count("released_at"), all=Count("pk"))
        .order_by()
    )
    items = {
        Place(person, town, month): number
        for person, town, month, number in Item.objects.standing()
        .filter(author__in=persons, report__town__in=towns)
        .filter(report__month__in={one.month for one in places})
        .values_list("author", "report__town", "report__month")
        .annotate(Count("pk"))
        .order_by()
    }
    return {
        place: Waiting(
            sum(
                number if author == place.person else released
                for town, author, left_out, month, released, number in jots
                if town == place.town and month <= place.month and left_out != place.month
            ),
            items.get(place, 0),
        )
        for place in places
    }
