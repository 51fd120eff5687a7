"""Shapes that many records share."""

from django.db import models


class Timestamped(models.Model):
    """A row that knows when it was made and last changed (instants, UTC)."""

    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        abstract = True


class DateRange(models.Func):
    """PostgreSQL's `daterange`, both ends included; an open end stays open."""

    function = "daterange"
    output_field = models.Field()
