"""What is brought to a session, and what is made from it to be used afterwards: links and files."""

import uuid
from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import Q

from kit.file_names import LONGEST
from kit.file_sorts import SORTS, Sort
from kit.models import Timestamped
from people.models import User
from sessions.models.gatherings import LINK_LIMIT, TITLE_LIMIT, CohortSession, Contribution
from towns.access import Thing, reached

REFUSAL_LIMIT = 300
USABLE = ("", "clean")  # how the check of a link stands, and of a file that passed it
SORT_OF_FILE = [(sort.name, sort.words) for sort in SORTS.values()]


class ResourceQuerySet(models.QuerySet["Resource"]):
    """The questions asked of many materials and resources at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """Those of sessions that this person sees; unchecked and refused ones to who plans."""
        return self.standing().filter(
            Q(scan__in=USABLE) | reached(user, Thing.SESSION_PLANS, on=on),
            session__in=CohortSession.objects.visible_to(user, on=on),
        )

    def standing(self) -> Self:
        """Not taken away."""
        return self.filter(removed_at=None)

    def usable(self) -> Self:
        """A link, or a file that was found clean."""
        return self.filter(scan__in=USABLE)

    def clean_files(self) -> Self:
        """Those of which a file may be handed out."""
        return self.standing().filter(scan=Resource.Scan.CLEAN)


@pghistory.track()
class Resource(Timestamped):
    """A link, or a file that lies under `file_key`. Taken away, it stays on record without it."""

    class Use(models.TextChoices):
        MATERIAL = "material", "Material"
        RESOURCE = "resource", "Resource"

    class Scan(models.TextChoices):
        """How a file stands; a link has none of these."""

        WAITING = "waiting", "Being checked"
        CLEAN = "clean", "Checked"
        REFUSED = "refused", "Refused"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(CohortSession, on_delete=models.PROTECT, related_name="resources")
    use = models.CharField(
        max_length=8, choices=Use, help_text="For the session, or made from it to be used after."
    )
    title = models.CharField(max_length=TITLE_LIMIT)
    contribution = models.ForeignKey(
        Contribution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="resources",
        help_text="Of the partner it came from.",
    )
    link = models.URLField(max_length=LINK_LIMIT, blank=True)
    file_key = models.CharField(max_length=32, blank=True, help_text="Empty once it is deleted.")
    file_name = models.CharField(max_length=LONGEST, blank=True)
    file_sort = models.CharField(max_length=4, choices=SORT_OF_FILE, blank=True)
    file_size = models.PositiveIntegerField(null=True, blank=True, help_text="In bytes.")
    file_hash = models.CharField(max_length=64, blank=True, help_text="Its SHA-256, in hex.")
    scan = models.CharField(max_length=7, choices=Scan, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    scan_due_at = models.DateTimeField(null=True, blank=True, help_text="When it is looked at.")
    scan_tries = models.PositiveSmallIntegerField(default=0)
    refusal = models.CharField(max_length=REFUSAL_LIMIT, blank=True, help_text="Why it is refused.")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ResourceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="resource_has_a_title"),
            models.CheckConstraint(
                condition=Q(link__regex=r"^https?://", file_name="", file_sort="", file_key="")
                & Q(file_hash="", file_size=None, scan="")
                | Q(link="", file_size__isnull=False)
                & ~Q(file_name="")
                & ~Q(file_sort="")
                & ~Q(file_hash="")
                & ~Q(scan=""),
                name="resource_is_a_link_or_a_file",
            ),
            models.CheckConstraint(
                condition=Q(scan="", scanned_at=None, scan_due_at=None, refusal="")
                | Q(scan="waiting", scanned_at=None, scan_due_at__isnull=False, refusal="")
                | Q(scan="clean", scanned_at__isnull=False, scan_due_at=None, refusal="")
                | Q(scan="refused", scanned_at__isnull=False, scan_due_at=None) & ~Q(refusal=""),
                name="resource_is_checked_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(file_key="")
                | Q(scan__in=["", "refused"])
                | Q(removed_at__isnull=False),
                name="resource_keeps_its_file",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="resource_removed_by_someone",
            ),
            models.UniqueConstraint(
                fields=["file_key"], condition=~Q(file_key=""), name="one_resource_of_a_file"
            ),
            models.UniqueConstraint(
                fields=["session", "use", "file_hash", "link"],
                condition=Q(removed_at=None) & ~Q(scan="refused"),
                name="resource_of_a_session_once",
            ),
        ]
        indexes = [
            models.Index(fields=["scan_due_at"], condition=Q(scan="waiting"), name="resource_due")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def sort(self) -> Sort | None:
        """The sort of its file; none of a link."""
        return SORTS.get(self.file_sort)
