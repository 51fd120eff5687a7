"""A quarter's digest, from the days in which it is gathered to those in which it is read."""

from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kit.models import Timestamped
from kit.periods import quarter_months, quarter_name
from people.models import User
from towns.access import Thing, either, reached

OPENING_LIMIT = 400  # characters: two lines
WHY_LIMIT = 500


class DigestQuerySet(models.QuerySet["Digest"]):
    """The questions asked of many digests at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """What was published, be it withdrawn since; all of them, for those who edit."""
        published = Q(published_at__isnull=False)
        return self.filter(
            either(
                (reached(user, Thing.DIGEST_DRAFTS, on=on), Q()),
                (reached(user, Thing.DIGESTS, on=on), published),
            )
        )


@pghistory.track()
class Digest(Timestamped):
    """What steering groups hear of one quarter. Only `digests.actions` moves it on.

    `gathered_to` is how far the towns have been gathered, or frozen: the number of the last one.
    """

    class State(models.TextChoices):
        COLLECTING = "collecting", "Being gathered"
        DRAFTING = "drafting", "Draft"
        CHECK = "check", "Town check"
        FREEZING = "freezing", "Being frozen"
        FROZEN = "frozen", "Frozen"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    # From where to where a digest may go. Each arrow is one action.
    MOVES = {
        State.COLLECTING: {State.DRAFTING, State.CHECK},
        State.DRAFTING: {State.COLLECTING, State.CHECK},
        State.CHECK: {State.COLLECTING, State.FREEZING},
        State.FREEZING: {State.FROZEN, State.CHECK},
        State.FROZEN: {State.CHECK, State.PUBLISHED},
        State.PUBLISHED: {State.WITHDRAWN},
        State.WITHDRAWN: {State.CHECK},
    }
    EDITED = (State.DRAFTING, State.CHECK)  # while it may be changed
    CHECKED = (State.CHECK, State.FREEZING, State.FROZEN, State.PUBLISHED, State.WITHDRAWN)

    quarter = models.DateField(unique=True, help_text="The first day of the quarter.")
    state = models.CharField(max_length=10, choices=State, default=State.COLLECTING)
    opening = models.CharField(
        max_length=OPENING_LIMIT, blank=True, help_text="The two lines that open it."
    )
    opening_version = models.PositiveIntegerField(default=1)
    gathered_to = models.BigIntegerField(default=0)
    gathered_at = models.DateTimeField(null=True, help_text="When it was last gathered whole.")
    freeze_on = models.DateField(help_text="The day on which it is to be frozen.")
    check_began_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, help_text="When last.")
    published_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=WHY_LIMIT, blank=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quarter__day=1, quarter__month__in=[1, 4, 7, 10]),
                name="digest_of_a_whole_quarter",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["collecting", "drafting"])
                | Q(check_began_at__isnull=False, gathered_at__isnull=False),
                name="digest_checked_by_towns_first",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                & ~Q(state__in=["published", "withdrawn"])
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="digest_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                & ~Q(state="withdrawn")
                | Q(
                    withdrawn_at__isnull=False,
                    withdrawn_by__isnull=False,
                    published_at__isnull=False,
                )
                & ~Q(withdrawn_why="")
                & ~Q(state="published"),
                name="digest_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return quarter_name(self.quarter)

    def get_absolute_url(self) -> str:
        """Where it is read."""
        return reverse("digests:digest", args=[self.quarter])

    @property
    def title(self) -> str:
        """Its quarter by its months."""
        return quarter_months(self.quarter)

    @property
    def is_edited(self) -> bool:
        """Whether it may be changed now."""
        return self.state in self.EDITED
