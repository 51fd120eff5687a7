"""What letters tell of items and their margins: of many readers at once, only what each sees."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from django.db.models import Max, QuerySet

from people.models import User
from reflections.models import Introduction, Item, ItemEvent, Question, Reply
from reflections.queries.found import items_to_find
from reflections.queries.readers import seen

type Pair = tuple[int, int]  # a person, and a row


def questions_seen(
    readers: Mapping[int, User], wanted: Iterable[Pair], *, on: date
) -> dict[Pair, Question]:
    """Those of the questions that each person sees, with item, report and asker: two statements."""
    pairs = seen(readers, wanted, lambda user: Question.objects.visible_to(user, on=on))
    rows = (
        Question.objects.filter(pk__in={number for _, number in pairs})
        .select_related("item__report__town", "asked_by__person")
        .in_bulk()
    )
    return {(person, number): rows[number] for person, number in pairs}


def turns_seen(
    readers: Mapping[int, User], wanted: Iterable[Pair], *, on: date
) -> dict[Pair, Reply]:
    """Those of the turns that each person sees, with question, report and speaker: the same."""
    pairs = seen(readers, wanted, lambda user: Reply.objects.visible_to(user, on=on))
    rows = (
        Reply.objects.filter(pk__in={number for _, number in pairs})
        .select_related("question__item__report__town", "question__asked_by", "by__person")
        .in_bulk()
    )
    return {(person, number): rows[number] for person, number in pairs}


def last_words(persons: Iterable[int], questions: Iterable[int]) -> dict[Pair, datetime]:
    """When each person spoke last in each of these threads: one statement."""
    spoken = (
        Reply.objects.filter(question__in=set(questions), by__person__in=set(persons))
        .values_list("by__person", "question")
        .annotate(Max("at"))
        .order_by()
    )
    return {(person, question): at for person, question, at in spoken}


def events_seen(
    readers: Mapping[int, User], wanted: Iterable[Pair], *, on: date
) -> dict[Pair, ItemEvent]:
    """Those of the events whose item each person sees, with item and report: three statements."""
    pairs = list(wanted)
    rows = (
        ItemEvent.objects.filter(pk__in={number for _, number in pairs})
        .select_related("item__report__town")
        .in_bulk()
    )
    of_items = {(person, rows[number].item_id) for person, number in pairs if number in rows}
    items = seen(readers, of_items, lambda user: Item.objects.visible_to(user, on=on))
    return {
        (person, number): rows[number]
        for person, number in pairs
        if number in rows and (person, rows[number].item_id) in items
    }


def readings_of(
    readers: Mapping[int, User], reports: Iterable[int], *, on: date
) -> dict[Pair, list[ItemEvent]]:
    """By reader and report, who read which of the reader's own items when: two statements.

    Only items that their author sees still.
    """
    events = (
        ItemEvent.objects.filter(
            kind=ItemEvent.Kind.READ, item__report__in=set(reports), item__author__in=readers
        )
        .select_related("item__report__town")
        .order_by("at", "pk")
    )
    rows = list(events)
    items = seen(
        readers,
        {(row.item.author_id, row.item_id) for row in rows},
        lambda user: Item.objects.visible_to(user, on=on),
    )
    found: defaultdict[Pair, list[ItemEvent]] = defaultdict(list)
    for row in rows:
        if (row.item.author_id, row.item_id) in items:
            found[row.item.author_id, row.item.report_id].append(row)
    return found


def introductions_put(
    readers: Mapping[int, User], wanted: Iterable[Pair], *, on: date
) -> dict[Pair, Introduction]:
    """Those of the introductions that are put to each person, with both towns: two statements."""
    return _introductions(readers, wanted, lambda user: Introduction.objects.put_to(user, on=on))


def introductions_sent(
    readers: Mapping[int, User], wanted: Iterable[Pair], *, on: date
) -> dict[Pair, Introduction]:
    """The same of those that each person sent and may read still."""
    return _introductions(
        readers, wanted, lambda user: Introduction.objects.visible_to(user, on=on).filter(by=user)
    )


def _introductions(
    readers: Mapping[int, User],
    wanted: Iterable[Pair],
    rows: Callable[[User], QuerySet[Introduction]],
) -> dict[Pair, Introduction]:
    pairs = seen(readers, wanted, rows)
    found = (
        Introduction.objects.filter(pk__in={number for _, number in pairs})
        .select_related("item__report__town", "town", "by__person", "answered_by__person")
        .in_bulk()
    )
    return {(person, number): found[number] for person, number in pairs}


def items_seen(readers: Mapping[int, User], wanted: Iterable[Pair], *, on: date) -> set[Pair]:
    """Those of the items whose words each person may be told by letter: one statement."""
    return seen(readers, wanted, lambda user: items_to_find(user, on=on).filter(sensitive=False))
