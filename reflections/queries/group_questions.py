"""What groups have asked a town, as it stands before its own people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import JSONObject

from kit.dates import day_of, in_full
from kit.prepared import IsOneOf, Slot
from people.models import User
from reflections.models import GroupQuestion
from reflections.models.group_questions import as_asker
from reflections.queries.addresses import address_of


@dataclass(frozen=True, slots=True)
class AskedOfTown:
    """A group's question that waits for the town's answer, and where it is answered."""

    title: str
    note: str
    text: str
    url: str


def title_of(group: str) -> str:
    """As in "A question from the Ayr Steering Group"."""
    return f"A question from {as_asker(group)}"


def open_in_town() -> ArraySubquery:
    """What waits for the answer of the town of an outer row, oldest first, as one array."""
    rows = GroupQuestion.objects.open().filter(town=OuterRef("town")).order_by("asked_at", "pk")
    fields = {name: name for name in ("key", "on_behalf_of", "about", "text", "asked_at")}
    return ArraySubquery(rows.values(row=JSONObject(**fields)))


def asked_of_town(rows: Iterable[dict[str, Any]]) -> tuple[AskedOfTown, ...]:
    """What `open_in_town` found, in words."""
    return tuple(
        AskedOfTown(
            title_of(row["on_behalf_of"]),
            f"About the digest for {row['about']}. Asked on "
            f"{in_full(day_of(datetime.fromisoformat(row['asked_at'])))}.",
            row["text"],
            address_of("group_question", row["key"]),
        )
        for row in rows
    )


def asked_of(user: User, towns: Slot, *, on: date, since: Slot) -> QuerySet[GroupQuestion]:
    """What groups asked these towns since then, and whatever is unanswered, however old.

    Both come when it runs, towns as an array. Its rows can be listed with those of margins:
    `excerpt` is the edition, and none is closed.
    """
    return (
        GroupQuestion.objects.visible_to(user, on=on)
        .filter(IsOneOf(F("town"), towns))
        .annotate(
            asker=F("on_behalf_of"),
            excerpt=F("about"),
            is_open=ExpressionWrapper(Q(answered_at=None), output_field=BooleanField()),
            is_closed=Value(value=False),
            is_of_group=Value(value=True),
        )
        .filter(Q(answered_at=None) | Q(asked_at__gte=since))
    )
