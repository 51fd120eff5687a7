"""What a group asks back of a town it read about, and the answer that the next edition prints."""

import uuid
from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import Q

from kit.models import Timestamped
from people.models import User
from towns.access import Thing, within
from towns.models import Town

GROUP_QUESTION_LIMIT = 500  # characters
ANSWER_LIMIT = 2_000
# A path of the portal: no browser takes it for another website's address.
OWN_PATH = r"^/([^/\\\s][^\\\s]*)?$"


class GroupQuestionQuerySet(models.QuerySet["GroupQuestion"]):
    """The questions asked of many groups' questions at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """Those to one's town, for who reads its reports; the groups read answers when printed."""
        return self.filter(within(user, Thing.REPORTS, on=on))

    def open(self) -> Self:
        """Nobody has answered yet."""
        return self.filter(answered_at=None)


@pghistory.track()
class GroupQuestion(Timestamped):
    """A group's question to a town's Project Lead, and the answer, which will be published.

    No margin question: those stay between a town and the Programme Team. The room of the digests
    keeps who asked about which edition; nothing here points at it but an address.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="group_questions")
    on_behalf_of = models.CharField(max_length=200, help_text="The group's name as of then.")
    about = models.CharField(max_length=200, help_text="The edition, as “April to June 2026”.")
    address = models.CharField(max_length=300, blank=True, help_text="Where it was asked.")
    text = models.TextField(max_length=GROUP_QUESTION_LIMIT)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(max_length=ANSWER_LIMIT, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, help_text="Rises with each answer.")
    published_at = models.DateTimeField(
        null=True, blank=True, help_text="When an edition printed the answer."
    )

    objects = GroupQuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(on_behalf_of="") & ~Q(about=""),
                name="group_question_says_who_asks_what_of_what",
            ),
            models.CheckConstraint(
                condition=Q(address="") | Q(address__regex=OWN_PATH),
                name="group_question_asked_on_our_own_pages",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="group_question_answered_by_someone_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(answered_at__isnull=False),
                name="group_question_published_when_answered",
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="group_question_counts_from_1"
            ),
        ]

    def __str__(self) -> str:
        return f"Group question {self.key}"

    @property
    def who_asks(self) -> str:
        """Who asks, within a sentence: "the Ayr Steering Group"."""
        return as_asker(self.on_behalf_of)


def as_asker(group: str) -> str:
    """A group's name within a sentence: "the Ayr Steering Group"."""
    article, _, rest = group.partition(" ")
    return f"the {rest if rest and article.lower() == 'the' else group}"
