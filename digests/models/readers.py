"""Who has read an edition, as they said themselves, and what a group asks back."""

from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import Exists, OuterRef, Q

from digests.models.digests import Digest
from digests.models.editions import Edition
from kit.models import Timestamped
from people.models import Person, User
from reflections.models import GroupQuestion
from towns.access import Thing, within
from towns.models import Group


class ReadMarkQuerySet(models.QuerySet["ReadMark"]):
    """The questions asked of many marks at once."""

    def visible_to(self, user: User, *, on: date) -> Self:  # noqa: ARG002 -- the shape of every such question
        """One's own alone; others are counted, not shown (see `digests.queries.reading`)."""
        return self.filter(Q(person=user.person_id))

    def standing(self) -> Self:
        """Of what was not withdrawn since: neither the edition itself nor one that replaced it."""
        withdrawn = Edition.objects.exclude(withdrawn_why="").filter(
            digest=OuterRef("edition__digest"), number__gte=OuterRef("edition__number")
        )
        return self.filter(~Exists(withdrawn))


@pghistory.track()
class ReadMark(Timestamped):
    """One person pressed "I've read this" under one edition."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="marks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="digest_marks")
    at = models.DateTimeField()

    objects = ReadMarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "person"], name="read_once_by_a_person"),
        ]
        indexes = [models.Index(fields=["person", "edition"], name="mark_of_person")]

    def __str__(self) -> str:
        return f"{self.person} read {self.edition}"


class AskBackQuerySet(models.QuerySet["AskBack"]):
    """The questions asked of many questions of groups at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """One's own groups'; all of them, for those who see every group."""
        return self.filter(within(user, Thing.GROUPS, on=on, town="group__town", group="group"))


@pghistory.track()
class AskBack(Timestamped):
    """One group's one question about one digest.

    It waits with the town's lead as a `GroupQuestion`; the answer is printed in the next edition.
    """

    digest = models.ForeignKey(Digest, on_delete=models.PROTECT, related_name="ask_backs")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="ask_backs")
    question = models.OneToOneField(
        GroupQuestion, on_delete=models.PROTECT, related_name="ask_back"
    )
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    objects = AskBackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "group"], name="one_question_of_a_group"),
        ]

    def __str__(self) -> str:
        return f"{self.group} asks about {self.digest}"
