"""Groups that govern, plan and lead, and the seats that organisations hold in them."""

from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q

from kit.models import Timestamped
from people.models import Organisation, User
from towns.access import Thing, within
from towns.models.places import Town
from towns.models.programmes import Programme
from towns.models.tenures import active_on


class GroupQuerySet(models.QuerySet["Group"]):
    """The questions asked of many groups at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """One's own groups; for those who see everybody's details, all."""
        return self.filter(within(user, Thing.GROUPS, on=on, town="town", group="pk"))


@pghistory.track()
class Group(Timestamped):
    """A steering group of a town, or the programme's planning group or national leaders."""

    class Kind(models.TextChoices):
        STEERING = "steering", "Steering Group"
        PROGRAMME = "programme", "Programme board"
        PLANNING = "planning", "Planning group"
        NATIONAL = "national", "National leaders"

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="groups")
    town = models.ForeignKey(
        Town, null=True, blank=True, on_delete=models.PROTECT, related_name="groups"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="steering", town__isnull=False)
                | ~Q(kind="steering") & Q(town=None),
                name="steering_groups_are_of_towns",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="group_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SeatQuerySet(models.QuerySet["Seat"]):
    """The questions asked of many seats at once."""

    def active(self, *, on: date) -> Self:
        """Seats that exist on that day."""
        return self.filter(active_on(on))


@pghistory.track()
class Seat(Timestamped):
    """A place in a group that belongs to an organisation, whoever sits on it."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seats")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "organisation", "starts_on"],
                name="one_seat_a_beginning",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="seat_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"Seat of {self.organisation_id}"
