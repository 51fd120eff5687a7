"""Who has read an edition, as they said themselves: no letter and no page watches them."""

from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import Q

from digests.models.editions import Edition
from kit.models import Timestamped
from people.models import Person, User


class ReadMarkQuerySet(models.QuerySet["ReadMark"]):
    """The questions asked of many marks at once."""

    def visible_to(self, user: User, *, on: date) -> Self:  # noqa: ARG002 -- the shape of every such question
        """One's own alone; others are counted, not shown (see `digests.queries.reading`)."""
        return self.filter(Q(person=user.person_id))


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
