"""Ties between towns and organisations, what was observed of each, and whom to write to there."""

import uuid
from datetime import date
from typing import Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from kit.models import Timestamped
from people.models import Organisation, User
from towns.access import Thing, either, reached, within
from towns.models import Town


class Strength(models.IntegerChoices):
    """How close a town and an organisation are. Each includes the ones before it."""

    NETWORK = 1, "Network"
    COOPERATE = 2, "Cooperate"
    COORDINATE = 3, "Coordinate"
    COLLABORATE = 4, "Collaborate"


STRENGTH_HINTS: dict[int, str] = {
    Strength.NETWORK: "we know each other",
    Strength.COOPERATE: "we help each other",
    Strength.COORDINATE: "we plan together",
    Strength.COLLABORATE: "we work as one",
}


class Baseline(models.Model):
    """From when on what a town noted of its ties at its start stays as it is."""

    town = models.OneToOneField(Town, on_delete=models.PROTECT, related_name="baseline")
    on = models.DateField(help_text="The day whose ties it shows.")
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = [
            pgtrigger.Protect(name="is_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"Baseline of {self.on}"


class Tie(Timestamped):
    """That a town and an organisation have to do with each other; how, its observations tell.

    It stays with the organisation that was named: what was merged is followed when ties are read.
    """

    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="ties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="ties")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["town", "organisation"], name="one_tie_a_pair")
        ]

    def __str__(self) -> str:
        return f"Tie {self.pk}"


_OF_A_FROZEN_BASELINE = """
IF EXISTS (
    SELECT FROM partners_baseline AS frozen JOIN partners_tie AS tie USING (town_id)
    WHERE tie.id = {row}.tie_id
) THEN
    RAISE EXCEPTION 'a frozen baseline does not change' USING ERRCODE = 'check_violation';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;"""


@pghistory.track()
class TieObservation(models.Model):
    """What was seen of a tie on a day: a connection, an answer, or how it was at the start.

    `key` is chosen by who observes: to observe the same once more is to correct it.
    """

    class Source(models.TextChoices):
        CONNECTION = "connection", "Connection reported"
        BASELINE = "baseline", "At the start"
        STILL = "still", "Still in touch"
        OVER = "over", "Not in touch any more"

    tie = models.ForeignKey(Tie, on_delete=models.PROTECT, related_name="observations")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField(max_length=10, choices=Source)
    on = models.DateField(help_text="The day on which it was so.")
    strength = models.PositiveSmallIntegerField(
        choices=Strength, null=True, blank=True, help_text="Unsaid if empty."
    )
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(strength=None) | Q(strength__range=(1, 4)),
                name="strength_is_one_of_four",
            ),
            models.CheckConstraint(
                condition=~Q(source="over") | Q(strength=None), name="what_is_over_has_no_strength"
            ),
            models.UniqueConstraint(
                fields=["tie"], condition=Q(source="baseline"), name="one_start_a_tie"
            ),
            models.UniqueConstraint(
                fields=["tie", "on"],
                condition=Q(source__in=["still", "over"]),
                name="one_answer_a_tie_and_day",
            ),
        ]
        indexes = [models.Index(fields=["tie", "-on", "-id"], name="observation_newest")]
        triggers = [
            pgtrigger.Trigger(
                name="baseline_grows_not",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__source="baseline"),
                func=_OF_A_FROZEN_BASELINE.format(row="NEW"),
            ),
            pgtrigger.Trigger(
                name="baseline_is_kept",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__source="baseline"),
                func=_OF_A_FROZEN_BASELINE.format(row="OLD"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()}, {self.on}"


class ContactQuerySet(models.QuerySet["Contact"]):
    """The questions asked of many contacts at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """Those of the towns whose contacts this person reads, and those of the whole programme."""
        return self.filter(
            either(
                (within(user, Thing.CONTACTS, on=on), Q()),
                (reached(user, Thing.CONTACTS, on=on), Q(town=None)),
            )
        )


# A contact may ask to be forgotten: a history cannot forget.
@pghistory.track(exclude=["name", "role", "email", "phone"])
class Contact(Timestamped):
    """Whom to write to at an organisation: for a town, or for the whole programme."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="contacts"
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    town = models.ForeignKey(
        Town,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contacts",
        help_text="The town that knows them; empty if they are the whole programme's.",
    )
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200, blank=True, help_text="What they do there.")
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="The last day, if they left.")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="contact_has_name"),
            models.UniqueConstraint(
                "organisation",
                "town",
                Lower("email"),
                condition=Q(ends_on=None) & ~Q(email=""),
                nulls_distinct=False,
                name="one_contact_an_address",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="contact_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "name"], name="contact_of_organisation")]

    def __str__(self) -> str:
        return self.name
