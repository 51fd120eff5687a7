"""When a Project Lead is reminded of a month, and who is. Pure: facts and day are handed in.

Five stages, each beginning when the quiet hours end on its day: ready to review, due soon, due
today, and late twice. Each is of use until the next one begins, so whoever missed some hears the
latest. After the second letter that a report is late a person asks.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils import timezone

from kit.dates import in_full
from kit.periods import last_day
from kit.words import span
from reflections.models import Obligation
from reflections.owing import TownFacts
from reflections.queries.states import REASONS
from towns.models import Absence, Programme, Tenure, TownStatus
from towns.working_days import is_working_day

DAY = timedelta(days=1)
LAST_IS_USEFUL = 10  # working days
MONTHS_LOOKED_BACK = 4  # an older month has no stage any more, whatever the programme's figures


class Stage(StrEnum):
    """What a reminder says, in the order in which they come."""

    READY = "report_ready"
    SOON = "due_soon"
    TODAY = "due_today"
    LATE_FIRST = "late_first"
    LATE_SECOND = "late_second"

    @property
    def kind(self) -> str:
        """The kind of letter that says so."""
        late = self in {Stage.LATE_FIRST, Stage.LATE_SECOND}
        return "reflections/late" if late else f"reflections/{self}"


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of one month: from when on it is due, and until when it is of use."""

    stage: Stage
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked for a month on a day; with nobody to ask, `why` says so in words."""

    tenure: Tenure | None
    why: str = ""


def steps(
    month: date, *, due_on: date, programme: Programme, holidays: AbstractSet[date]
) -> list[Step]:
    """The stages of a month in their order, in the working days of its town.

    Where leads are reminded very early, no moment falls to the invitation to review.
    """

    def away(days: int) -> date:
        return working_day_from(due_on, days, holidays=holidays)

    review = month.replace(day=programme.report_review_day)
    if not is_working_day(review, holidays=holidays):
        review = working_day_from(review, -1, holidays=holidays)
    last = away(programme.report_late_second + LAST_IS_USEFUL)
    days = [
        (Stage.READY, review),
        (Stage.SOON, away(-programme.report_soon_working_days)),
        (Stage.TODAY, due_on),
        (Stage.LATE_FIRST, away(programme.report_late_first)),
        (Stage.LATE_SECOND, away(programme.report_late_second)),
    ]
    ends = [*[day for _, day in days[1:]], last]
    return [
        Step(stage, _morning(day, programme), _morning(end, programme))
        for (stage, day), end in zip(days, ends, strict=True)
    ]


def working_day_from(day: date, number: int, *, holidays: AbstractSet[date]) -> date:
    """The working day so many after `day`, or so many before it if negative."""
    step = DAY if number > 0 else -DAY
    for _ in range(abs(number)):
        day += step
        while not is_working_day(day, holidays=holidays):
            day += step
    return day


def step_at(found: Sequence[Step], at: datetime) -> Step | None:
    """The stage that a month is in; none before the first, and none after the last."""
    return next((step for step in found if step.since <= at < step.until), None)


def asked_on(facts: TownFacts, holder: Tenure, day: date) -> Asked:
    """Who answers on a day for a month that `holder` owes: the holder, or who stands in."""
    if holder.starts_on > day:
        return Asked(None, f"takes up the post on {in_full(holder.starts_on)}")
    if holder.ends_on is not None and holder.ends_on < day:
        return Asked(None, f"left the post on {in_full(holder.ends_on)}, and nobody followed")
    absence = _absence(facts, holder, day)
    if absence is None:
        return Asked(holder)
    standing_in = [
        tenure
        for tenure in facts.tenures
        if tenure.covering
        and tenure.pk != holder.pk
        and _holds(tenure, day)
        and _absence(facts, tenure, day) is None
    ]
    if standing_in:
        named = next((one for one in standing_in if one.pk == absence.cover_id), None)
        return Asked(named or max(standing_in, key=lambda one: (one.starts_on, one.pk)))
    until = f"until {in_full(absence.ends_on)}" if absence.ends_on else "with no day of return"
    return Asked(None, f"on leave {until}, and nobody stands in")


def excused(facts: TownFacts, month: date, reason: str, *, due_on: date) -> str:
    """Why nobody owes a month, in words, with the day since when where there is one."""
    words = REASONS[reason]
    if reason == Obligation.Reason.VACANT:
        left = (one.ends_on for one in facts.tenures if one.ends_on and one.ends_on < due_on)
        return f"{words} {_vacancy(facts, max(left) + DAY)}"
    if reason in {Obligation.Reason.PAUSED, Obligation.Reason.CLOSED}:
        end = last_day(month)
        since = next(row.starts_on for row in facts.statuses if _holds(row, end))
        return f"{words} since {in_full(since)}"
    return words


def _vacancy(facts: TownFacts, since: date) -> str:
    came = [one.starts_on for one in facts.tenures if one.starts_on > since]
    return span(since, min(came) - DAY) if came else f"since {in_full(since)}"


def _absence(facts: TownFacts, tenure: Tenure, day: date) -> Absence | None:
    return next(
        (one for one in facts.absences if one.tenure_id == tenure.pk and _holds(one, day)), None
    )


def _holds(row: Tenure | Absence | TownStatus, day: date) -> bool:
    return row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)


def _morning(day: date, programme: Programme) -> datetime:
    """When the quiet hours end that day, by the clocks of London."""
    return datetime.combine(day, programme.quiet_until, timezone.get_default_timezone())
