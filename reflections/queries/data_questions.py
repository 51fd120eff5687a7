"""Items that ask something of the data, for the analysts of their towns."""

from datetime import datetime

from django.db.models import F, Q
from django.db.models.functions import Left
from django.utils import timezone

from kit.dates import moment_near, month_name
from people.models import User
from reflections.models import Item
from reflections.queries.addresses import address_of
from reflections.queries.news import EXCERPT, News, quoted
from towns.models import Role
from towns.posts import Posts

LINES_SHOWN = 12


def data_questions(user: User, posts: Posts, *, at: datetime) -> list[News]:
    """What the towns that this analyst serves ask of the data, newest first: one statement."""
    on = timezone.localdate(at)
    towns = [tenure.town_id for tenure in posts.of_role(Role.ANALYST)]
    rows = (
        Item.objects.visible_to(user, on=on)
        .filter(asks_data=True, report__town__in=towns)
        .annotate(
            is_closed=Q(sensitive=True) & ~Q(author=user.person_id), town=F("report__town__name")
        )
        .order_by("-report__submitted_at", "-pk")
        .values_list(
            "key",
            "report__submitted_at",
            "town",
            "report__month",
            Left("text", EXCERPT),
            "is_closed",
        )[:LINES_SHOWN]
    )
    return [
        News(
            submitted_at or at,
            quoted(excerpt, is_closed=is_closed),
            f"{town}, {month_name(month)}, submitted {moment_near(submitted_at or at, on=on)}",
            address_of("margin", key),
        )
        for key, submitted_at, town, month, excerpt, is_closed in rows
    ]
