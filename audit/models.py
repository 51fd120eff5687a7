"""Deeds that the history of rows cannot tell: who did what, who read a sensitive item.

No foreign keys: an entry outlives what it is about.
"""

from django.db import models


class Entry(models.Model):
    """One deed by one actor. Only `audit.actions` writes it; nothing changes it."""

    verb = models.CharField(max_length=60, help_text='What was done, as "report.submitted".')
    about = models.CharField(max_length=120, help_text='Of what, as "reflections.report:12".')
    actor_id = models.BigIntegerField(null=True, help_text="The user; none for the timetable.")
    at = models.DateTimeField()
    facts = models.JSONField(
        default=dict, help_text="Keys and numbers only, never what a person wrote."
    )

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["about", "-at"], name="entry_about_at"),
            models.Index(fields=["-at"], name="entry_at"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.about}"
