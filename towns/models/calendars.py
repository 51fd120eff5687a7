"""Councils and the days on which their offices are closed."""

import pghistory
from django.db import models

from kit.models import Timestamped


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
