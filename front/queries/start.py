"""The newcomer pack: what towns learned that others used most, for who joins late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.text import Truncator

from kit.dates import month_name
from people.models import User
from reflections.models import Item
from reflections.queries.echoes import Said, echoes_of_row, said_later
from reflections.queries.reuse import most_used, still_true, times_used, used_words
from towns.access import TABLE, Thing
from towns.models import Tenure
from towns.posts import Posts

PACK = 10  # learning moments: what somebody reads on a first morning
EXTRACT = 600  # characters of each
NEW_FOR = timedelta(days=90)  # of a post in a town, its holder is led to the pack from home


@dataclass(frozen=True)
class Moment:
    """One learning moment of the pack."""

    title: str
    url: str
    text: str
    outcomes: Sequence[tuple[str, str]]
    said: Sequence[Said]
    used: str


@dataclass(frozen=True)
class Pack:
    """What others used, and where these are few, what is still true."""

    used: Sequence[Moment]
    true: Sequence[Moment]


def pack_of(user: User, *, on: date) -> Pack:
    """The ten that this reader may read: two statements, or one where ten were used."""
    used = list(_told(most_used(user, on=on)[:PACK]))
    missing = PACK - len(used)
    if not missing:
        return Pack([_moment(item) for item in used], [])
    others = still_true(user, on=on).exclude(pk__in=[item.pk for item in used])
    true = _told(others.annotate(used=times_used())[:missing])
    return Pack([_moment(item) for item in used], [_moment(item) for item in true])


def joined_lately(posts: Posts, *, on: date) -> Tenure | None:
    """The post in a town that somebody began in the last three months, if they hold one."""
    held = posts.of_role(*TABLE[Thing.DRAFT_REPORTS])
    return next((one for one in held if one.starts_on > on - NEW_FOR), None)


def _told(rows: QuerySet[Item]) -> QuerySet[Item, Any]:
    links = Item.outcomes.through.objects.filter(item=OuterRef("pk")).order_by("outcome__position")
    names = links.values(row=JSONObject(slug="outcome__slug", name="outcome__name"))
    found = rows.select_related("report__town")
    return found.annotate(touches=ArraySubquery(names), said=echoes_of_row())


def _moment(item: Item) -> Moment:
    found = vars(item)
    return Moment(
        f"{item.report.town.name}, {month_name(item.report.month)}",
        reverse("learning:item", args=[item.key]),
        Truncator(item.text).chars(EXTRACT),
        [(one["slug"], one["name"]) for one in found["touches"]],
        said_later(found["said"]),
        used_words(found["used"]),
    )
