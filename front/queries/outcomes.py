"""One outcome across towns and time, as far as a reader may read: items, sessions, partners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import BigIntegerField, Count, Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse

from front.queries.learning import NEWEST
from front.queries.learning_facets import capped
from front.queries.partners import partners_visible_to
from kit.dates import month_name
from kit.prepared import slot
from people.models import Organisation, User
from reflections.models import Item, Kind
from reflections.queries.found import items_to_find
from sessions.models import CohortSession, Contribution
from sessions.queries.found import sessions_to_find
from sessions.queries.sessions import Row as SessionRow
from sessions.queries.sessions import session_rows, with_partners
from towns.access import Thing, reached
from towns.models import Outcome
from towns.readers import ForReader

SHOWN = 8  # items, and sessions
MOST = 12  # towns, and partners
BEGINNING = 240  # characters of an item


@dataclass(frozen=True, slots=True)
class Line:
    """An item as it stands in a list."""

    sort: str
    sort_words: str
    where: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Place:
    """A town whose items were tagged with the outcome: how many, and when last."""

    name: str
    slug: str
    words: str


@dataclass(frozen=True)
class OutcomePage:
    """All that stands on the page of an outcome."""

    outcome: Outcome
    items: Sequence[Line]
    sessions: Sequence[SessionRow]
    partners: Sequence[Organisation]
    towns: Sequence[Place]


def outcome_seen(slug: str, user: User, *, on: date) -> Outcome | None:
    """The outcome at that address, for everybody in post."""
    return Outcome.objects.filter(reached(user, Thing.TOWNS, on=on), slug=slug).first()


def outcome_page_of(outcome: Outcome, user: User, *, on: date) -> OutcomePage:
    """What a reader may read of an outcome, the newest of each: four statements."""
    return OutcomePage(
        outcome,
        items=[_line(*row) for row in _LINES(user, on=on, outcome=outcome.pk)],
        sessions=session_rows(_SESSIONS(user, on=on, outcome=outcome.pk)),
        partners=_PARTNERS(user, on=on, outcome=outcome.pk),
        towns=[
            Place(name, slug, _in_words(number, last))
            for name, slug, number, last in _PLACES(user, on=on, outcome=outcome.pk)
        ],
    )


def _tagged(model: type[Item | CohortSession]) -> Q:
    way = model._meta.model_name or ""  # noqa: SLF001 -- Django's own name
    tags = model.outcomes.through.objects.filter(outcome=slot("outcome", BigIntegerField()))
    return Q(Exists(tags.filter(**{way: OuterRef("pk")})))


def _newest(user: User, on: date) -> QuerySet[Item]:
    """The newest items that were tagged with it."""
    rows = items_to_find(user, on=on).filter(_tagged(Item)).order_by("-pk")
    return Item.objects.filter(pk__in=rows.values("pk")[:NEWEST])


def _sessions(user: User, on: date) -> QuerySet[CohortSession]:
    return sessions_to_find(user, on=on).filter(_tagged(CohortSession))


def _partners(user: User, on: date) -> QuerySet[Organisation]:
    """Who is named in the newest items, or came to the sessions, from A to Z."""
    links = Item.organisations.through.objects
    named = links.filter(item__in=_newest(user, on).values("pk")).values("organisation")
    came = Contribution.objects.filter(session__in=_sessions(user, on), dropped_at=None)
    met = Q(pk__in=named) | Q(pk__in=came.values("organisation"))
    rows = partners_visible_to(user, on=on).filter(met, merged_into=None)
    return rows.order_by("name")[:MOST]


_LINES = ForReader(
    lambda reader, on: (
        _newest(reader, on)
        .order_by("-report__month", "-pk")
        .values_list("key", "kind", "text", "report__month", "report__town__name")[:SHOWN]
    )
)
_SESSIONS = ForReader(
    lambda reader, on: with_partners(
        _sessions(reader, on).filter(on__isnull=False).select_related("kind")
    ).order_by("-on", "-pk")[:SHOWN]
)
_PARTNERS = ForReader(_partners)
_PLACES = ForReader(
    lambda reader, on: (
        _newest(reader, on)
        .order_by()
        .values_list("report__town__name", "report__town__slug")
        .annotate(number=Count("pk"), last=Max("report__month"))
        .order_by("-number", "report__town__name")[:MOST]
    )
)


def _line(key: UUID, kind: str, text: str, month: date, town: str) -> Line:
    return Line(
        kind,
        str(Kind(kind).label),
        f"{town}, {month_name(month)}",
        text if len(text) <= BEGINNING else f"{text[:BEGINNING].rsplit(' ', 1)[0]} …",
        reverse("learning:item", args=[key]),
    )


def _in_words(number: int, last: date) -> str:
    items = "1 item" if number == 1 else f"{capped(number)} items"
    return f"{items}, the last of {month_name(last)}"
