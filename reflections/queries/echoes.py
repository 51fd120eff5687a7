"""Which learning moments are asked about today, and what their authors said of them later."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    DurationField,
    Exists,
    F,
    Func,
    OuterRef,
    PositiveSmallIntegerField,
    Subquery,
    When,
)
from django.db.models.functions import JSONObject, Left
from django.utils.text import Truncator

from kit.prepared import Slot
from people.models import User
from reflections.models import Echo, Item, Kind, Report
from reflections.models.items import ItemQuerySet
from reflections.queries.addresses import address_of

EXCERPT = 280  # characters of a learning moment, beside the buttons
ASKED_AT_ONCE = 3  # the others wait until one of these is answered
ONE_YEAR = 12  # months

_FIRST, _SECOND, _THIRD = (
    F(f"report__town__programme__echo_{which}_months") for which in ("first", "second", "third")
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A learning moment that waits for its author's word, with the buttons that say it."""

    key: UUID
    title: str
    text: str
    time: int
    url: str


@dataclass(frozen=True, slots=True)
class Said:
    """What an author said of a learning moment later: "A year later: changed", and a line."""

    words: str
    line: str


def asked_about(*, at: datetime | Slot, time: int | None = None) -> ItemQuerySet:
    """The learning moments that are asked about at that moment, each with its `time`; or of one.

    That is after how many months: the latest of the programme's three that has come. A time lasts
    until the next one comes, the last one as long as the one before it. The report has to stand as
    submitted; what was taken out of it or set aside is not asked about.
    """
    found = (
        Item.objects.standing()
        .filter(kind=Kind.LEARNING, report__status=Report.Status.SUBMITTED)
        .alias(
            first_at=_after(_FIRST),
            second_at=_after(_SECOND),
            third_at=_after(_THIRD),
            over_at=_after(_THIRD + _THIRD - _SECOND),
        )
        .filter(first_at__lte=at, over_at__gt=at)
        .annotate(
            time=Case(
                When(third_at__lte=at, then=_THIRD),
                When(second_at__lte=at, then=_SECOND),
                default=_FIRST,
                output_field=PositiveSmallIntegerField(),
            )
        )
    )
    return found if time is None else found.filter(time=time)


def _after(months: Any) -> Any:  # noqa: ANN401 -- any expression of Django
    """So many months after the report came in: on the day of the same number, or the last."""
    span = Func(
        months, template="make_interval(months => %(expressions)s)", output_field=DurationField()
    )
    return F("report__submitted_at") + span


@dataclass(frozen=True, slots=True)
class AskedNow:
    """After how many months an item is asked about now, and what was said so far."""

    time: int
    answer: str
    line: str


def asked_now(item: Item, *, at: datetime) -> AskedNow | None:
    """How this item is asked about at that moment, answered or not: one statement."""
    said = Echo.objects.filter(item=OuterRef("pk"), months=OuterRef("time"))
    rows = asked_about(at=at).filter(pk=item.pk)
    found = rows.annotate(
        answer=Subquery(said.values("answer")), line=Subquery(said.values("line"))
    )
    row = found.values_list("time", "answer", "line").first()
    return AskedNow(row[0], row[1] or "", row[2] or "") if row else None


def waiting_in(user: User, *, at: datetime | Slot, town: str = "pk") -> ArraySubquery:
    """What this author is asked in the town of an outer row, the longest ago first, as one array.

    A few at once. Whether they are in post there is asked beside it; `at` is a moment or its slot,
    `town` the outer row's field that holds the town.
    """
    rows = _unanswered(at=at).filter(author=user.person_id, report__town=OuterRef(town))
    fields = {
        "key": "key",
        "text": Left("text", EXCERPT + 1),
        "time": "time",
        "came": "report__submitted_at",
        "month": "report__month",
        "town": "report__town__name",
    }
    in_order = rows.order_by("report__submitted_at", "position", "pk")
    return ArraySubquery(in_order.values(row=JSONObject(**fields))[:ASKED_AT_ONCE])


def waiting(rows: Iterable[Mapping[str, Any]]) -> tuple[Asked, ...]:
    """What `waiting_in` found in one or more towns, in words; a few of them."""
    in_order = sorted(rows, key=lambda row: datetime.fromisoformat(row["came"]))
    return tuple(
        Asked(
            UUID(row["key"]),
            wrote(row["town"], date.fromisoformat(row["month"])),
            Truncator(row["text"]).chars(EXCERPT),
            row["time"],
            address_of("echo", row["key"]),
        )
        for row in in_order[:ASKED_AT_ONCE]
    )


def waiting_by_author(
    persons: Collection[int], towns: Collection[int], *, at: datetime
) -> Mapping[tuple[int, int], int]:
    """How many wait for each of these authors, by person and town: one statement.

    Whether they are in post there is asked beside it.
    """
    rows = _unanswered(at=at).filter(author__in=persons, report__town__in=towns)
    counted = rows.values_list("author", "report__town").annotate(Count("pk")).order_by()
    return {(person, town): number for person, town, number in counted}


def _unanswered(*, at: datetime | Slot) -> ItemQuerySet:
    answered = Echo.objects.filter(item=OuterRef("pk"), months=OuterRef("time"))
    return asked_about(at=at).filter(~Exists(answered))


def wrote(town: str, month: date) -> str:
    """As in "You wrote in Ayr's report of May 2026"."""
    return f"You wrote in {town}\u2019s report of {month:%B %Y}"


def ago(months: int) -> str:
    """A number of months as people say it: "Six months", "A year"."""
    if months % ONE_YEAR == 0:
        years = months // ONE_YEAR
        return "A year" if years == 1 else f"{years} years"
    return "A month" if months == 1 else f"{months} months"


def echoes_of_row() -> ArraySubquery:
    """What was said of each item of an outer query later, in its order, as one array."""
    rows = Echo.objects.filter(item=OuterRef("pk")).order_by("months")
    fields = {name: name for name in ("months", "answer", "line")}
    return ArraySubquery(rows.values(row=JSONObject(**fields)))


def said_later(rows: Iterable[Mapping[str, Any]]) -> tuple[Said, ...]:
    """What `echoes_of_row` found, in words."""
    return tuple(_said(row["months"], row["answer"], row["line"]) for row in rows)


def echoes_by_item(keys: Iterable[UUID]) -> dict[UUID, tuple[Said, ...]]:
    """The same under the keys of these items, for who has been found to read them: one statement.

    Of copies that stand in the version handed over last.
    """
    found: defaultdict[UUID, tuple[Said, ...]] = defaultdict(tuple)
    rows = Echo.objects.filter(item__key__in=list(keys)).order_by("months")
    for key, months, answer, line in rows.values_list("item__key", "months", "answer", "line"):
        found[key] += (_said(months, answer, line),)
    return found


def _said(months: int, answer: str, line: str) -> Said:
    words = Echo.Answer(answer).label.lower()
    return Said(f"{ago(months)} later: {words}", line)
