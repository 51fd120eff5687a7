"""What towns make of each other's learning: which of it they used, and whom they asked about it."""

import uuid
from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from kit.models import Timestamped
from people.models import User
from reflections.models.items import Item
from towns.access import Thing, within
from towns.models import Role, Tenure, Town

INTRODUCTION_LIMIT = 2_000  # characters


def put_to(user: User, *, on: date) -> Q:
    """Introductions put to this person: to the author in post there, else to whoever leads there.

    The same as `who_speaks_for` says of an item.
    """
    posts = Tenure.objects.active(on=on).filter(town=OuterRef("item__report__town"))
    author_is_there = Exists(posts.filter(person=OuterRef("item__author")))
    led = Tenure.objects.held_by(user, on=on).of_role(Role.PROJECT_LEAD)
    as_author = author_is_there & Q(item__author=user.person_id)
    return as_author | (~author_is_there & Q(item__report__town__in=led.values("town")))


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    """The questions asked of many introductions at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """Those that this person sent, while in post in that town, and those put to them."""
        return self.filter(
            Q(by=user) & within(user, Thing.DRAFT_REPORTS, on=on) | put_to(user, on=on)
        )

    def put_to(self, user: User, *, on: date) -> Self:
        """Those that this person may answer on that day: see `put_to`."""
        return self.filter(put_to(user, on=on))

    def open(self) -> Self:
        """Nobody has answered yet."""
        return self.filter(answered_at=None)


@pghistory.track()
class Introduction(Timestamped):
    """One town asks another about a learning moment, perhaps because of a challenge of its own.

    Between the two who write to each other: nobody else reads it. It holds no words of either item
    but what its sender left in the text.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="introductions")
    challenge = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    town = models.ForeignKey(
        Town, on_delete=models.PROTECT, related_name="+", help_text="The town that asks."
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    text = models.TextField(max_length=INTRODUCTION_LIMIT)
    answer = models.TextField(max_length=INTRODUCTION_LIMIT, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="introduction_has_text"),
            models.CheckConstraint(
                condition=Q(challenge=None) | ~Q(challenge=F("item")),
                name="introduction_asks_about_another_item",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="introduction_answered_by_someone_at_some_time",
            ),
            models.UniqueConstraint(
                fields=["item", "by"],
                condition=Q(answered_at=None),
                name="one_introduction_waits_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Introduction {self.key}"


class ReuseQuerySet(models.QuerySet["Reuse"]):
    """The questions asked of many reuses at once."""

    def of_towns_of(self, user: User, *, on: date) -> Self:
        """Those of the towns for which this person writes."""
        return self.filter(within(user, Thing.DRAFT_REPORTS, on=on))


@pghistory.track()
class Reuse(Timestamped):
    """That a town used what another one learned: it asked about it, or said that it helps."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="reuses")
    town = models.ForeignKey(
        Town, on_delete=models.PROTECT, related_name="+", help_text="The town that used it."
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ReuseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "town"], name="a_town_uses_an_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.town_id} used {self.item_id}"
