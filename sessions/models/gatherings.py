"""One session: when it is as far as that is known, where it stands, whom it invites."""

import uuid
from datetime import date
from typing import Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kit.models import Timestamped
from people.models import Organisation, User
from sessions.models.series import Kind, Series
from sessions.rhythm import LONDON
from towns.access import Thing, either, held_in, is_every_row, reached, within
from towns.models import Group, Outcome, Role

TITLE_LIMIT = 200  # characters
VENUE_LIMIT = 200
LINK_LIMIT = 500
TEXT_LIMIT = 5_000
WHY_LIMIT = 500
COMES_LIMIT = 300
NEEDS_LIMIT = 1_000


class CohortSessionQuerySet(models.QuerySet["CohortSession"]):
    """The questions asked of many sessions at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """Gatherings of the cohort, one's groups' own, and those to which one's posts are invited.

        An idea is shown to those who plan alone.
        """
        plans = reached(user, Thing.SESSION_PLANS, on=on)
        if is_every_row(plans):
            return self.all()
        invited = Invited.objects.filter(held_in(user, on=on))
        told = either(
            (reached(user, Thing.SESSIONS, on=on), Q(group=None)),
            (
                within(user, Thing.GROUPS, on=on, town="group__town", group="group"),
                Q(group__isnull=False),
            ),
            (Q(pk__in=invited.values("session")), Q()),
        )
        return self.filter(either((plans, Q()), (told, ~Q(state=CohortSession.State.IDEA))))


@pghistory.track()
class CohortSession(Timestamped):
    """A gathering of the cohort. `on` is its day, or the first day of the time that is meant."""

    class State(models.TextChoices):
        IDEA = "idea", "Idea"
        APPROXIMATE = "approximate", "Roughly dated"
        SCHEDULED = "scheduled", "Scheduled"
        MOVED = "moved", "Moved"
        HELD = "held", "Held"
        WRITTEN_UP = "written_up", "Written up"
        CLOSED = "closed", "Closed"
        CANCELLED = "cancelled", "Cancelled"

    class Precision(models.TextChoices):
        DAY = "day", "On a day"
        WEEK = "week", "In a week"
        THIRD = "third", "Early, mid or late in a month"
        MONTH = "month", "In a month"
        SEASON = "season", "In a season"

    class Recording(models.TextChoices):
        UNKNOWN = "unknown", "Not known yet"
        YES = "yes", "Recorded"
        NO = "no", "Not recorded"

    class Part(models.TextChoices):
        """What a session leaves behind, each there or said to be not needed before it closes."""

        NOTES = "notes", "Notes"
        ATTENDANCE = "attendance", "Attendance"
        ACTIONS = "actions", "Actions"
        RESOURCES = "resources", "Resources"

    FUTURE = (State.IDEA, State.APPROXIMATE, State.SCHEDULED, State.MOVED)
    DATED = (State.SCHEDULED, State.MOVED)
    # From where to where a session may go. Each arrow is one action.
    MOVES = {
        State.IDEA: {State.APPROXIMATE, State.SCHEDULED, State.CANCELLED},
        State.APPROXIMATE: {State.APPROXIMATE, State.SCHEDULED, State.CANCELLED},
        State.SCHEDULED: {State.MOVED, State.HELD, State.CANCELLED},
        State.MOVED: {State.MOVED, State.HELD, State.CANCELLED},
        State.HELD: {State.WRITTEN_UP},
        State.WRITTEN_UP: {State.CLOSED},
        State.CANCELLED: {State.IDEA, State.APPROXIMATE, State.SCHEDULED},
    }

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, help_text="Rises with each change told.")
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="sessions")
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    state = models.CharField(max_length=11, choices=State, default=State.IDEA)
    title = models.CharField(max_length=TITLE_LIMIT, blank=True, help_text="Its topic.")
    text = models.TextField(max_length=TEXT_LIMIT, blank=True, help_text="What it is for.")
    outcomes = models.ManyToManyField(Outcome, blank=True, related_name="sessions")
    precision = models.CharField(max_length=6, choices=Precision, default=Precision.DAY)
    on = models.DateField(null=True, blank=True)
    begins_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=40, default=LONDON)
    venue = models.CharField(max_length=VENUE_LIMIT, blank=True)
    join_link = models.URLField(max_length=LINK_LIMIT, blank=True)
    moved_from = models.DateTimeField(null=True, blank=True, help_text="When it was to begin last.")
    moved_why = models.CharField(max_length=WHY_LIMIT, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(max_length=WHY_LIMIT, blank=True)
    recording = models.CharField(
        max_length=7, choices=Recording, default=Recording.UNKNOWN, db_default=Recording.UNKNOWN
    )
    recording_link = models.URLField(max_length=LINK_LIMIT, blank=True, db_default="")
    recording_until = models.DateField(null=True, blank=True, help_text="Its last day.")
    not_needed = ArrayField(
        models.CharField(max_length=10, choices=Part),
        default=list,
        db_default=[],
        blank=True,
        help_text="The parts of which a person has said that there are none.",
    )

    objects = CohortSessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(begins_at=None, ends_at=None)
                | Q(precision="day", on__isnull=False, ends_at__gt=F("begins_at")),
                name="session_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["idea", "approximate", "cancelled"])
                | Q(precision="day", begins_at__isnull=False),
                name="session_is_dated_from_when_it_is_scheduled",
            ),
            models.CheckConstraint(
                condition=~Q(state="approximate") | Q(on__isnull=False),
                name="session_is_roughly_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state="moved") | Q(moved_from__isnull=False),
                name="session_moved_from_somewhen",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False) & ~Q(cancelled_why="")
                | ~Q(state="cancelled") & Q(cancelled_at=None),
                name="session_cancelled_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(recording="yes") | Q(recording_link="", recording_until=None),
                name="session_keeps_a_recording_that_was_made",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(recording="unknown"),
                name="session_closes_knowing_of_its_recording",
            ),
            models.UniqueConstraint(
                fields=["series", "on"],
                condition=~Q(state="cancelled"),
                name="one_session_of_a_series_a_day",
            ),
        ]
        indexes = [models.Index(fields=["on", "id"], name="session_by_day")]

    def __str__(self) -> str:
        return self.title or str(self.kind)


@pghistory.track()
class Invited(models.Model):
    """A role, or one group, to which a session is open. Who holds it that day is invited."""

    session = models.ForeignKey(CohortSession, on_delete=models.CASCADE, related_name="invited")
    role = models.CharField(max_length=20, choices=Role, blank=True)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name_plural = "invited"
        constraints = [
            models.CheckConstraint(
                condition=Q(group=None) & ~Q(role="") | Q(group__isnull=False, role=""),
                name="invited_is_a_role_or_a_group",
            ),
            models.UniqueConstraint(
                fields=["session", "role", "group"],
                nulls_distinct=False,
                name="invited_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.group or self.get_role_display())


class ContributionQuerySet(models.QuerySet["Contribution"]):
    """The questions asked of many contributions at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """Those to sessions that this person sees."""
        return self.filter(session__in=CohortSession.objects.visible_to(user, on=on))


@pghistory.track()
class Contribution(Timestamped):
    """What a partner brings to a session. Several partners may; one may drop out alone."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(
        CohortSession, on_delete=models.CASCADE, related_name="contributions"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="contributions"
    )
    topic = models.CharField(max_length=TITLE_LIMIT, blank=True)
    comes = models.CharField(
        max_length=COMES_LIMIT, blank=True, db_default="", help_text="Who comes, as it says itself."
    )
    needs = models.TextField(
        max_length=NEEDS_LIMIT, blank=True, db_default="", help_text="What they need."
    )
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "organisation"], name="one_contribution_a_partner"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} at {self.session}"
