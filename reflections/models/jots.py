"""Jots: private, unfinished items, captured any day, on a phone, perhaps with no signal."""

import uuid
from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left

from kit.models import Timestamped
from kit.periods import shift
from people.models import Person, User
from reflections.models.items import TEXT_LIMIT, Item, Kind
from towns.access import Thing, within
from towns.models import Town


class JotQuerySet(models.QuerySet["Jot"]):
    """The questions asked of many jots at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """One's own, and those that a leaver released to one's town."""
        released = Q(released_at__isnull=False) & within(user, Thing.DRAFT_REPORTS, on=on)
        return self.filter(Q(author=user.person_id) | released)

    def waiting(self) -> Self:
        """Not yet used in a report, not thrown away."""
        return self.filter(status=Jot.Status.WAITING)

    def up_to(self, month: date) -> Self:
        """Those that this month's report may take: of the month itself, or left from earlier."""
        return self.filter(noticed_on__lt=shift(month, 1))

    def abridged(self, length: int) -> Self:
        """With `beginning` in place of `text`: a list must not fetch what it will not show."""
        return self.defer("text").annotate(beginning=Left("text", length))


@pghistory.track(exclude=["text", "details"])
class Jot(Timestamped):
    """A private note towards a month's report. Only its author reads it, until they release it.

    `key` is chosen on the device: the same jot sent twice is one jot.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        USED = "used", "Used in a report"
        DISCARDED = "discarded", "Thrown away"

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="jots")
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="jots")
    kind = models.CharField(max_length=12, choices=Kind, blank=True, help_text="Empty: not sorted.")
    text = models.TextField(max_length=TEXT_LIMIT)
    noticed_on = models.DateField(help_text="The day it was written; its month takes it.")
    written_at = models.DateTimeField(
        null=True, help_text="When the phone says it was written; a hint, no more."
    )
    received_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    item = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.SET_NULL, related_name="jots"
    )
    left_out_month = models.DateField(
        null=True, help_text="The month whose report it was left out of; it may be put back in."
    )
    details = models.JSONField(
        null=True, help_text="What it said besides its words while it was an item of a report."
    )
    released_at = models.DateTimeField(
        null=True, help_text="When a leaver left it to the successor."
    )

    objects = JotQuerySet.as_manager()
    beginning: str  # rows of `abridged` have it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="one_jot_a_key"),
            models.CheckConstraint(condition=~Q(text=""), name="jot_has_text"),
        ]
        indexes = [
            models.Index(fields=["author", "status", "noticed_on"], name="jot_author_waiting")
        ]

    def __str__(self) -> str:
        return f"Jot {self.key}"
