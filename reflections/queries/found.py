"""Items as they are found by their words, or by what they are tagged with."""

from datetime import date

from django.db.models import Q, QuerySet

from kit.search import with_words
from people.models import User
from reflections.models import Item, Kind, Report


def items_to_find(user: User, *, on: date) -> QuerySet[Item]:
    """The items that this person reads, less sensitive ones of others: those are opened one by one.

    Each opening is kept, which a list of what was found cannot do.
    """
    open_to = Q(sensitive=False) | Q(author=user.person_id)
    return with_words(Item.objects.visible_to(user, on=on).filter(open_to))


def learning_to_find(user: User, *, on: date) -> QuerySet[Item]:
    """Of these the learning moments of reports as they were handed over."""
    return items_to_find(user, on=on).filter(
        kind=Kind.LEARNING, report__status=Report.Status.SUBMITTED
    )
