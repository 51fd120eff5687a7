"""Project Towns and how they stand from day to day."""

from datetime import date
from typing import Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.urls import reverse

from kit.models import DateRange, Timestamped
from people.models import User
from towns.access import Thing, reached, within
from towns.models.calendars import Council
from towns.models.programmes import Programme


class TownQuerySet(models.QuerySet["Town"]):
    """The questions asked of many towns at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """Every town, to anybody who holds a post of the programme that day."""
        return self.filter(reached(user, Thing.TOWNS, on=on))

    def reporting_to(self, user: User, *, on: date) -> Self:
        """The towns whose reports this person reads that day."""
        return self.filter(within(user, Thing.REPORTS, on=on, town="pk"))


@pghistory.track()
class Town(Timestamped):
    """A Project Town: one place, in one council area, within one programme."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="towns")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="towns")
    health_board = models.CharField(max_length=120, blank=True)
    introduction = models.TextField(max_length=2000, blank=True)

    objects = TownQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The town's page."""
        return reverse("towns:town", args=[self.slug])


@pghistory.track()
class TownStatus(Timestamped):
    """How a town stands from a day to a day. The periods of one town never overlap."""

    class Status(models.TextChoices):
        PREPARING = "preparing", "Preparing"
        ACTIVE = "active", "Active"
        PAUSED = "paused", "Paused"
        CLOSED = "closed", "Closed"

    town = models.ForeignKey(Town, on_delete=models.CASCADE, related_name="statuses")
    status = models.CharField(max_length=10, choices=Status)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "town statuses"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="town_status_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="one_status_a_town_a_day",
                expressions=[
                    ("town", RangeOperators.EQUAL),
                    (
                        DateRange(F("starts_on"), F("ends_on"), Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} from {self.starts_on}"
