"""Councils, the days on which their offices are closed, and the breaks of their schools."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value

from kit.models import DateRange, Timestamped


@pghistory.track()
class Council(Timestamped):
    """A council area. Its holidays are its own: the Scottish set is only the default."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Holiday(Timestamped):
    """One day on which one council's offices are closed."""

    class Source(models.TextChoices):
        DEFAULT = "default", "Scottish default"
        TEAM = "team", "Entered by the team"
        FILE = "file", "From a file"

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="holidays")
    on = models.DateField()
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=10, choices=Source, default=Source.TEAM)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "on"], name="one_holiday_a_council_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.on}"


@pghistory.track()
class SchoolBreak(Timestamped):
    """Days, the first and the last included, on which the schools of one council are closed."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="school_breaks")
    name = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="break_ends_after_it_starts"
            ),
            ExclusionConstraint(
                name="breaks_of_a_council_never_overlap",
                expressions=[
                    ("council", RangeOperators.EQUAL),
                    (
                        DateRange(F("starts_on"), F("ends_on"), Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.starts_on}"
