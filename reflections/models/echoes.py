"""Echoes: what authors say of a learning moment some months later."""

from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import Q

from kit.models import Timestamped
from people.models import User
from reflections.models.items import Item, readable_items

LINE_LIMIT = 200  # characters


class EchoQuerySet(models.QuerySet["Echo"]):
    """The questions asked of many echoes at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """Those of the items that this person reads of reports on that day."""
        return self.filter(readable_items(user, on=on, item="item__"))


@pghistory.track()
class Echo(Timestamped):
    """Whether a learning moment is still true, as its author says so many months after its report.

    Asked a few times, at distances that the programme sets; each time is answered once, and the
    answer may be changed until the next time comes. The words go as far as those of the item.
    """

    class Answer(models.TextChoices):
        YES = "yes", "Still true"
        CHANGED = "changed", "Changed"
        NO_LONGER = "no_longer", "No longer true"

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="echoes")
    months = models.PositiveSmallIntegerField(help_text="How long after the report it was asked.")
    answer = models.CharField(max_length=10, choices=Answer)
    line = models.CharField(max_length=LINE_LIMIT, blank=True)
    vouched = models.BooleanField(
        default=False,
        help_text="The author says that what the guard found in the line is about no resident.",
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = EchoQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "months"], name="one_echo_a_time"),
            models.CheckConstraint(condition=Q(months__gte=1), name="echo_comes_later"),
            models.CheckConstraint(
                condition=Q(vouched=False) | ~Q(line=""), name="echo_vouched_for_has_a_line"
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["yes", "changed", "no_longer"]), name="echo_says_which"
            ),
        ]

    def __str__(self) -> str:
        return f"Echo after {self.months} months"
