"""How often what one town learned was used by others."""

from datetime import date
from typing import cast

from django.db.models import (
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from people.models import User
from reflections.models import Echo, Item, Reuse
from reflections.queries.found import learning_to_find

MOST_USED = 500  # of all that was used, the most used are looked at
NEWEST_ECHOES = 500


def times_used(item: str = "pk") -> Coalesce:
    """By how many towns an item was used; `item` is the outer row's field that holds it."""
    rows = Reuse.objects.filter(item=OuterRef(item)).order_by().values("item")
    number = Subquery(rows.values(number=Count("pk")), output_field=IntegerField())
    return Coalesce(number, 0)


def used_here(user: User, *, on: date) -> Exists:
    """Whether one of the towns for which somebody writes uses the item of an outer row."""
    return Exists(Reuse.objects.of_towns_of(user, on=on).filter(item=OuterRef("pk")))


def used_words(number: int) -> str:
    """As in "Used by 3 towns"; nothing of none."""
    if not number:
        return ""
    return "Used by 1 town" if number == 1 else f"Used by {number} towns"


def most_used(user: User, *, on: date) -> QuerySet[Item]:
    """The learning moments that this person may find, those first that most towns used.

    Of the same number the newest. All that was used is counted: towns press once for each of them,
    so that these are some thousands of rows after years.
    """
    used = Reuse.objects.order_by().values("item").annotate(number=Count("pk"))
    most = used.order_by("-number", "-item").values("item")[:MOST_USED]
    found = learning_to_find(user, on=on).filter(pk__in=most).annotate(used=times_used())
    return cast("QuerySet[Item]", found.order_by("-used", "-report__month", "-pk"))


def still_true(user: User, *, on: date) -> QuerySet[Item]:
    """The newest learning moments of which their authors said last that they are still true."""
    yes = Echo.objects.filter(answer=Echo.Answer.YES)
    newest = yes.order_by("-pk").values("item")[:NEWEST_ECHOES]
    later = Echo.objects.filter(item=OuterRef("item"), months__gt=OuterRef("months"))
    last = yes.filter(~Exists(later), item=OuterRef("pk"))
    found = learning_to_find(user, on=on).filter(Q(pk__in=newest), Exists(last))
    return found.order_by("-report__month", "-pk")
