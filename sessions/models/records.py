"""What remains of a session: who was there, what was noted and decided, who does what by when."""

import uuid
from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import Q

from kit.models import Timestamped
from people.models import Organisation, Person, User
from reflections.models import Item
from sessions.models.gatherings import TEXT_LIMIT, CohortSession
from towns.access import Thing, reached

NAME_LIMIT = 120  # characters
ACTION_LIMIT = 300
OUTCOME_LIMIT = 300


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """The questions asked of many rows of registers at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """One's own; all of them for those who plan."""
        return self.filter(Q(person=user.person_id) | reached(user, Thing.SESSION_PLANS, on=on))


@pghistory.track()
class Attendance(Timestamped):
    """One person's line in a session's register. No line, or one without state: not recorded.

    Somebody without a post is written down by name, for an organisation or in a person's place.
    `version` rises with each change of the line, so that two who take one register at once are told
    of each other instead of overwriting. `key` may come from the device that made the line.
    """

    class State(models.TextChoices):
        PRESENT = "present", "Present"
        APOLOGY = "apology", "Apologies"
        ABSENT = "absent", "Absent"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(CohortSession, on_delete=models.CASCADE, related_name="attendance")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="attendance"
    )
    name = models.CharField(max_length=NAME_LIMIT, blank=True, help_text="Of who has no post.")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="attendance"
    )
    deputy_for = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="deputised_by"
    )
    state = models.CharField(max_length=7, choices=State, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "attendance"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | Q(person=None) & ~Q(name=""),
                name="attendance_of_a_person_or_a_name",
            ),
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(person__isnull=False),
                name="one_line_of_a_person",
            ),
            models.UniqueConstraint(
                fields=["session", "deputy_for"],
                condition=Q(deputy_for__isnull=False, state="present"),
                name="one_deputy_of_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.name} at {self.session}"


class NoteQuerySet(models.QuerySet["Note"]):
    """The questions asked of many notes at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """Those of sessions that this person sees."""
        return self.filter(session__in=CohortSession.objects.visible_to(user, on=on))


@pghistory.track()
class Note(Timestamped):
    """Something noted, or decided, at a session."""

    class Sort(models.TextChoices):
        NOTE = "note", "Note"
        DECISION = "decision", "Decision"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(CohortSession, on_delete=models.CASCADE, related_name="notes")
    sort = models.CharField(max_length=8, choices=Sort, default=Sort.NOTE)
    text = models.TextField(max_length=TEXT_LIMIT)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = NoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class ActionQuerySet(models.QuerySet["Action"]):
    """The questions asked of many actions at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """One's own, those of sessions that one sees, and all of them for those who plan."""
        return self.filter(
            Q(owner=user.person_id)
            | Q(session__in=CohortSession.objects.visible_to(user, on=on))
            | reached(user, Thing.SESSION_PLANS, on=on)
        )

    def open(self) -> Self:
        """Not closed."""
        return self.filter(closed_at=None)


@pghistory.track()
class Action(Timestamped):
    """One thing that one person does by one day, and the words it came from."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(
        CohortSession, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    item = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    source = models.TextField(
        max_length=TEXT_LIMIT, blank=True, help_text="The sentence it came from."
    )
    text = models.CharField(max_length=ACTION_LIMIT)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="actions")
    due_on = models.DateField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=OUTCOME_LIMIT, blank=True, help_text="What happened.")

    objects = ActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="action_says_what"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, outcome="")
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome=""),
                name="action_closed_with_what_happened",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"], condition=Q(closed_at=None), name="action_open"
            ),
        ]

    def __str__(self) -> str:
        return self.text
