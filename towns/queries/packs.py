"""Whose post of a town is handed over with a pack: the leaver's own, once it has a last day."""

from datetime import date, timedelta

from django.db.models import QuerySet

from people.models import User
from towns.access import Thing, within
from towns.models import Role, Tenure

HANDED_OVER = (Role.PROJECT_LEAD, Role.LINK_LEAD)
LISTED_FOR = timedelta(days=366)  # after the last day: a post may stay vacant for a while


def has_pack(tenure: Tenure) -> bool:
    """Whether it comes with a pack. Who stands in gives a post back, and needs none."""
    ends = tenure.ends_on is not None
    return ends and tenure.role in HANDED_OVER and not tenure.covering


def packs_visible_to(user: User, *, on: date) -> QuerySet[Tenure]:
    """The posts whose packs this person reads on that day, with person and town."""
    with_pack = Tenure.objects.of_role(*HANDED_OVER).filter(covering=False, ends_on__isnull=False)
    readable = with_pack.filter(within(user, Thing.HANDOVERS, on=on))
    return readable.select_related("person", "town__programme")


def is_listed(tenure: Tenure, *, on: date) -> bool:
    """Whether the town's page leads to its pack that day."""
    return has_pack(tenure) and tenure.ends_on is not None and tenure.ends_on + LISTED_FOR >= on
