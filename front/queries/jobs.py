"""How the jobs go, in plain words: what came of each kind of letter, and when each job last ran."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Func, Max, Min, Q, TextField, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from front.queries.letter_words import title_of
from kit.dates import in_full, moment_in_full, moment_near, month_name
from kit.periods import month_from
from outbox.health import job_title
from outbox.models import Notice, Run

LOOKED_BACK = timedelta(weeks=8)
MOST = 60  # kinds with their occasions
MOST_REASONS = 300
REASONS_TOLD = 2
DATED = r"^(\d{4}-(?:\d{2}|W\d{2}))"  # what an occasion begins with that many notices share
UNTOLD = (Notice.State.NOT_NEEDED, Notice.State.EXPIRED, Notice.State.FAILED)
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_GIST = re.compile(r"\s+(?:on|at|since|until|from) .*$|[:;,].*$|\.(?:\s.*)?$")
_STATES = {
    "sent": (Notice.State.TOLD,),
    "waiting": (Notice.State.WAITING, Notice.State.BUNDLED),
    "held": (Notice.State.HELD,),
    "not needed": (Notice.State.NOT_NEEDED,),
    "too late": (Notice.State.EXPIRED,),
    "not told": (Notice.State.FAILED,),
}


@dataclass(frozen=True)
class JobLine:
    """One job: what it does, when it last ran and how long it took, and what failed."""

    title: str
    when: str
    seconds: float | None
    new: int | None
    failure: str


@dataclass(frozen=True)
class KindLine:
    """What came of one kind of notice, of one month or week, or of the last weeks."""

    title: str
    words: str


def jobs(*, at: datetime) -> list[JobLine]:
    """Every job that ever ran, those that fail first: one statement."""
    on = timezone.localdate(at)
    rows = sorted(Run.objects.all(), key=lambda run: (run.failed_at is None, job_title(run.job)))
    return [
        JobLine(
            title=job_title(run.job).capitalize(),
            when=moment_near(run.began_at, on=on),
            seconds=_seconds(run),
            new=run.figures.get("new"),
            failure=run.failure if run.failed_at else "",
        )
        for run in rows
    ]


def _seconds(run: Run) -> float | None:
    """How long the last run took; none while it goes on, and for one that failed."""
    if run.failed_at or run.ended_at is None or run.ended_at < run.began_at:
        return None
    return (run.ended_at - run.began_at).total_seconds()


def kinds_lately(*, at: datetime) -> list[KindLine]:
    """What came of the notices of eight weeks, the newest first: two statements, sixty lines.

    Those of one month or week count together; of others, all of a kind.
    """
    rows = (
        Notice.objects.filter(promised_at__gt=at - LOOKED_BACK)
        .annotate(which=_WHICH)
        .values("kind", "which")
        .annotate(
            due=Count("pk"),
            newest=Max("promised_at"),
            **{name.replace(" ", "_"): _counted(states) for name, states in _STATES.items()},
        )
        .order_by("-newest", "kind")[:MOST]
    )
    reasons = _reasons(at=at)
    return [KindLine(_title(row["kind"], row["which"]), _words(row, reasons)) for row in rows]


@dataclass(frozen=True)
class HeldKind:
    """Notices of one kind that wait for a person to look at them."""

    kind: str
    title: str
    number: int
    since: str


def held_now() -> list[HeldKind]:
    """What is held for its unusual number, by kind: one statement."""
    rows = (
        Notice.objects.filter(state=Notice.State.HELD)
        .values("kind")
        .annotate(number=Count("pk"), since=Min("promised_at"))
        .order_by("kind")
    )
    return [
        HeldKind(row["kind"], title_of(row["kind"]), row["number"], moment_in_full(row["since"]))
        for row in rows
    ]


class _Beginning(Func):
    """What of a text the one group of a pattern matches."""

    function = "substring"
    output_field = TextField()


_WHICH = Coalesce(_Beginning(F("occasion"), Value(DATED)), Value(""), output_field=TextField())


def _counted(states: Iterable[str]) -> Count:
    return Count("pk", filter=Q(state__in=list(states)))


def _reasons(*, at: datetime) -> Mapping[tuple[str, str, str], Counter[str]]:
    """Why notices were not told, by kind, month or week, and state: the gist of each, counted."""
    rows = (
        Notice.objects.filter(promised_at__gt=at - LOOKED_BACK, state__in=UNTOLD)
        .annotate(which=_WHICH)
        .values_list("kind", "which", "state", "reason")
        .annotate(number=Count("pk"))
        .order_by("-number")[:MOST_REASONS]
    )
    found: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for kind, which, state, reason, number in rows:
        found[kind, which, state][_GIST.sub("", reason)] += number
    return found


def _title(kind: str, which: str) -> str:
    """As in "Report due today, October 2026"."""
    title = title_of(kind)
    if week := _WEEK.fullmatch(which):
        with suppress(ValueError):  # not every year has a week 53
            monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
            return f"{title}, week of {in_full(monday)}"
    month = month_from(which)
    return f"{title}, {month_name(month)}" if month else title


def _words(row: Mapping[str, Any], reasons: Mapping[tuple[str, str, str], Counter[str]]) -> str:
    """As in "7 due, 5 sent, 2 not needed (handed in)"."""
    said = [f"{row['due']} due"]
    for name, states in _STATES.items():
        number = row[name.replace(" ", "_")]
        if not number:
            continue
        (state, *_) = states
        gists = reasons.get((row["kind"], row["which"], state), Counter())
        why = "; ".join(gist for gist, _ in gists.most_common(REASONS_TOLD))
        said.append(f"{number} {name} ({why})" if why else f"{number} {name}")
    return ", ".join(said)
