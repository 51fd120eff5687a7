"""What a quarter's digest is copied from: the few statements of a batch of towns, however many."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Window,
)
from django.db.models.functions import JSONObject
from django.utils import timezone

from digests.content import Sort
from digests.models import Digest, Edition, Passage
from digests.wording import GAPS_NAMED, Draft, Heard, Honesty, Owed, honesty_of, shortened
from evidence.models import Quote, Scope
from kit.dates import day_of
from kit.periods import QUARTER, last_day, shift
from kit.words import listed
from people.models import Organisation
from reflections.models import GroupQuestion, Item, ItemEvent, Obligation, Report
from reflections.queries.states import REASONS
from sessions.models import Action
from towns.models import Town

NOT_COUNTED = (  # months that nobody could have reported on are no gaps
    Obligation.Reason.BEFORE_START,
    Obligation.Reason.CLOSED,
)
POINTERS = ("item", "quote", "session", "action", "question")  # what a passage may be copied from
_OWED = ("town__name", "month", "state", "reason")
_EVENTS = (ItemEvent.Kind.RAISED, ItemEvent.Kind.ANSWERED)
_WEIGHT = {Sort.LEARNING: 1}


@dataclass(frozen=True)
class Span:
    """The quarter that is gathered, on a day; `since` is when the one before was gathered last."""

    digest: int
    quarter: date
    since: datetime | None
    on: date

    @property
    def last(self) -> date:
        """Its last day."""
        return last_day(shift(self.quarter, QUARTER - 1))

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From its first instant to that after its last."""
        zone = timezone.get_default_timezone()
        after = shift(self.quarter, QUARTER)
        return (
            datetime.combine(self.quarter, time(0), zone),
            datetime.combine(after, time(0), zone),
        )


def span_of(digest: Digest, *, on: date) -> Span:
    """What a digest is to hold: one statement."""
    before = Edition.objects.filter(
        digest__quarter__lt=digest.quarter, published_at__isnull=False
    ).order_by("-digest__quarter", "number")
    since = before.values_list("digest__gathered_at", flat=True).first()
    return Span(digest.pk, digest.quarter, since, on)


def drafts_of(span: Span, towns: Collection[int]) -> Mapping[int, list[Draft]]:
    """All there is to say of these towns, in the digest already or not: four statements."""
    found: defaultdict[int, list[Draft]] = defaultdict(list)
    for town, draft in (
        *_items(span, towns),
        *_quotes(span, towns),
        *_actions(span, towns),
        *_answers(towns),
    ):
        found[town].append(draft)
    return found


def known_in(digest: int, *, sections: Collection[int]) -> set[tuple[str, int]]:
    """The originals to which passages of these sections point: one statement."""
    rows = Passage.objects.filter(section__in=sections, section__digest=digest)
    return {
        (name, number)
        for numbers in rows.values_list(*POINTERS)
        for name, number in zip(POINTERS, numbers, strict=True)
        if number is not None
    }


def owed_in(span: Span, towns: Collection[int]) -> Mapping[int, list[Owed]]:
    """How the quarter's months stand, by town: one statement."""
    rows = _owed(span.quarter).filter(town__in=towns).order_by("town__name", "month")
    found: defaultdict[int, list[Owed]] = defaultdict(list)
    for town, *one in rows.values_list("town", *_OWED):
        found[town].append(_as_owed(*one))
    return found


def honesty_in(quarter: date) -> Honesty:
    """How complete a quarter is, of all towns: one statement, which counts in the database."""
    is_in = Q(state=Obligation.State.MET)
    rows = _owed(quarter).annotate(
        is_in=ExpressionWrapper(is_in, BooleanField()),
        known=Window(Count("pk", filter=is_in)),
        all_of_them=Window(Count("pk")),
    )
    first = rows.order_by("is_in", "town__name", "month")[:GAPS_NAMED]
    found = list(first.values_list("known", "all_of_them", *_OWED))
    known, all_of_them = found[0][:2] if found else (0, 0)
    owed = [_as_owed(*one) for _, _, *one in found]
    return honesty_of(known, all_of_them, [one for one in owed if not one.is_in])


def _owed(quarter: date) -> QuerySet[Obligation]:
    """The months of the quarter on which somebody could have reported."""
    rows = Obligation.objects.filter(month__range=(quarter, shift(quarter, QUARTER - 1)))
    return rows.exclude(reason__in=NOT_COUNTED)


def _as_owed(town: str, month: date, state: str, reason: str) -> Owed:
    is_in = state == Obligation.State.MET
    return Owed(town, month, is_in, "" if is_in else REASONS[reason] if reason else "not in yet")


def towns_after(number: int, *, at_most: int) -> list[Town]:
    """The towns that have ever owed a report, in the order of their numbers, after one of them."""
    return list(reporting_towns().filter(pk__gt=number).order_by("pk")[:at_most])


def reporting_towns() -> QuerySet[Town]:
    """The towns that have ever owed a report."""
    return Town.objects.filter(Exists(Obligation.objects.filter(town=OuterRef("pk"))))


def shareable_items(span: Span) -> QuerySet[Item]:
    """Items that may stand in the digest: of its quarter, or late from before."""
    in_quarter = Q(report__month__range=(span.quarter, span.last))
    if span.since is not None:
        elsewhere = Passage.objects.filter(item=OuterRef("pk")).exclude(section__digest=span.digest)
        in_quarter |= Q(
            ~Exists(elsewhere),
            report__month__lt=span.quarter,
            report__submitted_at__gt=span.since,
        )
    return items_for_groups().filter(in_quarter)


def items_for_groups() -> QuerySet[Item]:
    """Items that Steering Groups may read: shared with them, in a report that was handed over."""
    return Item.objects.shared_with_steering().filter(report__status=Report.Status.SUBMITTED)


def _items(span: Span, towns: Collection[int]) -> Iterable[tuple[int, Draft]]:
    events = ItemEvent.objects.filter(item=OuterRef("pk"), kind__in=_EVENTS).order_by("at", "pk")
    names = Organisation.objects.filter(items=OuterRef("pk")).order_by("name")
    rows = (
        shareable_items(span)
        .filter(report__town__in=towns)
        .annotate(
            heard=ArraySubquery(events.values(row=JSONObject(kind="kind", label="label", at="at"))),
            names=ArraySubquery(names.values("name")),
        )
        .order_by("report__month", "kind", "position", "pk")
        .values_list("report__town", "report__month", "pk", "kind", "text", "heard", "names")
    )
    for town, month, number, kind, text, events_, names_ in rows:
        sort, heard = Sort(kind), _heard(events_)
        late = month if month < span.quarter else None
        weight = heard.weight + _WEIGHT.get(sort, 0)
        note = _note(sort, heard, names_)
        yield town, Draft(sort, text, ("item", number), note, late, weight=weight, names=names_)


def _note(sort: Sort, heard: Heard, names: list[str]) -> str:
    with_whom = f"With {listed(shortened(names))}." if sort == Sort.CONNECTION and names else ""
    return " ".join(part for part in (with_whom, heard.sentence) if part)


def _heard(events: Iterable[Mapping[str, Any]]) -> Heard:
    raised, answered = [], []
    for event in events:
        if event["kind"] == ItemEvent.Kind.RAISED:
            raised.append(event["label"])
        else:
            answered.append(day_of(datetime.fromisoformat(event["at"])))
    return Heard(tuple(dict.fromkeys(raised)), tuple(answered))


def _quotes(span: Span, towns: Collection[int]) -> Iterable[tuple[int, Draft]]:
    """Words said in the quarter whose speakers let Steering Groups read them today."""
    rows = (
        Quote.objects.usable(Scope.STEERING, on=span.on)
        .filter(town__in=towns, said_on__range=(span.quarter, span.last))
        .order_by("said_on", "pk")
    )
    for quote in rows:
        yield (
            quote.town_id,
            Draft(Sort.QUOTE, quote.text, ("quote", quote.pk), quote.said_by),
        )


def _actions(span: Span, towns: Collection[int]) -> Iterable[tuple[int, Draft]]:
    """What was done because of an item that Steering Groups may read."""
    rows = (
        Action.objects.filter(closed_at__range=span.moments)
        .filter(item__in=items_for_groups(), item__report__town__in=towns)
        .order_by("closed_at", "pk")
        .values_list("item__report__town", "pk", "text", "outcome")
    )
    for town, number, text, outcome in rows:
        yield town, Draft(Sort.ACTION, text, ("action", number), outcome)


def _answers(towns: Collection[int]) -> Iterable[tuple[int, Draft]]:
    """What leads answered groups, and no edition has printed yet."""
    rows = GroupQuestion.objects.filter(
        town__in=towns, answered_at__isnull=False, published_at=None
    ).order_by("asked_at", "pk")
    for one in rows:
        asked = f"{one.who_asks[0].upper()}{one.who_asks[1:]} asked: “{one.text}”"
        yield one.town_id, Draft(Sort.ANSWER, one.answer, ("question", one.pk), asked)
