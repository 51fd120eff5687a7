"""What is promised, and how rows of other rooms are named in it. Nothing is written here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing to be told to one person, once for each occasion.

    `not_before` is when it may leave (from now on, if none), `useful_until` when it is worse than
    silence. `facts` holds keys and numbers, never what a person wrote.
    """

    kind: str
    person: int
    about: str
    occasion: str
    not_before: datetime | None = None
    useful_until: datetime | None = None
    facts: Mapping[str, str | int | bool | None] = field(default_factory=dict)


def key_of(row: models.Model) -> str:
    """How notices name a row of another room: "reflections.report:12"."""
    return f"{row._meta.label_lower}:{row.pk}"  # noqa: SLF001 -- Django's public name of a model's facts


def number_in(about: str) -> int:
    """The number of the row that `key_of` named."""
    return int(about.rpartition(":")[2])
