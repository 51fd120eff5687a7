"""Which observations of ties somebody reads: what items tell that they may read, and more."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from partners.models import TieObservation
from people.models import User
from reflections.models import Audience, Item, ItemObservation, Report
from reflections.models.items import STANDING, at_least, readable_items
from towns.access import Thing, either, reached

Source = TieObservation.Source
ANSWERS = (Source.STILL, Source.OVER)


def observations_seen(user: User, *, on: date) -> QuerySet[TieObservation]:
    """What this person may know of ties: what tells one, and what was answered of it later."""
    known = _known(user, on=on)
    same = TieObservation.objects.filter(tie=OuterRef("tie"))
    answered = Q(source__in=ANSWERS) & Q(Exists(same.filter(known)))
    reads = reached(user, Thing.TIES, on=on)
    return TieObservation.objects.filter(known | (reads & answered))


def known_ties(user: User, *, on: date, outcome: str = "") -> QuerySet[TieObservation]:
    """What tells this person that there is a tie.

    That a connection was reported: who reads the item, and, without its words, everybody who reads
    of ties where it is meant for the cohort. Others' sensitive items tell nothing here, since each
    opening of one is recorded. How a tie was at the start: who reads of ties.
    With `outcome`, a slug: only connections of items that touch it.
    """
    return TieObservation.objects.filter(_known(user, on=on, outcome=outcome))


def with_answers(user: User, *, on: date) -> QuerySet[TieObservation]:
    """What tells this person of ties, and all that was answered of any tie.

    Asked for whole ties: who takes this leaves out those of which there are answers alone. To ask
    that of each answer would double the statement, and what it takes to write it.
    """
    answered = Q(source__in=ANSWERS) & reached(user, Thing.TIES, on=on)
    return TieObservation.objects.filter(_known(user, on=on) | answered)


def _known(user: User, *, on: date, outcome: str = "") -> Q:
    reported = Q(source=Source.CONNECTION) & _reported(user, on=on, outcome=outcome)
    if outcome:
        return reported
    return reported | (Q(source=Source.BASELINE) & reached(user, Thing.TIES, on=on))


def _reported(user: User, *, on: date, outcome: str) -> Q:
    """Connections of reports that were handed over, by who reads the item or its tie."""
    items = Item.objects.filter(pk=OuterRef("item")).exclude(report__status=Report.Status.OPEN)
    if outcome:
        items = items.filter(outcomes__slug=outcome)
    shared = STANDING & Q(
        sensitive=False,
        open_findings=0,
        audience__in=at_least(Audience.COHORT),
        report__status=Report.Status.SUBMITTED,
    )
    open_to = Q(sensitive=False) | Q(author=user.person_id)
    own = readable_items(user, on=on) & open_to
    seen = items.filter(own | either((reached(user, Thing.TIES, on=on), shared)))
    return Q(Exists(ItemObservation.objects.filter(Exists(seen), observation=OuterRef("pk"))))
