"""Who owes which month, or why nobody does. Stored, never invented by a page view."""

from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q

from kit.models import Timestamped
from people.models import User
from towns.access import Thing, within
from towns.models import Tenure, Town


class ObligationQuerySet(models.QuerySet["Obligation"]):
    """The questions asked of many obligations at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """Those of the towns whose obligations this person's posts reach."""
        return self.filter(within(user, Thing.OBLIGATIONS, on=on))

    def owed(self) -> Self:
        """Neither met nor excused."""
        return self.filter(state=Obligation.State.OWED)

    def owed_by(self, user: User) -> Self:
        """Owed by this account's person, as holder or as cover."""
        return self.owed().filter(holder__person=user.person_id)


@pghistory.track()
class Obligation(Timestamped):
    """One town's month: owed by the holder at the month's end, excused with a reason, or met.

    `due_at` and `grace_until` are set when the month opens and never move by themselves.
    Only `reflections.actions` writes it.
    """

    class State(models.TextChoices):
        OWED = "owed", "Owed"
        EXCUSED = "excused", "Excused"
        MET = "met", "Met"

    class Reason(models.TextChoices):
        VACANT = "vacant", "Post vacant"
        PAUSED = "paused", "Town paused"
        BEFORE_START = "before_start", "Before the Project Lead started"
        CLOSED = "closed", "Town closed"
        LEAVE = "leave", "On leave without cover"

    class MetWith(models.TextChoices):
        REPORT = "report", "Report"
        NOTHING = "nothing", "Nothing this month"

    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="obligations")
    month = models.DateField(help_text="The first day of the month reported on.")
    state = models.CharField(max_length=10, choices=State)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    holder = models.ForeignKey(
        Tenure, null=True, on_delete=models.PROTECT, related_name="obligations"
    )
    due_at = models.DateTimeField()
    grace_until = models.DateTimeField(help_text="Received by then still counts as on time.")
    met_with = models.CharField(max_length=10, choices=MetWith, blank=True)
    met_at = models.DateTimeField(null=True)
    was_late = models.BooleanField(default=False)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["town", "month"], name="one_obligation_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="obligation_month_is_first_day"),
            models.CheckConstraint(
                condition=Q(
                    state="owed",
                    reason="",
                    holder__isnull=False,
                    met_with="",
                    met_at=None,
                )
                | Q(~Q(reason=""), state="excused", met_with="", met_at=None)
                | Q(~Q(met_with=""), state="met", reason="", met_at__isnull=False),
                name="obligation_state_has_its_why",
            ),
            models.CheckConstraint(
                condition=Q(grace_until__gte=F("due_at")),
                name="obligation_grace_follows_due",
            ),
            models.CheckConstraint(
                condition=Q(was_late=False) | Q(state="met"),
                name="obligation_late_only_when_met",
            ),
        ]
        indexes = [models.Index(fields=["month", "state"], name="obligation_month_state")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.state}"
