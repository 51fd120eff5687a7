"""Keeps deeds. Called inside the transaction of the deed, so that both stay or neither."""

from collections.abc import Mapping
from datetime import datetime

import pghistory
from django.db import models

from audit.models import Entry


def record(
    verb: str,
    *,
    about: models.Model,
    by: models.Model | None,
    at: datetime,
    facts: Mapping[str, str | int | bool | None] | None = None,
) -> Entry:
    """Note that `by` did `verb` to `about` at that moment, and label the row history with it.

    `facts` holds keys and numbers, never text that a person wrote.
    """
    actor_id = by.pk if by is not None else None
    pghistory.context(verb=verb, actor=actor_id)
    label = about._meta.label_lower  # noqa: SLF001 -- Django's public name of a model's facts
    return Entry.objects.create(
        verb=verb,
        about=f"{label}:{about.pk}",
        actor_id=actor_id,
        at=at,
        facts=dict(facts or {}),
    )
