"""What towns would ask at a session: a basket of questions, and what became of each."""

import uuid
from datetime import date
from typing import Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5

from kit.models import Timestamped
from people.models import User
from sessions.models.gatherings import CohortSession, Contribution
from towns.models import Town

QUESTION_LIMIT = 1_000  # characters
ANSWER_LIMIT = 5_000
_UNSETTLED = Q(settled_at=None, settled_by=None, answer="", answer_of=None, carried_to=None)
_SETTLED = Q(settled_at__isnull=False)
_BY_SOMEBODY = _SETTLED & Q(settled_by__isnull=False)
_NO_ANSWER = Q(answer="", answer_of=None)
_PARTNERS_OF_ITS_SESSION = """
IF EXISTS (
    SELECT FROM cohort_sessions_contribution partner
    WHERE partner.id IN (NEW.contribution_id, NEW.answer_of_id)
    AND partner.session_id <> NEW.session_id
) THEN
    RAISE EXCEPTION 'a question is for partners of its own session'
    USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class BasketQuestionQuerySet(models.QuerySet["BasketQuestion"]):
    """The questions asked of many questions at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """Those of sessions that this person sees. Partners see theirs on their own page alone."""
        return self.filter(session__in=CohortSession.objects.visible_to(user, on=on))

    def waiting(self) -> Self:
        """Nobody has asked or answered it yet."""
        return self.filter(state=BasketQuestion.State.WAITING)

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.exclude(state=BasketQuestion.State.WITHDRAWN)


@pghistory.track()
class BasketQuestion(Timestamped):
    """One question for a session, from a person and their town, perhaps for one of its partners.

    A question that goes on to another session stays where it was asked, as carried over, and points
    to the question that carries it on there.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ASKED = "asked", "Asked"
        ANSWERED = "answered", "Answered"
        CARRIED = "carried", "Carried over"
        WITHDRAWN = "withdrawn", "Withdrawn"

    UNANSWERED = (State.WAITING, State.ASKED)

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(CohortSession, on_delete=models.CASCADE, related_name="questions")
    contribution = models.ForeignKey(
        Contribution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="questions",
        help_text="The partner it is meant for, if one of several is.",
    )
    town = models.ForeignKey(
        Town, null=True, blank=True, on_delete=models.PROTECT, related_name="basket_questions"
    )
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    text = models.TextField(max_length=QUESTION_LIMIT)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when it stands as it does; none while it waits."
    )
    settled_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField(max_length=ANSWER_LIMIT, blank=True)
    answer_of = models.ForeignKey(
        Contribution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answers",
        help_text="The partner that answered on its own page.",
    )
    carried_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_from"
    )

    objects = BasketQuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="basket_question_says_something"),
            models.CheckConstraint(
                condition=Q(state="waiting") & _UNSETTLED
                | Q(state__in=["asked", "withdrawn"], carried_to=None) & _BY_SOMEBODY & _NO_ANSWER
                | Q(state="answered", carried_to=None)
                & _SETTLED
                & ~Q(answer="")
                & (Q(settled_by__isnull=False) | Q(answer_of__isnull=False))
                | Q(state="carried", carried_to__isnull=False) & _BY_SOMEBODY & _NO_ANSWER,
                name="basket_question_holds_what_its_state_needs",
            ),
            models.CheckConstraint(
                condition=Q(carried_to=None) | ~Q(carried_to=F("id")),
                name="basket_question_not_carried_to_itself",
            ),
            models.UniqueConstraint(
                "session",
                "asked_by",
                MD5("text"),
                condition=~Q(state="withdrawn"),
                name="basket_question_asked_once",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="partners_of_its_session",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=_PARTNERS_OF_ITS_SESSION,
            )
        ]

    def __str__(self) -> str:
        return f"Question {self.key}"
