"""What the learning library holds: from which rows, what is told of each, and where it stands.

Each kind of thing is a source with the same columns, so that one statement can ask all of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery
from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce, NullIf

from digests.queries.found import PassageTexts, parts_to_find
from front.queries.partners import partners_visible_to
from kit.search import WORDS, with_words
from people.models import Organisation, OrganisationName, User
from reflections.models import Item, Kind
from reflections.queries.found import items_to_find
from reflections.queries.reuse import times_used
from sessions.models import CohortSession
from sessions.queries.found import notes_to_find, resources_to_find, sessions_to_find

SORTS: Mapping[str, str] = MappingProxyType(
    {
        **{str(kind.value): str(kind.label) for kind in Kind},
        "session": "Session",
        "note": "Note of a session",
        "resource": "Resource",
        "digest": "Digest",
        "partner": "Partner",
    }
)
NO_DAY = Cast(Value(None), DateField())
NO_TOWN = Cast(Value(None), BigIntegerField())
NO_TAGS = Cast(Value("{}"), ArrayField(BigIntegerField()))
NOTHING = Value("", output_field=CharField())


def _matching(rows: QuerySet[Any], words: SearchQuery) -> QuerySet[Any]:
    return rows.filter(**{WORDS: words})


@dataclass(frozen=True)
class Source:
    """Rows of one model. `day`, `town` and `tagged` are ways from a row; without one, none has it.

    `tagged` leads to the row that has outcomes; `facts` are what its address and its line need.
    """

    name: str
    sorts: Sequence[str]
    rows: Callable[..., QuerySet[Any]]
    title: Any
    text: Any
    facts: Mapping[str, Any]
    sort: Any = None
    day: str = ""
    town: str = ""
    tagged: type[Item | CohortSession] | None = None
    tagged_by: str = "pk"
    is_large: bool = False
    matching: Callable[[QuerySet[Any], SearchQuery], QuerySet[Any]] = _matching

    @property
    def what(self) -> Any:  # noqa: ANN401 -- an expression
        """The kind of thing that a row is."""
        return self.sort or Value(self.name, output_field=CharField())

    @property
    def tags(self) -> Any:  # noqa: ANN401 -- an expression
        """The outcomes of a row."""
        if self.tagged is None:
            return NO_TAGS
        return ArraySubquery(self._tags().values("outcome"))

    def with_outcome(self, outcome: Any) -> Q:  # noqa: ANN401 -- a number, or its place
        """The rows that have an outcome."""
        return Q(Exists(self._tags().filter(outcome=outcome)))

    def _tags(self) -> QuerySet[Any]:
        """Which outcomes a row has; asked of sources alone whose rows may have some."""
        rows = self.tagged or Item
        way = "item" if rows is Item else "cohortsession"
        return rows.outcomes.through.objects.filter(**{way: OuterRef(self.tagged_by)})


def _partners_matching(rows: QuerySet[Any], words: SearchQuery) -> QuerySet[Any]:
    """By its name, an earlier one, another one, or that of what was merged into it."""
    names = with_words(OrganisationName.objects.filter(organisation=OuterRef("pk")))
    absorbed = with_words(Organisation.objects.filter(merged_into=OuterRef("pk")))
    found = Q(Exists(names.filter(**{WORDS: words}))) | Q(Exists(absorbed.filter(**{WORDS: words})))
    return rows.filter(Q(**{WORDS: words}) | found)


def _partners(user: User, *, on: date) -> QuerySet[Organisation]:
    return with_words(partners_visible_to(user, on=on).filter(merged_into=None))


_OF_SESSION = {
    "slug": F("session__slug"),
    "precision": F("session__precision"),
}
SOURCES = (
    Source(
        "item",
        tuple(Kind.values),
        items_to_find,
        title=NOTHING,
        text=F("text"),
        facts={"key": F("key"), "used": times_used()},
        sort=F("kind"),
        day="report__month",
        town="report__town",
        tagged=Item,
        is_large=True,
    ),
    Source(
        "session",
        ("session",),
        sessions_to_find,
        title=Coalesce(NullIf("title", NOTHING), "kind__name"),
        text=F("text"),
        facts={"slug": F("slug"), "precision": F("precision")},
        day="on",
        town="group__town",
        tagged=CohortSession,
    ),
    Source(
        "note",
        ("note",),
        notes_to_find,
        title=Coalesce(NullIf("session__title", NOTHING), "session__kind__name"),
        text=F("text"),
        facts=_OF_SESSION | {"sort": F("sort")},
        day="session__on",
        town="session__group__town",
        tagged=CohortSession,
        tagged_by="session",
    ),
    Source(
        "resource",
        ("resource",),
        resources_to_find,
        title=F("title"),
        text=NOTHING,
        facts=_OF_SESSION
        | {
            "use": F("use"),
            "session": Coalesce(NullIf("session__title", NOTHING), "session__kind__name"),
        },
        day="session__on",
        town="session__group__town",
        tagged=CohortSession,
        tagged_by="session",
    ),
    Source(
        "digest",
        ("digest",),
        parts_to_find,
        title=NOTHING,
        text=Coalesce(PassageTexts(), NOTHING),
        facts={"slug": F("town__slug")},
        day="edition__digest__quarter",
        town="town",
    ),
    Source(
        "partner",
        ("partner",),
        _partners,
        title=F("name"),
        text=NOTHING,
        facts={"slug": F("slug")},
        matching=_partners_matching,
    ),
)
