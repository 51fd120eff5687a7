"""What a session goes through, and how long each point takes."""

import pghistory
from django.db import models
from django.db.models import Q

from kit.models import Timestamped
from sessions.models.gatherings import CohortSession
from sessions.models.series import LONGEST

POINT_LIMIT = 200  # characters


@pghistory.track()
class AgendaPoint(Timestamped):
    """One point of a session's agenda, in its place, with the minutes it is given."""

    session = models.ForeignKey(CohortSession, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=POINT_LIMIT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "position"], name="one_point_of_an_agenda_a_place"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=LONGEST), name="point_takes_minutes"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="point_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} {self.text}"
