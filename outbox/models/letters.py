"""A letter is one e-mail to one address, with one Message-ID for its whole life."""

import uuid
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q

from outbox.kinds import Lane

LONGEST_REPLY = 500  # characters of what a mail server said


class LetterQuerySet(models.QuerySet["Letter"]):
    """The questions asked of many letters at once."""

    def open(self) -> Self:
        """Still to be settled."""
        return self.filter(state__in=Letter.OPEN)


class Letter(models.Model):
    """One e-mail. Its state is moved by `outbox.delivery` alone.

    A letter made of notices is written at the moment of sending; until then it holds no text. One
    that was written when it was promised (a code) holds it from the beginning.
    """

    class State(models.TextChoices):
        READY = "ready", "Waiting"
        LEASED = "leased", "Being sent"
        DATA_OPEN = "data_open", "Handed to the mail server, answer awaited"
        ACCEPTED = "accepted", "Sent"
        FAILED = "failed", "Refused"
        ASIDE = "aside", "Set aside"
        NOT_NEEDED = "not_needed", "Not needed any more"
        EXPIRED = "expired", "Too late"
        SUPPRESSED = "suppressed", "Address cannot be reached"

    OPEN = (State.READY, State.LEASED, State.DATA_OPEN)

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    message_id = models.CharField(max_length=200, unique=True)
    person = models.BigIntegerField(null=True, help_text="The person's number, if it is one.")
    to = models.CharField(max_length=254, blank=True, help_text="Empty until it is written.")
    lane = models.PositiveSmallIntegerField(choices=[(lane.value, lane.name) for lane in Lane])
    is_routine = models.BooleanField(default=False)
    day = models.DateField(null=True, help_text="Of a routine letter: the day it counts for.")
    state = models.CharField(max_length=10, choices=State, default=State.READY)
    reason = models.CharField(max_length=500, blank=True, help_text="Why it ended as it did.")
    promised_at = models.DateTimeField()
    not_before = models.DateTimeField()
    useful_until = models.DateTimeField(null=True)
    is_composed = models.BooleanField(
        default=True, help_text="Its words are made of its notices at the moment of sending."
    )
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True, help_text="Only where another program wrote it.")
    footer = models.TextField(blank=True)
    written_at = models.DateTimeField(null=True, help_text="Its Date, the same at each attempt.")
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    crashes = models.PositiveSmallIntegerField(default=0, help_text="Senders that died with it.")
    attempts = models.PositiveSmallIntegerField(default=0)
    data_opened_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True, help_text="Reported later; it stays accepted.")

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["leased", "data_open"],
                    lease_token__isnull=False,
                    lease_until__isnull=False,
                )
                | ~Q(state__in=["leased", "data_open"]) & Q(lease_token=None, lease_until=None),
                name="letter_leased_by_somebody_until_some_time",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_at__isnull=False)
                | ~Q(state="accepted") & Q(accepted_at=None),
                name="letter_accepted_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="data_open") | Q(data_opened_at__isnull=False) & ~Q(to=""),
                name="letter_open_since_some_time",
            ),
            models.CheckConstraint(
                condition=Q(is_routine=False, day=None)
                | Q(is_routine=True, day__isnull=False, person__isnull=False),
                name="routine_letters_are_of_a_person_and_a_day",
            ),
            models.UniqueConstraint(
                fields=["person", "day"],
                condition=Q(
                    is_routine=True, state__in=["ready", "leased", "data_open", "accepted"]
                ),
                name="one_routine_letter_a_day",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(is_routine=True, state__in=["ready", "leased", "data_open"]),
                name="one_routine_letter_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["lane", "not_before", "id"],
                condition=Q(state="ready"),
                name="letter_due",
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(state__in=["leased", "data_open"]),
                name="letter_leased",
            ),
            models.Index(fields=["-promised_at", "-id"], name="letter_newest"),
            models.Index(
                fields=["-promised_at", "-id"],
                condition=Q(state__in=["failed", "aside", "suppressed"]),
                name="letter_stopped",
            ),
            models.Index(fields=["person", "-promised_at"], name="letter_of_person"),
        ]

    def __str__(self) -> str:
        return f"Letter {self.key}"


class Attempt(models.Model):
    """One try to hand a letter over, and how far it came. Nothing changes it."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    phase = models.CharField(max_length=10, help_text="How far it came: see `delivery.smtp`.")
    code = models.PositiveSmallIntegerField(null=True, help_text="The mail server's answer.")
    reply = models.CharField(max_length=LONGEST_REPLY, blank=True)

    class Meta:
        indexes = [models.Index(fields=["letter", "at"], name="attempt_letter_at")]
        triggers = [pgtrigger.Protect(name="attempts_stay", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.phase} {self.code or ''}".strip()
