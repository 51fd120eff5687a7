"""What holds letters back: pauses, addresses that fail, what people chose, the fence."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from outbox.kinds import Lane


@pghistory.track()
class Pause(models.Model):
    """All letters, or those of one lane, wait from a moment to a moment."""

    lane = models.PositiveSmallIntegerField(
        null=True, choices=[(lane.value, lane.name) for lane in Lane], help_text="None: all lanes."
    )
    why = models.CharField(max_length=300)
    began_at = models.DateTimeField()
    began_by = models.BigIntegerField(null=True, help_text="The user's number.")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True, help_text="The user's number.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lane"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="one_pause_a_lane",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")),
                name="pause_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"Pause since {self.began_at}"


@pghistory.track()
class Suppression(models.Model):
    """An address to which no letter goes until somebody has mended it."""

    class Reason(models.TextChoices):
        BOUNCE = "bounce", "The address does not exist"
        COMPLAINT = "complaint", "The reader called our letters unwanted"
        BY_HAND = "by_hand", "Stopped by the Programme Team"

    email = models.EmailField(max_length=254, help_text="In lower case.")
    reason = models.CharField(max_length=10, choices=Reason)
    evidence = models.CharField(max_length=500, blank=True, help_text="What the server said.")
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.BigIntegerField(null=True, help_text="The user's number.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=Q(lifted_at=None), name="address_suppressed_once"
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="suppressed_address_in_lower_case",
            ),
        ]

    def __str__(self) -> str:
        return f"Suppressed since {self.since}"


@pghistory.track()
class Preference(models.Model):
    """Which letters a person wants: one of three choices, each one less than the one before."""

    class Choice(models.TextChoices):
        ALL = "all", "What I owe, and what is new"
        OWED = "owed", "Only what I owe"
        DUTY = "duty", "Only what I must have"

    person = models.BigIntegerField(unique=True, help_text="The person's number.")
    choice = models.CharField(max_length=5, choices=Choice, default=Choice.ALL)
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.get_choice_display()} since {self.chosen_at}"


@pghistory.track()
class Installation(models.Model):
    """The one database from which letters may leave: the fence.

    A restored, cloned or promoted database has another identity and sends nothing until a person
    has armed it.
    """

    environment = models.CharField(max_length=60)
    system_identifier = models.CharField(max_length=30)
    timeline = models.BigIntegerField()
    database_oid = models.BigIntegerField(help_text="PostgreSQL's number of the database.")
    armed_at = models.DateTimeField()
    armed_by = models.CharField(max_length=120, help_text="Who armed it, as they said.")
    found_at = models.DateTimeField(null=True, help_text="When it was found disarmed first.")
    found_as = models.CharField(
        max_length=300, blank=True, db_default="", help_text="Its identity then."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_installation"),
        ]

    def __str__(self) -> str:
        return f"{self.environment}, armed at {self.armed_at}"


class Run(models.Model):
    """How one job of the timetable went the last time, and what it found."""

    job = models.CharField(max_length=80, unique=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=120, blank=True, help_text="The fault's name only.")
    figures = models.JSONField(default=dict, help_text="Counts by name.")

    def __str__(self) -> str:
        return self.job
