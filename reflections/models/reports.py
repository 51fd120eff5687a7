"""One town's month as a report, and the versions that were handed over."""

from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kit.models import Timestamped
from people.models import User
from towns.access import Thing, within
from towns.models import Town


class ReportQuerySet(models.QuerySet["Report"]):
    """The questions asked of many reports at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """Reports of one's own towns; those handed over, if one's role reads them."""
        own = within(user, Thing.DRAFT_REPORTS, on=on)
        handed_over = within(user, Thing.REPORTS, on=on) & ~Q(status=Report.Status.OPEN)
        return self.filter(own | handed_over)

    def handed_over(self) -> Self:
        """Submitted at least once."""
        return self.exclude(status=Report.Status.OPEN)


@pghistory.track()
class Report(Timestamped):
    """One month in one town, made of items. Only `reflections.actions` changes its status.

    Open until submitted. A submitted report may be under revision: the others then read the version
    handed over last, until the revision is submitted or given up.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        SUBMITTED = "submitted", "Submitted"
        REVISING = "revising", "Being revised"

    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="reports")
    month = models.DateField(help_text="The first day of the month reported on.")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    nothing_to_report = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True, help_text="A sentence beside a nothing.")
    started_at = models.DateTimeField(null=True, help_text="When the first words were kept.")
    saved_at = models.DateTimeField(null=True, help_text="When words were last kept.")
    submitted_at = models.DateTimeField(null=True, help_text="When first handed over.")
    submitted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    revised_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["town", "month"], name="one_report_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="report_month_is_first_day"),
            models.CheckConstraint(
                condition=Q(status="open", submitted_at=None, submitted_by=None)
                | Q(
                    status__in=["submitted", "revising"],
                    submitted_at__isnull=False,
                    submitted_by__isnull=False,
                ),
                name="report_submitted_by_someone_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(revised_at=None) | Q(revised_at__gte=F("submitted_at")),
                name="report_revised_after_submission",
            ),
        ]

    def __str__(self) -> str:
        return f"Report {self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        """The report's page. Needs `town` loaded."""
        return reverse("reflections:report", args=[self.town.slug, self.month])


@pghistory.track(exclude=["is_observed"])
class ReportVersion(models.Model):
    """What was handed over at one moment: a copy of the items, kept for good.

    `items` is a list of objects with the keys of `reflections.queries.snapshot`.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    nothing_to_report = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)
    items = models.JSONField(default=list)
    is_observed = models.BooleanField(
        default=False, db_default=False, help_text="Whether the town's ties tell what it says."
    )

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(is_observed=False), name="version_not_observed")
        ]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="one_version_a_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="versions_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"
