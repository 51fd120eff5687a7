"""The statements by which a report is read: its items, and the threads in their margins."""

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, OuterRef

from kit.prepared import IsOneOf, slot
from people.models import Organisation
from reflections.models import Item, Question
from reflections.models.items import ItemQuerySet
from reflections.queries.echoes import echoes_of_row
from reflections.queries.margins import events_of_row, with_turns
from towns.models import Outcome
from towns.readers import ForReader


def _with_margins(items: ItemQuerySet) -> ItemQuerySet:
    """In their order, with all that is told of each but its threads."""
    outcomes = Outcome.objects.filter(items=OuterRef("pk")).order_by("position")
    organisations = Organisation.objects.filter(items=OuterRef("pk")).order_by("name")
    return items.in_order().annotate(
        author_name=F("author__name"),
        outcome_names=ArraySubquery(outcomes.values("name")),
        organisation_names=ArraySubquery(organisations.values("name")),
        events_seen=events_of_row(),
        said_later=echoes_of_row(),
    )


ITEMS_OF_REPORT = ForReader(
    lambda reader, on: _with_margins(
        Item.objects.visible_to(reader, on=on).filter(report=slot("report", BigIntegerField()))
    )
)
ONE_ITEM = ForReader(
    lambda reader, on: _with_margins(
        Item.objects.visible_to(reader, on=on).filter(pk=slot("item", BigIntegerField()))
    )
)
THREADS = ForReader(
    lambda reader, on: with_turns(
        Question.objects.visible_to(reader, on=on).filter(
            IsOneOf(F("item"), slot("items", ArrayField(BigIntegerField())))
        )
    )
)
