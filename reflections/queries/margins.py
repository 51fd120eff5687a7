"""What stands beside an item: its questions with their turns, and what became of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from kit.dates import day_of, in_full, moment_in_full
from reflections.models import ItemEvent, Question, Reply
from reflections.queries.addresses import address_of
from towns.models import Role, Tenure


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing said in a margin."""

    who: str
    role: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A question with its turns, oldest first. `reply_url` is empty for who may not reply.

    `is_waiting` where the reader is the one whose answer is wanted.
    """

    key: UUID
    question: Turn
    replies: tuple[Turn, ...]
    reply_url: str
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that became of an item, in words; `url` leads to where it can be seen."""

    words: str
    url: str


@dataclass(frozen=True)
class Speakers:
    """Who held which post of a town when: beside what somebody said stands that day's role."""

    tenures: tuple[Tenure, ...]

    def role_of(self, person_id: int, day: date) -> str:
        """Their role in the town on that day; those who held none there are of the team."""
        for tenure in self.tenures:
            ended = tenure.ends_on is not None and tenure.ends_on < day
            if tenure.person_id == person_id and tenure.starts_on <= day and not ended:
                return tenure.get_role_display()
        return str(Role.PROGRAMME_TEAM.label)


def events_of_row() -> ArraySubquery:
    """What became of each item of an outer query, oldest first, as one array."""
    events = ItemEvent.objects.filter(item=OuterRef("pk")).order_by("at", "pk")
    return ArraySubquery(
        events.values(
            row=JSONObject(kind="kind", at="at", by="by_id", label="label", address="address")
        )
    )


def heard(events: Iterable[Mapping[str, Any]], *, reader_id: int) -> tuple[Heard, ...]:
    """What became of an item, as a reader is told it: "Read by you on …"."""
    kinds = dict(ItemEvent.Kind.choices)
    return tuple(
        Heard(
            f"{kinds[event['kind']]} {'you' if event['by'] == reader_id else event['label']} on "
            f"{in_full(day_of(datetime.fromisoformat(event['at'])))}",
            event["address"],
        )
        for event in events
    )


def with_turns(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Oldest first, each with its item's key, who asked, and all that was replied."""
    replies = Reply.objects.filter(question=OuterRef("pk")).order_by("at", "pk")
    return questions.order_by("asked_at", "pk").annotate(
        item_key=F("item__key"),
        asker=F("asked_by__person__name"),
        asker_id=F("asked_by__person_id"),
        turns=ArraySubquery(
            replies.values(
                row=JSONObject(who="by__person__name", person="by__person_id", at="at", text="text")
            )
        ),
    )


def threads_by_item(
    questions: Iterable[Question], speakers: Speakers, *, can_reply: bool, is_asked: bool = False
) -> dict[UUID, list[Thread]]:
    """The threads of questions `with_turns` under the keys of their items.

    `is_asked` for the town's lead: the others reply, but nobody waits for it.
    """
    found: defaultdict[UUID, list[Thread]] = defaultdict(list)
    for row in questions:
        facts = vars(row)
        asked = _turn(facts["asker"], facts["asker_id"], row.asked_at, row.text, speakers)
        if row.on_behalf_of:
            asked = Turn(asked.who, f"for {row.on_behalf_of}", asked.when, asked.text)
        turns = tuple(
            _turn(t["who"], t["person"], datetime.fromisoformat(t["at"]), t["text"], speakers)
            for t in facts["turns"]
        )
        reply_url = address_of("question", row.key) if can_reply else ""
        is_waiting = is_asked and not turns
        found[facts["item_key"]].append(Thread(row.key, asked, turns, reply_url, is_waiting))
    return found


def _turn(who: str, person_id: int, at: datetime, text: str, speakers: Speakers) -> Turn:
    return Turn(who, speakers.role_of(person_id, day_of(at)), moment_in_full(at), text)
