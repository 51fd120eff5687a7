"""Sessions, their notes and their resources as they are found by their words."""

from datetime import date

from django.db.models import QuerySet

from kit.search import with_words
from people.models import User
from sessions.models import CohortSession, Note, Resource

CANCELLED = CohortSession.State.CANCELLED


def sessions_to_find(user: User, *, on: date) -> QuerySet[CohortSession]:
    """The sessions that this person sees and that were not cancelled."""
    return with_words(CohortSession.objects.visible_to(user, on=on).exclude(state=CANCELLED))


def notes_to_find(user: User, *, on: date) -> QuerySet[Note]:
    """What was noted or decided at them."""
    return with_words(Note.objects.visible_to(user, on=on).exclude(session__state=CANCELLED))


def resources_to_find(user: User, *, on: date) -> QuerySet[Resource]:
    """What was brought to them or made from them, and can be had."""
    rows = Resource.objects.visible_to(user, on=on).usable()
    return with_words(rows.exclude(session__state=CANCELLED))
