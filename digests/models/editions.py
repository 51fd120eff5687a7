"""What was frozen of a digest, and amended since: its readers read nothing else."""

import uuid
from datetime import date
from typing import Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from digests.content import Head, Part, head_from_json, part_from_json
from digests.models.digests import WHY_LIMIT, Digest
from kit.models import Timestamped
from people.models import User
from towns.access import Thing, either, reached
from towns.models import Town

REASON_LIMIT = 500  # characters
# What was frozen stays as it was, unless words have to be taken out of it. An edition has no
# checksum until all of it is there.
_FROZEN = """
IF OLD.checksum <> ''
    AND (NEW.checksum, NEW.{kept}) IS DISTINCT FROM (OLD.checksum, OLD.{kept})
    AND NEW.redacted_at IS NOT DISTINCT FROM OLD.redacted_at
THEN
    RAISE EXCEPTION 'an edition is frozen' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


def _frozen(kept: str) -> list[pgtrigger.Trigger]:
    return [
        pgtrigger.Trigger(
            name=f"{kept}_is_frozen",
            operation=pgtrigger.Update,
            when=pgtrigger.Before,
            func=_FROZEN.format(kept=kept),
        ),
        pgtrigger.Protect(name=f"{kept}_is_kept", operation=pgtrigger.Delete),
    ]


class EditionQuerySet(models.QuerySet["Edition"]):
    """The questions asked of many editions at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """What readers of digests read now; for those who edit, also what was frozen only."""
        return self.filter(
            either(
                (reached(user, Thing.DIGEST_DRAFTS, on=on), Q()),
                (
                    reached(user, Thing.DIGESTS, on=on),
                    Q(digest__state="published") & _CURRENT,
                ),
            )
        )

    def current(self) -> Self:
        """The newest of each digest: published, neither replaced nor given up."""
        return self.filter(_CURRENT)


_CURRENT = Q(published_at__isnull=False, replaced_at=None, discarded_at=None)


@pghistory.track(exclude=["head"])
class Edition(Timestamped):
    """A digest as it was frozen once. A correction makes another; the number rises.

    `checksum` is that of its head and of all its parts in their order (see `digests.content`).
    """

    digest = models.ForeignKey(Digest, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    head = models.JSONField()
    checksum = models.CharField(max_length=64, blank=True, help_text="Empty while it is frozen.")
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was given up, unpublished or withdrawn."
    )
    withdrawn_why = models.CharField(max_length=WHY_LIMIT, blank=True)
    redacted_at = models.DateTimeField(
        null=True, blank=True, help_text="When words were last taken out of it."
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "number"], name="one_edition_a_number"),
            models.UniqueConstraint(
                fields=["digest"],
                condition=Q(replaced_at=None, discarded_at=None),
                name="one_edition_stands",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="editions_count_from_one"),
            models.CheckConstraint(
                condition=Q(published_at=None)
                | Q(published_at__gte=F("frozen_at")) & ~Q(checksum=""),
                name="edition_frozen_before_it_is_published",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_why="")
                | Q(discarded_at__isnull=False, published_at__isnull=False),
                name="edition_withdrawn_once_published",
            ),
        ]
        triggers = _frozen("head")

    def __str__(self) -> str:
        return f"{self.digest}, edition {self.number}"

    @property
    def says(self) -> Head:
        """What it says above its parts."""
        return head_from_json(self.head)


@pghistory.track(exclude=["content"])
class EditionPart(models.Model):
    """What an edition says of one town, or across towns."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="parts")
    position = models.PositiveIntegerField()
    town = models.ForeignKey(
        Town, null=True, blank=True, on_delete=models.PROTECT, related_name="edition_parts"
    )
    content = models.JSONField()
    checksum = models.CharField(max_length=64)
    words_brief = models.PositiveIntegerField()
    words_page = models.PositiveIntegerField()
    words_full = models.PositiveIntegerField()
    redacted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="one_part_a_place"),
            models.UniqueConstraint(
                fields=["edition", "town"], nulls_distinct=False, name="one_part_of_a_town"
            ),
        ]
        triggers = _frozen("content")

    def __str__(self) -> str:
        return f"Part {self.position} of edition {self.edition_id}"

    @property
    def says(self) -> Part:
        """What it says."""
        return part_from_json(self.content)


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """The questions asked of many corrections at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """Those of digests that this person reads."""
        return self.filter(
            reached(user, Thing.DIGESTS, on=on) & Q(edition__published_at__isnull=False)
        )


# Words that were taken out must not live on in what cannot be changed.
@pghistory.track(exclude=["before", "after"])
class Correction(Timestamped):
    """One passage was amended after publication: what it said, what it says now, and why.

    `edition` is the first that says it as it is now. Of words that had to be taken out neither
    state is kept.
    """

    class Sort(models.TextChoices):
        CORRECTED = "corrected", "Corrected"
        REDACTED = "redacted", "Words taken out"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    digest = models.ForeignKey(Digest, on_delete=models.PROTECT, related_name="corrections")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="corrections")
    sort = models.CharField(max_length=9, choices=Sort, default=Sort.CORRECTED)
    passage = models.UUIDField(help_text="The key of the passage.")
    town = models.ForeignKey(
        Town, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.CharField(max_length=REASON_LIMIT)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_a_reason"),
            models.CheckConstraint(
                condition=Q(sort="redacted", before="", after="") | Q(sort="corrected"),
                name="redaction_keeps_no_words",
            ),
        ]
        indexes = [models.Index(fields=["digest", "-at"], name="correction_of_digest")]

    def __str__(self) -> str:
        return f"Correction {self.key}"


@pghistory.track()
class Telling(Timestamped):
    """How far the telling of an edition has come: a few people at a time, each of them once.

    `reached` is the number of the last one told of, within what is told of now (`phase`).
    """

    class Sort(models.TextChoices):
        PUBLISHED = "published", "An edition was published"
        CORRECTED = "corrected", "An edition was corrected"
        WITHDRAWN = "withdrawn", "An edition was withdrawn"

    class Phase(models.TextChoices):
        AUTHORS = "authors", "To those whose items it holds"
        READERS = "readers", "To its readers"
        DONE = "done", "Done"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="tellings")
    sort = models.CharField(max_length=9, choices=Sort)
    phase = models.CharField(max_length=7, choices=Phase)
    reached = models.BigIntegerField(default=0)
    told = models.PositiveIntegerField(default=0, help_text="Letters promised so far.")
    began_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "sort"], name="edition_told_once_of"),
            models.CheckConstraint(
                condition=Q(phase="done", done_at__isnull=False)
                | ~Q(phase="done") & Q(done_at=None),
                name="telling_done_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_sort_display()}: {self.edition}"
