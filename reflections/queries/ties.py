"""Which observations of ties somebody reads: what items tell that they may read, and more."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from partners.models import TieObservation
from people.models import User
from reflections.models import Audience, Item, ItemObservation, Report
from reflections.models.items import at_least
from towns.access import Thing, either, reached

Source = TieObservation.Source


def observations_seen(user: User, *, on: date, outcome: str = "") -> QuerySet[TieObservation]:
    """What this person may know of ties.

    That a connection was reported: who reads the item, and, without its words, everybody who reads
    of ties where it is meant for the cohort. Others' sensitive items tell nothing here, since each
    opening of one is recorded. How a tie was at the start: who reads of ties. What was answered of
    a tie later: who knows of the tie otherwise.
    With `outcome`, a slug: only connections of items that touch it.
    """
    reported = Q(source=Source.CONNECTION) & _reported(user, on=on, outcome=outcome)
    if outcome:
        return TieObservation.objects.filter(reported)
    reads = reached(user, Thing.TIES, on=on)
    known = reported | (Q(source=Source.BASELINE) & reads)
    same = TieObservation.objects.filter(tie=OuterRef("tie"))
    answered = Q(source__in=[Source.STILL, Source.OVER]) & Q(Exists(same.filter(known)))
    return TieObservation.objects.filter(known | (reads & answered))


def _reported(user: User, *, on: date, outcome: str) -> Q:
    """Connections of reports that were handed over, by who reads the item or its tie."""
    items = Item.objects.filter(pk=OuterRef("item")).exclude(report__status=Report.Status.OPEN)
    if outcome:
        items = items.filter(outcomes__slug=outcome)
    shared = items.standing().filter(
        sensitive=False,
        open_findings=0,
        audience__in=at_least(Audience.COHORT),
        report__status=Report.Status.SUBMITTED,
    )
    told = ItemObservation.objects.filter(observation=OuterRef("pk"))
    open_to = Q(sensitive=False) | Q(author=user.person_id)
    own = Q(Exists(told.filter(Exists(items.visible_to(user, on=on).filter(open_to)))))
    return own | either((reached(user, Thing.TIES, on=on), Q(Exists(told.filter(Exists(shared))))))
