"""What an item said beside its words, kept while it waits among the jots, and found again."""

from datetime import date
from typing import NotRequired, TypedDict, cast

from people.models import Organisation, Person
from reflections.entries import Content
from reflections.models import Audience, Item, Jot, Kind, Report
from reflections.queries.reports import Named
from reflections.queries.vocabulary import nameable
from towns.models import Outcome


class Answered(TypedDict):
    """What the author said to one of the guard's questions."""

    rule: str
    fragment_digest: str
    answer: str


class Details(TypedDict):
    """All that an item says besides its text and kind. `readers` are numbers of people."""

    audience: str
    sensitive: bool
    asks_data: bool
    strength: NotRequired[int | None]
    readers: list[int]
    outcomes: list[Named]
    organisations: list[Named]
    answers: list[Answered]


def details_of(item: Item) -> Details:
    """What an item says besides its words."""
    outcomes = item.outcomes.order_by("position").values("slug", "name")
    organisations = item.organisations.order_by("name").values("slug", "name")
    answers = item.guard_answers.order_by("pk").values("rule", "fragment_digest", "answer")
    return {
        "audience": item.audience,
        "sensitive": item.sensitive,
        "asks_data": item.asks_data,
        "strength": item.strength,
        "readers": list(item.readers.order_by("pk").values_list("pk", flat=True)),
        "outcomes": cast("list[Named]", list(outcomes)),
        "organisations": cast("list[Named]", list(organisations)),
        "answers": cast("list[Answered]", list(answers)),
    }


def details_in(jot: Jot) -> Details | None:
    """What a jot says besides its words, if it was an item before."""
    return cast("Details | None", jot.details)


def content_again(jot: Jot, report: Report, *, kind: str, by: Person, on: date) -> Content:
    """What the item said that a jot was before, with the jot's words.

    Readers are named again if they still may be. What its author kept to themselves, and left to
    a successor as a jot, goes no further than the town.
    """
    kept = details_in(jot)
    if kept is None:
        return Content(kind=kind, text=jot.text)
    audience = kept["audience"]
    if audience == Audience.ME and jot.author_id != by.pk:
        audience = Audience.TOWN
    outcomes = Outcome.objects.filter(slug__in=[one["slug"] for one in kept["outcomes"]])
    organisations = Organisation.objects.filter(
        slug__in=[one["slug"] for one in kept["organisations"]]
    )
    readers = nameable(report, on=on).filter(pk__in=kept["readers"])
    return Content(
        kind=kind,
        text=jot.text,
        audience=audience,
        sensitive=kept["sensitive"],
        asks_data=kept["asks_data"],
        strength=kept.get("strength") if kind == Kind.CONNECTION else None,
        readers=frozenset(readers.values_list("pk", flat=True)),
        outcomes=frozenset(outcomes.values_list("pk", flat=True)),
        organisations=frozenset(organisations.values_list("pk", flat=True)),
    )
