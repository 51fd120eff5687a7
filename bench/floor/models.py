"""The one table of the floor."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """A row of the floor's list, and what its form inserts."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    title = models.CharField(max_length=100)
    text = models.CharField(max_length=500)
    happens_on = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Entry"]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "happens_on"], name="entry_of_owner")]

    def __str__(self) -> str:
        return self.title
