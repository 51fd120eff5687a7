"""Items with all that an author said in them, read in one statement however many there are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import IntegerField, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from kit.prepared import Prepared, slot
from people.models import User
from reflections.entries import Content
from reflections.guard import Finding, distinct
from reflections.models import Audience, GuardAnswer, Item


@dataclass
class Loaded:
    """One item, what it says, and what its author answered the guard, by rule and digest."""

    item: Item
    content: Content
    answers: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the guard still asks about. Reads the text anew."""
        return tuple(
            finding
            for finding in distinct(self.content.text)
            if (finding.rule, finding.digest) not in self.answers
        )

    @property
    def team_only(self) -> tuple[Finding, ...]:
        """Fragments still in the text that the author keeps for the Programme Team."""
        kept = [
            key for key, answer in self.answers.items() if answer == GuardAnswer.Answer.TEAM_ONLY
        ]
        if not kept:
            return ()
        return tuple(
            finding
            for finding in distinct(self.content.text)
            if (finding.rule, finding.digest) in kept
        )

    def is_read_by(self, user: User) -> bool:
        """Whether somebody of the item's own town may read it: the same answer as `visible_to`."""
        if self.item.quarantined_at is not None:
            return False
        if self.item.author_id == user.person_id:
            return True
        return self.item.audience != Audience.ME and (
            not self.item.sensitive or user.person_id in self.content.readers
        )


def loaded(items: QuerySet[Item]) -> list[Loaded]:
    """These items with their outcomes, organisations, readers and guard answers: one statement."""
    return [_of(item) for item in _with_links(items)]


def loaded_of_report(report_id: int) -> list[Loaded]:
    """The same of all items of a report that are not quarantined, in their order, with authors."""
    return [_of(item) for item in _OF_REPORT(report=report_id)]


def _with_links(items: QuerySet[Item]) -> QuerySet[Item]:
    answers = GuardAnswer.objects.filter(item=OuterRef("pk")).values(
        row=JSONObject(rule="rule", digest="fragment_digest", answer="answer")
    )
    return items.annotate(
        outcome_ids=_linked(Item.outcomes.through.objects.values("outcome_id")),
        organisation_ids=_linked(Item.organisations.through.objects.values("organisation_id")),
        reader_ids=_linked(Item.readers.through.objects.values("person_id")),
        answer_rows=ArraySubquery(answers),
    )


def by_key(items: QuerySet[Item]) -> dict[UUID, Loaded]:
    """The same, by the key that windows and phones know."""
    return {found.item.key: found for found in loaded(items)}


def content_of(
    item: Item,
    *,
    readers: frozenset[int] = frozenset(),
    outcomes: frozenset[int] = frozenset(),
    organisations: frozenset[int] = frozenset(),
) -> Content:
    """What an item says, with its links handed in."""
    return Content(
        kind=item.kind,
        text=item.text,
        audience=item.audience,
        sensitive=item.sensitive,
        asks_data=item.asks_data,
        strength=item.strength,
        readers=readers,
        outcomes=outcomes,
        organisations=organisations,
    )


def _linked(through: QuerySet[Any, Any]) -> ArraySubquery:
    return ArraySubquery(through.filter(item=OuterRef("pk")).order_by())


def _of(item: Item) -> Loaded:
    facts = vars(item)
    content = content_of(
        item,
        readers=frozenset(facts["reader_ids"]),
        outcomes=frozenset(facts["outcome_ids"]),
        organisations=frozenset(facts["organisation_ids"]),
    )
    answers = {(row["rule"], row["digest"]): row["answer"] for row in facts["answer_rows"]}
    return Loaded(item, content, answers)


_OF_REPORT = Prepared(
    lambda: _with_links(
        Item.objects.filter(report=slot("report", IntegerField()), quarantined_at=None)
        .select_related("author")
        .in_order()
    )
)
