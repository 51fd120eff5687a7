"""Questions in the margin: the team asks, the report stays submitted, the answers are threaded."""

import uuid
from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import Q

from kit.models import Timestamped
from people.models import User
from reflections.models.items import Item, readable_items
from towns.access import Thing, within

QUESTION_LIMIT = 2_000  # characters


def readable_questions(user: User, *, on: date, question: str = "") -> Q:
    """Questions beside items that this person reads, for readers of that town's reports.

    What the town and the team say to each other in the margin goes no further than they: an item
    shared with the cohort takes no questions along. The analyst reads those beside what was asked
    of the data. `question` is the way from the filtered rows to the question.
    """
    place = f"{question}item__report__town"
    reads_margins = within(user, Thing.REPORTS, on=on, town=place) | within(
        user, Thing.DATA_QUESTIONS, on=on, town=place
    )
    return reads_margins & readable_items(user, on=on, item=f"{question}item__")


class QuestionQuerySet(models.QuerySet["Question"]):
    """The questions asked of many margin questions at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """Those of margins that this person reads on that day: see `readable_questions`."""
        return self.filter(readable_questions(user, on=on))

    def unanswered(self) -> Self:
        """Nobody has replied yet."""
        return self.filter(replies=None)


@pghistory.track()
class Question(Timestamped):
    """A question in the margin of an item, from the Programme Team or a steering group."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="questions")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    on_behalf_of = models.CharField(max_length=200, blank=True, help_text="A group that asks.")
    text = models.TextField(max_length=QUESTION_LIMIT)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="question_has_text")]

    def __str__(self) -> str:
        return f"Question {self.key}"


class ReplyQuerySet(models.QuerySet["Reply"]):
    """The questions asked of many turns at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """Those in threads that this person reads."""
        return self.filter(readable_questions(user, on=on, question="question__"))


@pghistory.track()
class Reply(Timestamped):
    """One turn in a question's thread."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="replies")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(max_length=QUESTION_LIMIT)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "replies"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="reply_has_text")]

    def __str__(self) -> str:
        return f"Reply {self.key}"
