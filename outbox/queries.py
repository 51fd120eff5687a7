"""How delivery stands: for the machines that watch, and for the office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models
from django.db.models import Count, Min, Q

from outbox import fence
from outbox.footers import stop_url
from outbox.kinds import Lane, Standing, kind_of
from outbox.models import Letter, Notice, Pause, Preference, Run
from outbox.promises import key_of

LEFT_OUT = (Notice.State.NOT_NEEDED, Notice.State.EXPIRED, Notice.State.FAILED)


@dataclass(frozen=True)
class Figures:
    """Delivery at one moment. Ages are in seconds, none where there is nothing of that sort."""

    waiting: Mapping[str, int]  # letters due now, by lane
    oldest_seconds: Mapping[str, float]  # how long the oldest of them has been due, by lane
    notices_waiting: int
    notices_held: int
    in_doubt: int
    ended: Mapping[str, int]  # letters of the last 30 days by state
    seconds_since: Mapping[str, float]  # since each job last ended
    failing: tuple[str, ...]  # jobs whose last run failed
    is_paused: bool
    why_disarmed: str


def figures(*, at: datetime) -> Figures:
    """How delivery stands now: seven statements, however many letters."""
    due = Letter.objects.filter(state=Letter.State.READY, not_before__lte=at)
    by_lane = {
        Lane(row["lane"]).name.lower(): (row["letters"], row["oldest"])
        for row in due.values("lane").annotate(letters=Count("pk"), oldest=Min("not_before"))
    }
    recent = Letter.objects.filter(promised_at__gt=at - timedelta(days=30))
    notices = Notice.objects.aggregate(
        waiting=Count("pk", filter=Q(state=Notice.State.WAITING)),
        held=Count("pk", filter=Q(state=Notice.State.HELD)),
    )
    runs = list(Run.objects.all())
    return Figures(
        waiting={lane.name.lower(): by_lane.get(lane.name.lower(), (0, at))[0] for lane in Lane},
        oldest_seconds={
            name: (at - oldest).total_seconds() for name, (_, oldest) in by_lane.items()
        },
        notices_waiting=notices["waiting"],
        notices_held=notices["held"],
        in_doubt=Letter.objects.filter(state=Letter.State.DATA_OPEN, lease_until__lt=at).count(),
        ended=dict(recent.values_list("state").annotate(Count("pk")).order_by()),
        seconds_since={
            run.job: (at - run.ended_at).total_seconds() for run in runs if run.ended_at
        },
        failing=tuple(sorted(run.job for run in runs if run.failed_at)),
        is_paused=Pause.objects.filter(ended_at=None).exists(),
        why_disarmed=fence.why_disarmed(),
    )


def choice_of(person: int) -> str:
    """Which letters a person gets: all, unless they said otherwise."""
    chosen = Preference.objects.filter(person=person).values_list("choice", flat=True).first()
    return chosen or Preference.Choice.ALL


@dataclass(frozen=True)
class Told:
    """One notice of a letter: of which kind, by which rule, promised when, and whether it told."""

    title: str
    rule: str
    promised_at: datetime
    is_left_out: bool


@dataclass(frozen=True)
class Story:
    """A letter without its words: for the page behind "why this letter came"."""

    told: tuple[Told, ...]
    promised_at: datetime
    accepted_at: datetime | None
    is_open: bool  # it has neither left nor ended
    standing: Standing  # of what it tells, what can be stopped soonest
    stop_url: str


def story_of(key: UUID, *, at: datetime) -> Story | None:
    """How a letter came to be; none for one that is not there. No name, and none of its words."""
    letter = Letter.objects.filter(key=key, promised_at__lte=at).first()
    if letter is None:
        return None
    found = [(notice, kind_of(notice.kind)) for notice in letter.notices.order_by("pk")]
    standings = {kind.standing for _, kind in found if kind}
    stoppable = next((one for one in (Standing.REMINDER, Standing.NEWS) if one in standings), None)
    return Story(
        told=tuple(
            Told(
                title=kind.title if kind else "A letter of a kind that is no longer sent",
                rule=kind.rule if kind else "",
                promised_at=notice.promised_at,
                is_left_out=notice.state in LEFT_OUT,
            )
            for notice, kind in found
        ),
        promised_at=letter.promised_at,
        accepted_at=letter.accepted_at,
        is_open=letter.state in Letter.OPEN,
        standing=stoppable or Standing.DUTY,
        stop_url=stop_url(letter.person, stoppable) if letter.person and stoppable else "",
    )


def letter_about(row: models.Model, *, kind: str) -> Letter | None:
    """The newest letter of one kind about a row of another room, without its words."""
    told = Letter.objects.filter(notices__kind=kind, notices__about=key_of(row))
    return told.defer("subject", "text", "html", "footer").order_by("-pk").first()
