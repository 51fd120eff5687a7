"""Words of the programme, by which a misspelt one is put right; and what was searched in vain."""

from datetime import date
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from people.models import User
from towns.access import Thing, is_every_row, reached

WORD_LIMIT = 40  # characters
UNFOUND_LIMIT = 60


class WordQuerySet(models.QuerySet["Word"]):
    """The questions asked of many words at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """Words of what this person reads everywhere, not of some towns only."""
        found = Q(pk__in=[])
        for thing in SOURCES:
            reach = reached(user, thing, on=on)
            found |= Q(thing=thing) if is_every_row(reach) else Q(thing=thing) & reach
        return self.filter(found)


# Of these each reader who reaches them at all reads everything that words are taken of. Items are
# none of them: a word that stands in one alone could tell of whom it speaks.
SOURCES = (Thing.TOWNS, Thing.DIGESTS, Thing.SESSIONS, Thing.ORGANISATIONS)


class Word(models.Model):
    """One word as it is written in something that all readers of `thing` may read."""

    word = models.CharField(max_length=WORD_LIMIT)
    thing = models.CharField(max_length=16, choices=[(one.value, one.value) for one in SOURCES])

    objects = WordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thing", "word"], name="a_word_once_of_a_thing"),
        ]
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="word_likeness")]

    def __str__(self) -> str:
        return self.word


class UnfoundQuerySet(models.QuerySet["Unfound"]):
    """The questions asked of many searches at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """All of them, for the Programme Team."""
        return self.filter(reached(user, Thing.UNFOUND, on=on))


class Unfound(models.Model):
    """Words that were looked for on a day and stood nowhere: how often, not by whom."""

    words = models.CharField(max_length=UNFOUND_LIMIT)
    on = models.DateField()
    times = models.PositiveIntegerField(default=1, db_default=1)

    objects = UnfoundQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "unfound"
        constraints = [
            models.UniqueConstraint(fields=["on", "words"], name="unfound_once_a_day"),
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(words__regex="[0-9@]"),
                name="unfound_names_no_number_and_no_address",
            ),
        ]

    def __str__(self) -> str:
        return self.words
