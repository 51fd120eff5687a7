"""What sessions there are, and how they recur: rows that the Programme Team edits."""

from datetime import date

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from kit.models import DateRange, Timestamped
from sessions.rhythm import LONDON, EveryMonths, EveryWeeks, Rule
from towns.models import Group, Role

LONGEST = 24 * 60  # minutes of a session
LONGEST_AHEAD = 52  # weeks
MOST_REMIND_DAYS = 15


@pghistory.track()
class Kind(Timestamped):
    """A kind of session, as "Fortnightly session", and which posts it invites by default."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    minutes = models.PositiveSmallIntegerField(default=60)
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list, blank=True)
    invite_weeks = models.PositiveSmallIntegerField(
        default=8, db_default=8, help_text="So many weeks before, its invitations leave."
    )
    remind_days = models.PositiveSmallIntegerField(
        default=5, db_default=5, help_text="So many working days before, people are reminded."
    )
    position = models.PositiveSmallIntegerField()
    is_used = models.BooleanField(default=True, help_text="Offered for new sessions.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=LONGEST), name="kind_lasts_minutes"
            ),
            models.CheckConstraint(
                condition=Q(invite_weeks__lte=LONGEST_AHEAD), name="kind_invites_within_a_year"
            ),
            models.CheckConstraint(
                condition=Q(remind_days__gte=2, remind_days__lte=MOST_REMIND_DAYS),
                name="kind_reminds_some_days_before",
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
    starts_on = models.DateField(help_text="Its first day.")
    counted_from = models.DateField(
        null=True, blank=True, help_text="The day from which it is counted, if not its first."
    )
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

    @property
    def rule(self) -> Rule:
        """When it comes."""
        anchor = self.counted_from or self.starts_on
        if self.frequency == self.Frequency.WEEKS:
            return Rule(EveryWeeks(anchor, self.every), self.begins, self.minutes, self.zone)
        recurs = EveryMonths(anchor, self.every, self.nth or 1)
        return Rule(recurs, self.begins, self.minutes, self.zone)

    def audience(self, *, on: date) -> list["Audience"]:
        """The roles and the group that it invites to a session of that day, if it names any."""
        known = self.audiences.all()
        return [one for one in known if (one.starts_on or on) <= on <= (one.ends_on or on)]


@pghistory.track()
class Audience(models.Model):
    """A role, or one group, that a series invites from a day to a day.

    Each session keeps whom it invited: a change concerns sessions to come alone.
    """

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="audiences")
    role = models.CharField(max_length=20, choices=Role, blank=True)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField(null=True, blank=True, help_text="None: from its beginning.")
    ends_on = models.DateField(null=True, blank=True, help_text="The last day, if there is one.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(group=None) & ~Q(role="") | Q(group__isnull=False, role=""),
                name="audience_is_a_role_or_a_group",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="audience_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="audience_once_a_day",
                expressions=[
                    ("series", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Coalesce(F("group"), Value(0)), RangeOperators.EQUAL),
                    (
                        DateRange(F("starts_on"), F("ends_on"), Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return str(self.group or self.get_role_display())
