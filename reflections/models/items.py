"""Items: connections, challenges, learning moments; who may read them; what became of them."""

import uuid
from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import Exists, OuterRef, Q

from kit.models import Timestamped
from partners.models import Strength, TieObservation
from people.models import Organisation, Person, User
from reflections.models.reports import Report
from towns.access import Thing, either, within
from towns.models import Outcome

TEXT_LIMIT = 60_000  # characters: some 9,000 words, pasted from a document, fit


class Kind(models.TextChoices):
    """The three kinds of item."""

    CONNECTION = "connection", "New connection"
    CHALLENGE = "challenge", "Challenge"
    LEARNING = "learning", "Powerful learning moment"


class Audience(models.TextChoices):
    """Who may read an item, from narrow to wide. Each includes the ones before it."""

    ME = "me", "Only me"
    TOWN = "town", "My town"
    TEAM = "team", "Programme Team"
    COHORT = "cohort", "The cohort"
    STEERING = "steering", "Steering Groups"


AUDIENCES = [str(value) for value in Audience.values]


STANDING = Q(quarantined_at=None, withdrawn_at=None)  # of items: part of the report as it is now


def at_least(audience: Audience) -> list[str]:
    """The audiences as wide as this one, or wider."""
    return AUDIENCES[AUDIENCES.index(audience) :]


def readable_items(user: User, *, on: date, item: str = "") -> Q:
    """What this person reads of reports on that day, by audience, submission and sensitivity.

    Own town: everything but what another wrote for themselves. Others: only while the report stands
    as submitted, by the item's audience, and to the cohort only once the guard's questions are
    answered. Sensitive items: their author and the people named. Nobody reads a quarantined one,
    nor one that was taken out of the report. `item` is the way from the filtered rows to the item,
    as in "question__item__".
    """

    def of(**conditions: object) -> Q:
        return Q(**{f"{item}{name}": value for name, value in conditions.items()})

    place = f"{item}report__town"
    mine = of(author=user.person_id)
    submitted = of(report__status=Report.Status.SUBMITTED)
    readers = Item.readers.through.objects.filter(person=user.person_id)
    named = Q(Exists(readers.filter(item=OuterRef(f"{item}pk"))))
    by_audience = either(
        (
            within(user, Thing.DRAFT_REPORTS, on=on, town=place),
            mine | of(audience__in=at_least(Audience.TOWN)),
        ),
        (
            within(user, Thing.REPORTS, on=on, town=place),
            submitted & of(audience__in=at_least(Audience.TEAM)),
        ),
        (
            within(user, Thing.DATA_QUESTIONS, on=on, town=place),
            submitted & of(asks_data=True, audience__in=at_least(Audience.TOWN)),
        ),
        (
            within(user, Thing.COHORT_ITEMS, on=on, town=place),
            submitted & of(audience__in=at_least(Audience.COHORT), open_findings=0),
        ),
    )
    standing = of(quarantined_at=None, withdrawn_at=None)
    return by_audience & (mine | of(sensitive=False) | named) & standing


class ItemQuerySet(models.QuerySet["Item"]):
    """The questions asked of many items at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """What this person reads of reports on that day: see `readable_items`."""
        return self.filter(readable_items(user, on=on))

    def standing(self) -> Self:
        """Part of the report as it is now: neither quarantined nor taken out by its author."""
        return self.filter(STANDING)

    def shared_with_steering(self) -> Self:
        """Standing, meant for Steering Groups by their authors, with no question of the guard open.

        Whether their report stands as submitted is asked beside it.
        """
        return self.standing().filter(audience=Audience.STEERING, sensitive=False, open_findings=0)

    def in_order(self) -> Self:
        """As they stand in a report."""
        return self.order_by("kind", "position", "pk")


@pghistory.track(model_name="ItemHistory")
class Item(Timestamped):
    """One new connection, challenge or learning moment. Only `reflections.actions` writes it.

    `version` rises with every change; a save that names an older one is refused and loses nothing.
    `key` is chosen where the item is first written (a phone, perhaps): sending twice makes one.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="items")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.TextField(max_length=TEXT_LIMIT)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="items")
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.TEAM)
    sensitive = models.BooleanField(default=False)
    readers = models.ManyToManyField(
        Person,
        blank=True,
        related_name="+",
        help_text="Who may read it, if it is sensitive.",
    )
    asks_data = models.BooleanField(default=False, help_text="Asks something of the LIST analyst.")
    outcomes = models.ManyToManyField(Outcome, blank=True, related_name="items")
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="items")
    strength = models.PositiveSmallIntegerField(
        choices=Strength,
        null=True,
        blank=True,
        help_text="How close the town and the organisations of a connection are; may stay unsaid.",
    )
    observations = models.ManyToManyField(
        TieObservation, through="ItemObservation", related_name="items"
    )
    open_findings = models.PositiveSmallIntegerField(
        default=0, help_text="The guard's questions that wait for an answer."
    )
    changed_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", help_text="Who wrote it last."
    )
    withdrawn_at = models.DateTimeField(
        null=True, help_text="When its author took it out of a report handed over before."
    )
    quarantined_at = models.DateTimeField(null=True)
    quarantined_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="item_has_text"),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="item_versions_count_from_one"
            ),
            models.CheckConstraint(
                condition=Q(strength=None) | Q(kind="connection", strength__range=(1, 4)),
                name="only_connections_have_strength",
            ),
            models.CheckConstraint(
                condition=Q(sensitive=False) | Q(audience__in=["me", "town", "team"]),
                name="sensitive_items_go_no_further_than_the_team",
            ),
            models.CheckConstraint(
                condition=Q(quarantined_at=None, quarantined_by=None)
                | Q(quarantined_at__isnull=False, quarantined_by__isnull=False),
                name="item_quarantined_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["report", "kind", "position"], name="item_report_order")]

    def __str__(self) -> str:
        return f"Item {self.key}"


class ItemObservation(models.Model):
    """Which item, as it was handed over, told of which tie. One row an organisation it names."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="item_observations")
    observation = models.OneToOneField(
        TieObservation, on_delete=models.CASCADE, related_name="told"
    )

    def __str__(self) -> str:
        return f"{self.item_id} told {self.observation_id}"


class GuardAnswer(Timestamped):
    """What the author said of one fragment that might tell who a resident is.

    The fragment is kept as a keyed digest, so that it is recognised without being stored twice.
    """

    class Answer(models.TextChoices):
        NOT_A_PERSON = "not_a_person", "This is not about a resident"
        TEAM_ONLY = "team_only", "Keep it for the Programme Team only"

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="guard_answers")
    rule = models.CharField(max_length=20)
    fragment_digest = models.CharField(max_length=64)
    answer = models.CharField(max_length=20, choices=Answer)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "rule", "fragment_digest"], name="one_answer_a_finding"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.answer}"


class ItemEvent(models.Model):
    """What became of an item: read, raised, answered, echoed. Points at nothing above it."""

    class Kind(models.TextChoices):
        READ = "read", "Read by"
        RAISED = "raised", "Raised at"
        ANSWERED = "answered", "Answered by"
        ECHOED = "echoed", "Echoed"

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=200, help_text="The reader, the session, the answerer.")
    address = models.CharField(max_length=300, blank=True, help_text="Where it can be seen.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "by"],
                condition=Q(kind="read"),
                name="read_once_by_each",
            ),
            models.UniqueConstraint(
                fields=["item", "kind", "label", "at"], name="one_event_a_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.label}"
