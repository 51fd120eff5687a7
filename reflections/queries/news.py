"""What is new to somebody: questions, answers, and what became of the items they wrote."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    Count,
    DateTimeField,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Left
from django.urls import reverse
from django.utils import timezone

from kit.dates import moment_near, month_name
from kit.prepared import IsOneOf, Prepared, slot
from people.models import User
from reflections.models import Item, ItemEvent, Question, Reply, Reuse
from reflections.queries.addresses import address_of
from reflections.queries.group_questions import asked_of, title_of
from towns.readers import ForReader

NEW_FOR = timedelta(days=30)
NEWS_SHOWN = 8
USED = "used"  # beside the kinds of events
_BECAME: dict[str, str] = {
    ItemEvent.Kind.READ: "read by",
    ItemEvent.Kind.RAISED: "raised at",
    ItemEvent.Kind.ECHOED: "echoed:",
    USED: "used by",
}
EXCERPT = 80  # characters of an item, from which the title of a line about it is cut


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened, as a line with a link; `tag` is a word that calls for attention."""

    at: datetime
    title: str
    note: str
    url: str
    tag: str = ""


class _Asked(NamedTuple):
    """A question in a margin, or one that a group asks of a town: the fields of both."""

    key: UUID
    asked_at: datetime
    asker: str
    excerpt: str  # of the item, or the edition that the group read
    is_open: bool
    is_closed: bool
    is_of_group: bool


QUESTION_FIELDS = _Asked._fields


def news_for(user: User, towns: Iterable[int], *, at: datetime) -> list[News]:
    """What is new to somebody, newest first: questions, answers, and what became of their items.

    Questions without an answer stay, however old. Three statements.
    """
    on, since = timezone.localdate(at), at - NEW_FOR
    news = [
        *_questions(user, list(towns), on=on, since=since),
        *replies_to(user, at=at),
        *_heard(user, on=on, since=since),
    ]
    return sorted(news, key=lambda one: one.at, reverse=True)[:NEWS_SHOWN]


def _questions(user: User, towns: list[int], *, on: date, since: datetime) -> list[News]:
    rows = _QUESTIONS(user, on=on, towns=towns, since=since)
    return [_question(_Asked(*row), on=on) for row in rows]


def _rows_asked(user: User, on: date) -> QuerySet[Any, tuple[Any, ...]]:
    """What is asked of some towns, in margins and by groups: what is open first."""
    towns, since = slot("towns", ArrayField(BigIntegerField())), slot("since", DateTimeField())
    is_open = ~Exists(Reply.objects.filter(question=OuterRef("pk")))
    rows = (
        Question.objects.visible_to(user, on=on)
        .filter(IsOneOf(F("item__report__town"), towns))
        .exclude(asked_by=user.pk)
        .annotate(
            is_open=is_open,
            asker=F("asked_by__person__name"),
            excerpt=Left("item__text", EXCERPT),
            is_closed=Q(item__sensitive=True) & ~Q(item__author=user.person_id),
        )
        .annotate(is_of_group=Value(value=False))
        .filter(Q(is_open=True) | Q(asked_at__gte=since))
        .order_by()
        .values_list(*QUESTION_FIELDS)
    )
    of_groups = asked_of(user, towns, on=on, since=since).values_list(*QUESTION_FIELDS)
    return rows.union(of_groups, all=True).order_by("-is_open", "-asked_at")[:NEWS_SHOWN]


_QUESTIONS = ForReader(_rows_asked)


def _question(row: _Asked, *, on: date) -> News:
    tag = "Unanswered" if row.is_open else ""
    asked = moment_near(row.asked_at, on=on)
    if row.is_of_group:
        note = f"About the digest for {row.excerpt}, asked {asked}"
        url = address_of("group_question", row.key)
        return News(row.asked_at, title_of(row.asker), note, url, tag)
    title = f"A question on {quoted(row.excerpt, is_closed=row.is_closed)}"
    return News(row.asked_at, title, f"{row.asker}, {asked}", address_of("question", row.key), tag)


def replies_to(user: User, *, at: datetime) -> list[News]:
    """What others said lately in threads where this person asked or spoke: one statement."""
    on = timezone.localdate(at)
    rows = _REPLIES(user, on=on, since=at - NEW_FOR)
    return [
        News(
            said_at,
            f"{who} answered in the margin of {town}, {month_name(month)}",
            moment_near(said_at, on=on).capitalize(),
            address_of("question", key),
        )
        for said_at, who, key, town, month in rows
    ]


def _replies(user: User, on: date) -> QuerySet[Any, tuple[Any, ...]]:
    """When, by whom, in which question's thread, about which town's month."""
    spoke = Reply.objects.filter(question=OuterRef("question"), by=user.pk)
    facts = ("at", "by__person__name", "question__key")
    place = ("question__item__report__town__name", "question__item__report__month")
    return (
        Reply.objects.visible_to(user, on=on)
        .filter(Q(question__asked_by=user.pk) | Exists(spoke))
        .filter(at__gte=slot("since", DateTimeField()))
        .exclude(by=user.pk)
        .order_by("-at", "-pk")
        .values_list(*facts, *place)[:NEWS_SHOWN]
    )


_REPLIES = ForReader(_replies)


def _heard(user: User, *, on: date, since: datetime) -> list[News]:
    """What became of this person's items, a line for each report, kind and name; and who used them.

    One statement.
    """
    return [
        News(
            last_at,
            f"{_items(items)} of {month_name(month)} {_BECAME[kind]} {label}",
            f"{town}, {moment_near(last_at, on=on)}",
            reverse("reflections:report", args=[slug, month]),
        )
        for slug, town, month, kind, label, last_at, items in _HEARD(
            account=user.pk, person=user.person_id, since=since
        )
    ]


def _by_report(rows: QuerySet[Any], label: str) -> QuerySet[Any, Any]:
    """What happened to items, counted by their report, by its kind and by a name."""
    place = "item__report__town__slug", "item__report__town__name", "item__report__month"
    named = rows.order_by().values_list(*place, "kind", label)
    counted: QuerySet[Any, Any] = named.annotate(
        last_at=Max("at"), items=Count("item", distinct=True)
    )
    return counted


def _rows_heard() -> QuerySet[Any, Any]:
    since = slot("since", DateTimeField())
    mine = Item.objects.standing().filter(author=slot("person", BigIntegerField()))
    events = ItemEvent.objects.filter(item__in=mine, kind__in=list(_BECAME), at__gte=since)
    used = Reuse.objects.filter(item__in=mine, at__gte=since).annotate(kind=Value(USED))
    both = _by_report(events.exclude(by=slot("account", BigIntegerField())), "label").union(
        _by_report(used, "town__name"), all=True
    )
    return both.order_by("-last_at")[:NEWS_SHOWN]


_HEARD = Prepared(_rows_heard)


def _items(number: int) -> str:
    return "1 item" if number == 1 else f"{number} items"


def quoted(excerpt: str, *, is_closed: bool) -> str:
    """The beginning of an item in quotation marks; nothing of a closed one."""
    if is_closed:
        return "a sensitive item"
    first_line, _, rest = excerpt.strip().partition("\n")
    if len(excerpt) == EXCERPT and not rest:
        first_line = first_line.rpartition(" ")[0] or first_line
    more = "…" if len(excerpt) == EXCERPT or rest else ""
    return f"“{first_line.strip()}{more}”"
