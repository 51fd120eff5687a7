"""What sessions there are, and how they recur: rows that the Programme Team edits."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kit.models import Timestamped
from sessions.rhythm import LONDON
from towns.models import Role

LONGEST = 24 * 60  # minutes of a session


@pghistory.track()
class Kind(Timestamped):
    """A kind of session, as "Fortnightly session", and which posts it invites by default."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    minutes = models.PositiveSmallIntegerField(default=60)
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list, blank=True)
    position = models.PositiveSmallIntegerField()
    is_used = models.BooleanField(default=True, help_text="Offered for new sessions.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=LONGEST), name="kind_lasts_minutes"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Series(Timestamped):
    """Sessions of one kind that recur, by wall time: ten o'clock stays ten o'clock."""

    class Frequency(models.TextChoices):
        WEEKS = "weeks", "Every so many weeks"
        MONTHS = "months", "On a weekday of every so many months"

    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="series")
    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    frequency = models.CharField(max_length=6, choices=Frequency)
    every = models.PositiveSmallIntegerField(help_text="Weeks or months from one to the next.")
    nth = models.SmallIntegerField(
        null=True, blank=True, help_text="Of months: which such weekday; the last is -1."
    )
    starts_on = models.DateField(help_text="Its first day, from which it is counted.")
    ends_on = models.DateField(null=True, blank=True)
    begins = models.TimeField(help_text="Wall time in its zone.")
    minutes = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=40, default=LONDON)

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="series_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(every__gte=1), name="series_recurs"),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=LONGEST), name="series_lasts_minutes"
            ),
            models.CheckConstraint(
                condition=Q(frequency="weeks", nth=None)
                | Q(frequency="months", nth__in=[1, 2, 3, 4, -1]),
                name="series_of_months_names_a_weekday",
            ),
        ]

    def __str__(self) -> str:
        return self.name
