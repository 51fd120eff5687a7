"""Who holds which post from when to when. All that a person may do follows from this."""

import uuid
from datetime import date
from typing import Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from kit.models import DateRange, Timestamped
from people.models import Person, User


class Role(models.TextChoices):
    """The posts of the programme."""

    PROJECT_LEAD = "project_lead", "Project Lead"
    LINK_LEAD = "link_lead", "Community Link Lead"
    ANALYST = "analyst", "LIST analyst"
    STEERING = "steering", "Steering Group member"
    PLANNING = "planning", "Planning group member"
    NATIONAL = "national", "National leader"
    PROGRAMME_TEAM = "programme_team", "Programme Team"
    EVALUATOR = "evaluator", "Evaluator"
    ADMINISTRATOR = "administrator", "Administrator"


TOWN_ROLES = (Role.PROJECT_LEAD, Role.LINK_LEAD, Role.ANALYST)
GROUP_ROLES = (Role.STEERING, Role.PLANNING, Role.NATIONAL)
PROGRAMME_ROLES = (Role.PROGRAMME_TEAM, Role.EVALUATOR, Role.ADMINISTRATOR)


def active_on(day: date) -> Q:
    """Rows with `starts_on` and `ends_on` that hold on that day, both ends included."""
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))


class TenureQuerySet(models.QuerySet["Tenure"]):
    """The questions asked of many tenures at once."""

    def active(self, *, on: date) -> Self:
        """Held on that day, both ends included."""
        return self.filter(active_on(on))

    def held_by(self, user: User, *, on: date) -> Self:
        """What this account's person holds on that day."""
        return self.held_by_person(user.person_id, on=on)

    def held_by_person(self, person_id: int, *, on: date) -> Self:
        """What the person of that number holds on that day."""
        return self.active(on=on).filter(person=person_id)

    def of_role(self, *roles: str) -> Self:
        """Tenures of these posts."""
        return self.filter(role__in=roles)


@pghistory.track()
class Tenure(Timestamped):
    """One person in one post, from a day to a day: in a town, in a group, or in the programme.

    A town has one Project Lead a day, unless the overlap is marked as handover (`handover_until`)
    or the tenure stands in for an absent holder or an empty post (`covering`).
    """

    class Capacity(models.TextChoices):
        MEMBER = "member", "Member"
        CHAIR = "chair", "Chair"
        DEPUTY = "deputy", "Deputy"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tenures")
    role = models.CharField(max_length=20, choices=Role)
    town = models.ForeignKey(
        "towns.Town",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tenures",
    )
    group = models.ForeignKey(
        "towns.Group",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tenures",
    )
    programme = models.ForeignKey(
        "towns.Programme",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tenures",
    )
    seat = models.ForeignKey(
        "towns.Seat",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tenures",
    )
    capacity = models.CharField(max_length=10, choices=Capacity, default=Capacity.MEMBER)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="The last day in post.")
    covering = models.BooleanField(
        default=False, help_text="Stands in for an absent holder or an empty post."
    )
    handover_until = models.DateField(
        null=True,
        blank=True,
        help_text="The last day on which the one before is in post too.",
    )

    objects = TenureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="tenure_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=(
                    Q(
                        role__in=TOWN_ROLES,
                        town__isnull=False,
                        group=None,
                        programme=None,
                    )
                    | Q(
                        role__in=GROUP_ROLES,
                        town=None,
                        group__isnull=False,
                        programme=None,
                    )
                    | Q(
                        role__in=PROGRAMME_ROLES,
                        town=None,
                        group=None,
                        programme__isnull=False,
                    )
                ),
                name="tenure_in_the_place_of_its_role",
            ),
            models.CheckConstraint(
                condition=Q(seat=None) | Q(group__isnull=False),
                name="tenure_seat_is_of_a_group",
            ),
            models.CheckConstraint(
                condition=Q(capacity="member") | Q(group__isnull=False),
                name="tenure_chairs_and_deputies_are_of_groups",
            ),
            models.CheckConstraint(
                condition=Q(handover_until=None)
                | Q(
                    Q(ends_on=None) | Q(ends_on__gte=F("handover_until")),
                    handover_until__gte=F("starts_on"),
                    covering=False,
                ),
                name="tenure_handover_within_it",
            ),
            ExclusionConstraint(
                name="one_project_lead_a_town_a_day",
                expressions=[
                    ("town", RangeOperators.EQUAL),
                    (
                        # Half open, so that a tenure that ends within its handover spans no day
                        # of its own instead of a range that PostgreSQL refuses.
                        DateRange(
                            Coalesce(F("handover_until") + Value(1), F("starts_on")),
                            F("ends_on") + Value(1),
                            Value("[)"),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(role=Role.PROJECT_LEAD, covering=False),
            ),
            models.UniqueConstraint(
                fields=["person", "role", "town", "group", "programme", "starts_on"],
                nulls_distinct=False,
                name="one_tenure_a_beginning",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "role"], name="tenure_person_role"),
            models.Index(fields=["town", "role", "starts_on"], name="tenure_town_role"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} from {self.starts_on}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """The questions asked of many absences at once."""

    def active(self, *, on: date) -> Self:
        """Away on that day."""
        return self.filter(active_on(on))


@pghistory.track()
class Absence(Timestamped):
    """Days on which the holder of a post is away. The reason is never asked or stored.

    With cover, `cover` is the covering tenure of the person who stands in.
    """

    tenure = models.ForeignKey(Tenure, on_delete=models.PROTECT, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField(
        null=True, blank=True, help_text="The last day away; open if unknown."
    )
    cover = models.ForeignKey(
        Tenure, null=True, blank=True, on_delete=models.PROTECT, related_name="covers"
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="absence_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(cover=None) | ~Q(cover=F("tenure")),
                name="absence_not_covered_by_itself",
            ),
            ExclusionConstraint(
                name="absences_of_a_tenure_never_overlap",
                expressions=[
                    ("tenure", RangeOperators.EQUAL),
                    (
                        DateRange(F("starts_on"), F("ends_on"), Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"Away from {self.starts_on}"
