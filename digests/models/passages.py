"""What a digest is made of before it is frozen: sections, and the passages copied into them."""

import uuid
from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import Func, Q
from django.db.models.lookups import LessThanOrEqual

from digests.content import ACROSS, NAMES, Depth, Sort
from digests.models.digests import Digest
from evidence.models import Quote
from kit.models import Timestamped
from people.models import User
from reflections.models import GroupQuestion, Item
from reflections.models.items import TEXT_LIMIT
from sessions.models import Action, CohortSession
from towns.access import Thing, either, reached, within
from towns.models import Town

NOTE_LIMIT = 2_000
PROGRESS_LIMIT = 2_000
REMARK_LIMIT = 1_000


class SectionQuerySet(models.QuerySet["Section"]):
    """The questions asked of many sections at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """All, for those who edit; one's own town's from when the towns check it."""
        own = within(user, Thing.DIGEST_SECTIONS, on=on)
        return self.filter(
            either(
                (reached(user, Thing.DIGEST_DRAFTS, on=on), Q()),
                (own, Q(digest__state__in=Digest.CHECKED, town__isnull=False)),
            )
        )

    def in_order(self) -> Self:
        """As they are read: across towns first, then the towns by name."""
        return self.order_by("place", "town__name", "pk")


@pghistory.track()
class Section(Timestamped):
    """What a digest says of one town, or across towns (then it has no town).

    `version` rises with every change of what a reader would read in it. An approval is of one
    version; what changed since is not approved.
    """

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="sections")
    town = models.ForeignKey(
        Town, null=True, blank=True, on_delete=models.PROTECT, related_name="digest_sections"
    )
    place = models.PositiveSmallIntegerField(default=1, help_text="0: across towns.")
    progress = models.TextField(max_length=PROGRESS_LIMIT, blank=True)
    progress_drafted = models.TextField(
        max_length=PROGRESS_LIMIT, blank=True, help_text="As it was drafted last."
    )
    version = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True, help_text="The last day to answer.")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_version = models.PositiveIntegerField(null=True, blank=True)
    remark = models.TextField(max_length=REMARK_LIMIT, blank=True, help_text="What is not right.")
    remarked_at = models.DateTimeField(null=True, blank=True)
    remarked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = SectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "town"], nulls_distinct=False, name="one_section_of_a_town"
            ),
            models.CheckConstraint(
                condition=Q(town=None, place=0) | Q(town__isnull=False, place=1),
                name="section_across_towns_comes_first",
            ),
            models.CheckConstraint(
                condition=Q(asked_at=None, answer_by=None)
                | Q(asked_at__isnull=False, answer_by__isnull=False, town__isnull=False),
                name="section_asked_until_some_day",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None, approved_version=None)
                | Q(
                    approved_at__isnull=False,
                    approved_by__isnull=False,
                    approved_version__isnull=False,
                    town__isnull=False,
                ),
                name="section_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(remark="", remarked_at=None, remarked_by=None)
                | Q(remarked_at__isnull=False, remarked_by__isnull=False) & ~Q(remark=""),
                name="section_remarked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.digest}"

    @property
    def name(self) -> str:
        """What stands above it. Needs its town loaded."""
        return self.town.name if self.town else ACROSS

    @property
    def is_approved(self) -> bool:
        """Whether the town's lead has approved it as it stands now."""
        return self.approved_version is not None and self.approved_version == self.version


class PassageQuerySet(models.QuerySet["Passage"]):
    """The questions asked of many passages at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """Those of sections that this person reads."""
        return self.filter(section__in=Section.objects.visible_to(user, on=on))

    def in_order(self) -> Self:
        """As they stand in their section."""
        return self.order_by("position", "pk")

    def kept(self) -> Self:
        """Not left out."""
        return self.exclude(depth=Passage.OUT)


# Words of a quote may have to be forgotten: a history cannot forget.
@pghistory.track(exclude=["text", "note", "copied"])
class Passage(Timestamped):
    """One thing that a digest says: a copy, with a pointer to what it was copied from.

    Whatever becomes of the original afterwards, the copy stays as it was edited; before it is
    frozen it is asked once more whether the original may still be shown: see
    `digests.queries.recalls`.
    """

    OUT = "out"
    DEPTHS = [(depth.value, name) for depth, name in NAMES.items()]

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="passages")
    sort = models.CharField(max_length=10, choices=[(one.value, one.name.title()) for one in Sort])
    text = models.TextField(max_length=TEXT_LIMIT)
    note = models.TextField(
        max_length=NOTE_LIMIT, blank=True, help_text="What became of it, or who said it."
    )
    month = models.DateField(null=True, help_text="The month of what arrived late from before.")
    depth = models.CharField(max_length=5, choices=[*DEPTHS, (OUT, "Left out")], default=Depth.FULL)
    position = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="passages")
    quote = models.ForeignKey(Quote, null=True, on_delete=models.PROTECT, related_name="passages")
    session = models.ForeignKey(
        CohortSession, null=True, on_delete=models.PROTECT, related_name="passages"
    )
    action = models.ForeignKey(Action, null=True, on_delete=models.PROTECT, related_name="passages")
    question = models.ForeignKey(
        GroupQuestion, null=True, on_delete=models.PROTECT, related_name="passages"
    )
    copied = models.TextField(
        blank=True,
        help_text="The words as they were copied; never those of a quote.",
    )

    objects = PassageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(sort="quote", depth="out"), name="passage_says_something"
            ),
            models.CheckConstraint(
                condition=Q(month=None) | Q(month__day=1), name="passage_month_is_first_day"
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(
                    Func(
                        "item",
                        "quote",
                        "session",
                        "action",
                        "question",
                        function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    1,
                ),
                name="passage_copied_from_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(sort="quote", quote__isnull=False) | ~Q(sort="quote") & Q(quote=None),
                name="passage_quotes_a_quote",
            ),
            models.UniqueConstraint(fields=["section", "item"], name="passage_of_an_item_once"),
            models.UniqueConstraint(fields=["section", "quote"], name="passage_of_a_quote_once"),
            models.UniqueConstraint(fields=["section", "action"], name="passage_of_an_action_once"),
            models.UniqueConstraint(
                fields=["section", "question"], name="passage_of_a_question_once"
            ),
            models.CheckConstraint(
                condition=Q(quote=None) | Q(copied=""), name="passage_copies_no_quote_twice"
            ),
        ]
        indexes = [models.Index(fields=["section", "position", "id"], name="passage_order")]

    def __str__(self) -> str:
        return f"Passage {self.key}"
