"""What is wrong with delivery, in sentences: for the office, and for whoever is called at night."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from outbox.kinds import Lane
from outbox.models import Letter, Pause, Run
from outbox.queries import Figures, figures

DELIVERED_WITHIN = timedelta(minutes=3)
WAITS_AT_MOST = {
    Lane.URGENT: timedelta(minutes=1),
    Lane.MAIL: timedelta(minutes=10),
    Lane.BULK: timedelta(minutes=10),
}
IN_DOUBT_AT_MOST = timedelta(minutes=30)

WAITING = {
    Lane.URGENT: "A code, or another urgent letter,",
    Lane.MAIL: "An ordinary letter",
    Lane.BULK: "A digest",
}
TITLES = {
    "bundle": "putting notices into letters",
    "deliver": "sending letters",
    "sweep": "tidying up behind senders that died",
    "reports": "reading what mail servers report",
    "observe ties": "noting connections in ties",
    "begin digests": "beginning the digest of a quarter",
    "digests": "going on with digests",
    "gather words": "gathering the words of the programme",
    "purge unfound": "deleting what was searched in vain long ago",
}


@dataclass(frozen=True)
class Health:
    """How delivery stands, and what is wrong with it; nothing, if all is well."""

    figures: Figures
    troubles: tuple[str, ...]


def job_title(job: str) -> str:
    """What a job does: "planning reports"."""
    if job.startswith("plan "):
        return f"planning {job.removeprefix('plan ')}"
    return TITLES.get(job, job)


def health(*, at: datetime) -> Health:
    """How delivery stands now: the statements of `figures`, and four more."""
    found = figures(at=at)
    troubles = [
        *_stopped(found),
        *_waiting(found),
        *_letters(at=at),
        *_failing(),
    ]
    return Health(found, tuple(troubles))


def _stopped(found: Figures) -> list[str]:
    troubles = [found.why_disarmed] if found.why_disarmed else []
    since = found.seconds_since.get("deliver")
    if since is None:
        troubles.append("Nothing has ever been delivered from here.")
    elif since > DELIVERED_WITHIN.total_seconds():
        troubles.append(f"The job of sending letters has not ended for {_span(since)}.")
    return troubles


def _waiting(found: Figures) -> list[str]:
    """Letters that wait too long; those that somebody paused wait because they should."""
    paused = set(Pause.objects.filter(ended_at=None).values_list("lane", flat=True))
    return [
        f"{WAITING[lane]} has waited for {_span(seconds)}."
        for lane in Lane
        if (seconds := found.oldest_seconds.get(lane.name.lower(), 0))
        > WAITS_AT_MOST[lane].total_seconds()
        and not paused & {None, lane.value}
    ]


def _letters(*, at: datetime) -> list[str]:
    doubtful = Letter.objects.filter(
        state=Letter.State.DATA_OPEN,
        lease_until__lt=at,
        data_opened_at__lt=at - IN_DOUBT_AT_MOST,
    ).count()
    aside = Letter.objects.filter(state=Letter.State.ASIDE).count()
    troubles = []
    if doubtful:
        troubles.append(f"In doubt for more than 30 minutes: {_letters_of(doubtful)}.")
    if aside:
        troubles.append(f"Set aside, for a person to look at: {_letters_of(aside)}.")
    return troubles


def _failing() -> list[str]:
    runs = Run.objects.exclude(failed_at=None).order_by("job")
    return [f"The job of {job_title(run.job)} failed: {run.failure}." for run in runs]


def _letters_of(number: int) -> str:
    return "1 letter" if number == 1 else f"{number} letters"


def _span(seconds: float) -> str:
    """As in "7 minutes" or "3 hours"."""
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{int(seconds // size)} {unit}"
    return f"{int(seconds)} seconds"
