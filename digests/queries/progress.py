"""How far the work on digests has come, in plain words, for those who see to it that it goes on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from digests.models import Digest, Edition, EditionPart, Section, Telling
from digests.queries.originals import reporting_towns
from digests.queries.readers import in_words
from digests.queries.recipients import recipients_number
from kit.dates import day_of, in_full

SHOWN = timedelta(weeks=2)  # after something ended
State, Phase, Sort = Digest.State, Telling.Phase, Telling.Sort


@dataclass(frozen=True)
class Progress:
    """What is done with one digest, and how far that has come."""

    title: str
    words: str


def progress(*, at: datetime) -> list[Progress]:
    """What goes on now or ended in two weeks, the newest quarter first, its latest step first.

    Three statements, and one more while readers are told.
    """
    since = at - SHOWN
    lines = [*_telling(since, on=day_of(at)), *_freezing(since), *_gathering(since)]
    lines.sort(key=lambda line: line[0], reverse=True)
    return [line for _, line in lines]


def _gathering(since: datetime) -> Iterator[tuple[date, Progress]]:
    done = Section.objects.filter(digest=OuterRef("pk"), town__pk__lte=OuterRef("gathered_to"))
    rows = Digest.objects.filter(Q(state=State.COLLECTING) | Q(gathered_at__gt=since)).annotate(
        done=_number(done), towns=_number(reporting_towns())
    )
    for one in rows:
        counts = vars(one)
        if one.state == State.COLLECTING:
            words = f"{counts['done']:,} of {_many(counts['towns'], 'town')} gathered so far."
        elif one.gathered_at:
            words = f"Gathered, done on {in_full(day_of(one.gathered_at))}."
        yield one.quarter, Progress(one.title, words)


def _freezing(since: datetime) -> Iterator[tuple[date, Progress]]:
    parts = EditionPart.objects.filter(edition=OuterRef("pk"))
    sections = Section.objects.filter(digest=OuterRef("digest"))
    rows = (
        Edition.objects.filter(Q(checksum="") | Q(frozen_at__gt=since), discarded_at=None)
        .filter(frozen_by__isnull=False, replaced_at=None)
        .select_related("digest")
        .defer("head")
        .annotate(done=_number(parts), sections=_number(sections))
    )
    for one in rows:
        counts = vars(one)
        if one.checksum:
            words = f"Frozen as edition {one.number}, on {in_full(day_of(one.frozen_at))}."
        else:
            words = f"{counts['done']:,} of {_many(counts['sections'], 'section')} frozen so far."
        yield one.digest.quarter, Progress(one.digest.title, words)


def _telling(since: datetime, *, on: date) -> Iterator[tuple[date, Progress]]:
    rows = Telling.objects.filter(Q(done_at=None) | Q(done_at__gt=since))
    for one in rows.select_related("edition__digest").defer("edition__head").order_by("-began_at"):
        digest = one.edition.digest
        yield digest.quarter, Progress(digest.title, _told(one, on=on))


def _told(telling: Telling, *, on: date) -> str:
    """As in "An edition was published: 12,000 of 50,000 letters promised so far."."""
    if telling.done_at:
        return f"{in_words(telling)}, done on {in_full(day_of(telling.done_at))}."
    name = telling.get_sort_display()
    if telling.phase == Phase.AUTHORS:
        return f"{in_words(telling)}. Those whose items it holds are being told."
    if telling.sort == Sort.PUBLISHED:
        letters = _many(recipients_number(on=on), "letter")
        return f"{name}: {telling.told:,} of {letters} promised so far."
    return f"{in_words(telling)}."


def _number(rows: QuerySet[Any]) -> Coalesce:
    """How many there are, counted within the statement of another row."""
    counted = rows.order_by().values(one=Value(1)).annotate(number=Count(F("pk"))).values("number")
    return Coalesce(Subquery(counted), 0)


def _many(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number:,} {what}s"
