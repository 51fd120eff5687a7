"""Promises letters about what was done, in the transaction of the deed."""

from datetime import datetime, time, timedelta

from django.db import models
from django.utils import timezone

from outbox.actions.promising import promise_in_one_statement
from outbox.promises import Promise, key_of
from people.models import User
from reflections.models import GroupQuestion, Introduction, ItemEvent, Question, Reply, Report

USEFUL_FOR = timedelta(days=30)
DAY = timedelta(days=1)


def thank(report: Report, *, by: User, at: datetime) -> None:
    """A receipt for whoever handed the report over just now."""
    occasion = at.isoformat(timespec="seconds")
    _promise("reflections/thank_you", report, {by.person_id}, occasion=occasion, at=at)


def tell_read(report_id: int, authors: set[int], *, by: User, at: datetime) -> None:
    """To the authors of items that `by` has read: one notice a report and day, the next morning.

    So all that somebody reads of a report on a day is told at once.
    """
    day = timezone.localdate(at)
    _promise(
        "reflections/item_read",
        Report(pk=report_id),
        authors - {by.person_id},
        occasion=f"{by.pk} {day}",
        at=at,
        not_before=datetime.combine(day + DAY, time(0), timezone.get_default_timezone()),
        facts={"by": by.pk, "day": day.isoformat()},
    )


def tell_use(event: ItemEvent, *, by: User | None, at: datetime) -> None:
    """To the author of an item that was raised, answered or echoed, unless by themselves."""
    _promise(
        "reflections/item_used",
        event.item,
        {event.item.author_id} - {by.person_id if by else None},
        occasion=f"{event.kind} {event.pk}",
        at=at,
        facts={"event": event.pk},
    )


def tell_question(question: Question, persons: set[int], *, by: User, at: datetime) -> None:
    """To those who speak for the item that something was asked beside."""
    others = persons - {by.person_id}
    _promise("reflections/question_asked", question, others, occasion="asked", at=at)


def tell_turn(turn: Reply, persons: set[int], *, by: User, at: datetime) -> None:
    """To those who asked and those who were asked."""
    _promise(
        "reflections/question_answered",
        turn.question,
        persons - {by.person_id},
        occasion=f"turn {turn.pk}",
        at=at,
        facts={"turn": turn.pk},
    )


def tell_group_question(
    question: GroupQuestion, persons: set[int], *, by: User, at: datetime
) -> None:
    """To those who lead the town that a group asked something of it."""
    others = persons - {by.person_id}
    _promise("reflections/group_question", question, others, occasion="asked", at=at)


def tell_introduction(introduction: Introduction, persons: set[int], *, at: datetime) -> None:
    """To those who speak for what another town asks about."""
    _promise("reflections/introduction", introduction, persons, occasion="sent", at=at)


def tell_introduction_answer(introduction: Introduction, *, by: User, at: datetime) -> None:
    """To who asked the other town."""
    asker = {introduction.by.person_id} - {by.person_id}
    _promise("reflections/introduction_answered", introduction, asker, occasion="answered", at=at)


def _promise(
    kind: str,
    about: models.Model,
    persons: set[int],
    *,
    occasion: str,
    at: datetime,
    not_before: datetime | None = None,
    facts: dict[str, str | int | bool | None] | None = None,
) -> None:
    """The same to each of these people, by one statement."""
    promise_in_one_statement(
        [
            Promise(
                kind=kind,
                person=person,
                about=key_of(about),
                occasion=occasion,
                not_before=not_before,
                useful_until=at + USEFUL_FOR,
                facts=facts or {},
            )
            for person in persons
        ],
        at=at,
    )
