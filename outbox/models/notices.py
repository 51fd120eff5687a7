"""A notice is what must be told to whom: the promise, made in the transaction of the deed."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from outbox.models.letters import Letter


class NoticeQuerySet(models.QuerySet["Notice"]):
    """The questions asked of many notices at once."""

    def due(self, *, at: datetime) -> Self:
        """Waiting for a letter, and not before their time."""
        return self.filter(state=Notice.State.WAITING, not_before__lte=at)


class Notice(models.Model):
    """What must be told to one person, once for each occasion. Keys of other rooms are opaque.

    Every notice ends in one visible state; `reason` says why, where it was not told.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        HELD = "held", "Held for a person to look at"
        BUNDLED = "bundled", "In a letter"
        TOLD = "told", "Sent"
        NOT_NEEDED = "not_needed", "Not needed any more"
        EXPIRED = "expired", "Too late"
        FAILED = "failed", "Could not be sent"

    kind = models.CharField(max_length=60, help_text='As "reflections/due_soon".')
    person = models.BigIntegerField(null=True, help_text="The person's number, if it is one.")
    about = models.CharField(max_length=120, help_text='As "reflections.report:12".')
    occasion = models.CharField(max_length=120, help_text='Which time, as "2026-10".')
    to = models.CharField(max_length=254, blank=True, help_text="Where it goes, if not their own.")
    facts = models.JSONField(default=dict, help_text="Keys and numbers, never what was written.")
    promised_at = models.DateTimeField()
    not_before = models.DateTimeField()
    useful_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True)
    letter = models.ForeignKey(Letter, null=True, on_delete=models.PROTECT, related_name="notices")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "person", "about", "occasion"],
                nulls_distinct=False,
                name="told_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["bundled", "told"]) | Q(letter__isnull=False),
                name="notice_told_by_a_letter",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "held"], letter=None)
                | ~Q(state__in=["waiting", "held"]),
                name="notice_waits_without_letter",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "held", "bundled"], settled_at=None)
                | Q(settled_at__isnull=False),
                name="notice_settled_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["not_needed", "expired", "failed"]) | ~Q(reason=""),
                name="notice_not_told_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "not_before"],
                condition=Q(state="waiting"),
                name="notice_waiting",
            ),
            models.Index(fields=["kind", "-promised_at"], name="notice_kind"),
            models.Index(fields=["about"], name="notice_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about} {self.occasion}"
