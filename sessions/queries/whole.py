"""A session with all that its page tells of it, in one statement that is written once a process.

Who asks changes nothing about it: whoever may see the session is found before.
"""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, DateField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Concat, JSONObject
from django.urls import reverse

from kit.prepared import Prepared, slot
from reflections.models import ItemEvent
from sessions.models import CohortSession, Note
from sessions.queries.details import with_details
from sessions.queries.questions import with_questions
from sessions.queries.resources import with_shelf
from sessions.queries.sessions import with_partners

# What the statement adds to the row.
NOTES, RAISED, FOLLOWS = "note_rows", "raised_items", "follows_another"


def whole(session: int, *, on: date) -> CohortSession:
    """The session of that number: one statement, and one for the posts that are invited."""
    [found] = _WHOLE(session=session, on=on)
    return found


def _build() -> QuerySet[CohortSession]:
    rows = CohortSession.objects.filter(pk=slot("session", BigIntegerField()))
    found = rows.select_related("kind", "series", "group").prefetch_related("invited__group")
    told = with_questions(with_shelf(with_details(with_partners(found))))
    return told.annotate(**{NOTES: _notes(), RAISED: _raised(), FOLLOWS: _follows()})


_WHOLE = Prepared(_build)


def _notes() -> ArraySubquery:
    """Its notes and decisions as facts, in the order in which they were written."""
    facts = {name: F(name) for name in ("key", "sort", "text", "written_at")}
    told = JSONObject(**facts, by="written_by__person__name")
    return ArraySubquery(
        Note.objects.filter(session=OuterRef("pk")).order_by("pk").values(told=told)
    )


def _raised() -> ArraySubquery:
    """The numbers of the items that were raised at it, by the address of its page."""
    address = Concat(Value(reverse("sessions:sessions")), OuterRef("slug"), Value("/"))
    events = ItemEvent.objects.filter(kind=ItemEvent.Kind.RAISED, address=address)
    return ArraySubquery(events.values("item"))


def _follows() -> Exists:
    """Whether another of its series comes before it from the day asked about on."""
    before = CohortSession.objects.filter(
        series=OuterRef("series"), on__gte=slot("on", DateField()), on__lt=OuterRef("on")
    )
    return Exists(before.exclude(state=CohortSession.State.CANCELLED))
