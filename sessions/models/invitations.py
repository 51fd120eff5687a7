"""Who is invited to a session by name and what they answered, and secret addresses of calendars."""

import uuid
from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import Q

from kit.models import Timestamped
from people.models import Person, User
from sessions.models.gatherings import CohortSession
from towns.access import Thing, reached

DEPUTY_LIMIT = 120  # characters
FEED_NAME_LIMIT = 80


class SessionInvitationQuerySet(models.QuerySet["Invitation"]):
    """The questions asked of many invitations at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """One's own; all of them for those who plan."""
        return self.filter(Q(person=user.person_id) | reached(user, Thing.SESSION_PLANS, on=on))

    def standing(self) -> Self:
        """Not taken back: the person still holds a post that is invited."""
        return self.filter(ended_at=None)


@pghistory.track()
class Invitation(Timestamped):
    """One person is invited to one session with a day, and may have answered.

    An answer is to one time: when the session is moved, it stays as "said yes to the old time"
    (`reply_to` differs from when the session begins), and the person is asked again.
    """

    class Reply(models.TextChoices):
        GOING = "going", "Going"
        APOLOGY = "apology", "Sent apologies"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(CohortSession, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="session_invitations")
    invited_at = models.DateTimeField()
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when no post of theirs is invited any more."
    )
    reply = models.CharField(max_length=7, choices=Reply, blank=True)
    reply_to = models.DateTimeField(
        null=True, blank=True, help_text="When the session was to begin that the reply is to."
    )
    replied_at = models.DateTimeField(null=True, blank=True)
    deputy = models.CharField(
        max_length=DEPUTY_LIMIT, blank=True, help_text="Who comes in their place."
    )

    objects = SessionInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="invited_by_name_once"),
            models.CheckConstraint(
                condition=Q(reply="", reply_to=None, replied_at=None)
                | Q(reply_to__isnull=False, replied_at__isnull=False) & ~Q(reply=""),
                name="reply_is_to_some_time",
            ),
            models.CheckConstraint(
                condition=Q(deputy="") | Q(reply="apology"), name="deputy_of_who_cannot_come"
            ),
        ]
        indexes = [models.Index(fields=["person", "session"], name="invitation_of_person")]

    def __str__(self) -> str:
        return f"{self.person} to {self.session}"


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """The questions asked of many feeds at once."""

    def visible_to(self, user: User, *, on: date) -> Self:  # noqa: ARG002 -- the shape of every such question
        """One's own alone."""
        return self.filter(person=user.person_id)

    def live(self) -> Self:
        """Not revoked."""
        return self.filter(revoked_at=None)


@pghistory.track()
class CalendarFeed(Timestamped):
    """A secret address at which one person's calendar program reads the sessions they may see.

    The address itself is kept nowhere: `token_hash` is the SHA-256 of its secret part, in hex.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendar_feeds")
    name = models.CharField(max_length=FEED_NAME_LIMIT, help_text='As "My phone".')
    token_hash = models.CharField(max_length=64, unique=True)
    has_links = models.BooleanField(default=False, help_text="Join links stand in it too.")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"],
                condition=Q(revoked_at=None),
                name="one_live_feed_of_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.person}"
