"""The programme, its stages, and the outcomes with which it tags what it learns."""

from datetime import date, time
from typing import Self

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from kit.models import Timestamped


@pghistory.track()
class Programme(Timestamped):
    """A learning-cohort programme and its facts, all of them edited by the Programme Team."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=60, unique=True)
    starts_on = models.DateField()
    ends_on = models.DateField(
        null=True, blank=True, help_text="The end date may move; it has before."
    )
    report_due_working_day = models.PositiveSmallIntegerField(
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(15)],
        help_text="A month's report is due at the end of this working day of the next month.",
    )
    report_review_day = models.PositiveSmallIntegerField(
        default=25,
        validators=[MinValueValidator(1), MaxValueValidator(28)],
        help_text="From this day, or the working day before, leads are invited to review.",
    )
    report_grace_until = models.TimeField(
        default=time(12),
        help_text="Received by this time on the day after it was due, it counts as on time.",
    )
    report_soon_working_days = models.PositiveSmallIntegerField(
        default=3,
        db_default=3,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text="So many working days before a report is due, its lead is reminded.",
    )
    report_late_first = models.PositiveSmallIntegerField(
        default=2,
        db_default=2,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text="So many working days after it was due comes the first letter that it is late.",
    )
    report_late_second = models.PositiveSmallIntegerField(
        default=5,
        db_default=5,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text="After so many comes the second and last; then a person asks, not a letter.",
    )
    digest_freeze_working_day = models.PositiveSmallIntegerField(
        default=15,
        db_default=15,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text="A quarter's digest is frozen on this working day after the quarter's end.",
    )
    digest_check_working_days = models.PositiveSmallIntegerField(
        default=3,
        db_default=3,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text="So many working days a town has to check its section of a digest.",
    )
    tie_fades_after_days = models.PositiveSmallIntegerField(
        default=120,
        db_default=120,
        validators=[MinValueValidator(30), MaxValueValidator(730)],
        help_text="A tie of which nothing was heard for so many days fades.",
    )
    echo_first_months = models.PositiveSmallIntegerField(
        default=3,
        db_default=3,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="So many months after a report its learning is asked about: is it still true?",
    )
    echo_second_months = models.PositiveSmallIntegerField(
        default=6,
        db_default=6,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="After so many months it is asked once more.",
    )
    echo_third_months = models.PositiveSmallIntegerField(
        default=12,
        db_default=12,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="After so many months it is asked for the last time.",
    )
    quiet_from = models.TimeField(
        default=time(18, 30),
        db_default=time(18, 30),
        help_text="From then on no routine letter leaves that day.",
    )
    quiet_until = models.TimeField(
        default=time(8),
        db_default=time(8),
        help_text="Before this no routine letter leaves; working days only.",
    )
    safeguarding_note = models.CharField(
        max_length=500,
        default="If somebody may be at risk of harm, this is not the place to say so: "
        "use your council's adult or child protection route today.",
        help_text="Stands on every report form.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="programme_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(report_due_working_day__range=(1, 15)),
                name="programme_due_day_within_the_month",
            ),
            models.CheckConstraint(
                condition=Q(report_review_day__range=(1, 28)),
                name="programme_review_day_in_every_month",
            ),
            models.CheckConstraint(
                condition=Q(
                    report_soon_working_days__range=(1, 10),
                    report_late_first__range=(1, 20),
                    report_late_second__range=(1, 20),
                    report_late_second__gt=F("report_late_first"),
                ),
                name="programme_reminders_in_their_order",
            ),
            models.CheckConstraint(
                condition=Q(
                    digest_freeze_working_day__range=(1, 30),
                    digest_check_working_days__range=(1, 10),
                ),
                name="programme_digest_within_the_quarter",
            ),
            models.CheckConstraint(
                condition=Q(tie_fades_after_days__range=(30, 730)),
                name="programme_ties_fade_in_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    echo_first_months__gte=1,
                    echo_second_months__gt=F("echo_first_months"),
                    echo_third_months__gt=F("echo_second_months"),
                    echo_third_months__lte=60,
                ),
                name="programme_echoes_in_their_order",
            ),
            models.CheckConstraint(
                condition=Q(quiet_from__gt=F("quiet_until")),
                name="programme_day_is_not_all_quiet",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Stage(Timestamped):
    """A dated stage of a programme, by which charts can be cut."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="stages")
    name = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="stage_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    """The questions asked of the vocabulary."""

    def valid(self, *, on: date) -> Self:
        """The outcomes in use on that day, in their order."""
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gte=on), valid_from__lte=on
        ).order_by("position")


@pghistory.track()
class Outcome(Timestamped):
    """A Place and Wellbeing Outcome, within its theme. The vocabulary is dated: it may change."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    theme = models.CharField(max_length=80)
    statement = models.TextField(
        max_length=2000, blank=True, help_text="The full wording, if known."
    )
    position = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="outcome_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name
