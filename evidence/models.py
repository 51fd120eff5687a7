"""Quotes: words that somebody said in a town, and what they agreed may be done with them."""

import uuid
from datetime import date
from typing import Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from kit.models import Timestamped
from people.models import User
from towns.access import Thing, within
from towns.models import Town

QUOTE_LIMIT = 1_000  # characters
SPEAKER_LIMIT = 120
GIVER_LIMIT = 120


class Scope(models.TextChoices):
    """Who may read a quote, once its speaker agrees."""

    COHORT = "cohort", "The cohort"
    STEERING = "steering", "Steering Groups"


class QuoteQuerySet(models.QuerySet["Quote"]):
    """The questions asked of many quotes at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """Those of one's town, for its leads; all of them, for the Programme Team."""
        return self.filter(within(user, Thing.QUOTES, on=on))

    def kept(self) -> Self:
        """Not taken away."""
        return self.filter(removed_at=None)

    def usable(self, scope: Scope, *, on: date) -> Self:
        """Kept, and with a consent for these readers that holds on that day."""
        consents = Consent.objects.holding(on=on).filter(scopes__contains=[scope])
        return self.kept().filter(Exists(consents.filter(quote=OuterRef("pk"))))


# A history cannot be changed: it holds no words, and nothing that names whoever said them.
@pghistory.track(exclude=["text", "speaker_name", "speaker_role", "speaker_organisation"])
class Quote(Timestamped):
    """Words of one person, as they were said, and how that person wants to be named.

    What is not needed to name them is not kept: a name stands here only if they chose to be named
    by it. Words to which somebody has agreed do not change (see `evidence.actions.quotes`).
    """

    class Attribution(models.TextChoices):
        NAME = "name", "By name"
        ROLE = "role", "By role"
        ORGANISATION = "organisation", "By organisation"
        ANONYMOUS = "anonymous", "Without a name"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="quotes")
    text = models.TextField(max_length=QUOTE_LIMIT)
    attribution = models.CharField(max_length=12, choices=Attribution)
    speaker_name = models.CharField(max_length=SPEAKER_LIMIT, blank=True)
    speaker_role = models.CharField(max_length=SPEAKER_LIMIT, blank=True)
    speaker_organisation = models.CharField(max_length=SPEAKER_LIMIT, blank=True)
    said_on = models.DateField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = QuoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="quote_has_words"),
            models.CheckConstraint(
                condition=Q(attribution="name") & ~Q(speaker_name="")
                | Q(attribution="role", speaker_name="") & ~Q(speaker_role="")
                | Q(attribution="organisation", speaker_name="", speaker_role="")
                & ~Q(speaker_organisation="")
                | Q(
                    attribution="anonymous",
                    speaker_name="",
                    speaker_role="",
                    speaker_organisation="",
                ),
                name="quote_keeps_what_names_its_speaker",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="quote_removed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["town", "-said_on", "-id"], name="quote_of_town")]

    def __str__(self) -> str:
        return f"Quote {self.key}"

    @property
    def said_by(self) -> str:
        """The speaker as they want to be named: "Ann Bell, youth worker, Harbour Trust"."""
        named = (self.speaker_name, self.speaker_role, self.speaker_organisation)
        return ", ".join(part for part in named if part) or "Somebody in the town"


class ConsentQuerySet(models.QuerySet["Consent"]):
    """The questions asked of many consents at once."""

    def standing(self) -> Self:
        """Neither withdrawn nor replaced by a newer one; it may have come to its end."""
        return self.filter(withdrawn_at=None, replaced_at=None)

    def holding(self, *, on: date) -> Self:
        """Standing, and between its days, both included."""
        return self.standing().filter(given_on__lte=on, until__gte=on)


@pghistory.track(exclude=["given_by", "token_hash"])
class Consent(Timestamped):
    """What was agreed of a quote: who may read it, by whose word, and until when.

    It is withdrawn by whoever holds its secret address, or by telling the lead or the team. The
    address itself is kept nowhere: `token_hash` is the SHA-256 of its secret part, in hex.
    """

    class How(models.TextChoices):
        SPOKEN = "spoken", "In conversation"
        PHONE = "phone", "By telephone"
        MAIL = "mail", "By e-mail"
        FORM = "form", "On a signed form"

    class Withdrawal(models.TextChoices):
        LINK = "link", "By the link"
        TOLD = "told", "Told to the lead or the team"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="consents")
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope))
    given_by = models.CharField(max_length=GIVER_LIMIT, help_text="As “the speaker”.")
    how = models.CharField(max_length=6, choices=How)
    given_on = models.DateField()
    until = models.DateField(help_text="The last day.")
    token_hash = models.CharField(max_length=64, unique=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_how = models.CharField(max_length=4, choices=Withdrawal, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(scopes=[]) & Q(scopes__contained_by=list(Scope.values)),
                name="consent_is_for_some_readers",
            ),
            models.CheckConstraint(condition=~Q(given_by=""), name="consent_given_by_somebody"),
            models.CheckConstraint(
                condition=Q(until__gte=F("given_on")), name="consent_ends_after_it_was_given"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_how="", withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_how="link", withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_how="told", withdrawn_by__isnull=False),
                name="consent_withdrawn_in_some_way",
            ),
            models.CheckConstraint(
                condition=Q(replaced_at=None) | Q(withdrawn_at=None),
                name="consent_ends_in_one_way",
            ),
            models.UniqueConstraint(
                fields=["quote"],
                condition=Q(withdrawn_at=None, replaced_at=None),
                name="one_standing_consent_of_a_quote",
            ),
        ]

    def __str__(self) -> str:
        return f"Consent {self.key}"

    @property
    def readers(self) -> str:
        """Who may read the quote: "the cohort and Steering Groups"."""
        words = {Scope.COHORT: "the cohort", Scope.STEERING: "Steering Groups"}
        return " and ".join(words[scope] for scope in Scope if scope in self.scopes)
