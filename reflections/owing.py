"""Who owes a town's month, and why nobody does when nobody does. Pure: the facts are handed in.

The month's end decides (domain: a month belongs to whoever holds the post when it ends). If that
holder leaves before the report is due, the one in post on the due day takes it over; with nobody
there it is excused.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kit.periods import last_day
from reflections.models import Obligation
from towns.models import Absence, Tenure, TownStatus

State, Reason = Obligation.State, Obligation.Reason


@dataclass(frozen=True)
class TownFacts:
    """What decides of one town: tenures, absences from them, and its own periods."""

    tenures: Sequence[Tenure]
    absences: Sequence[Absence]
    statuses: Sequence[TownStatus]


@dataclass(frozen=True)
class Owing:
    """The answer for one month: owed by a holder, or excused with a reason."""

    state: str
    reason: str = ""
    holder: Tenure | None = None


def owing(facts: TownFacts, month: date, *, due_on: date, today: date) -> Owing:
    """Who owes this month, as the facts stand; `today` only hands an old debt to a successor."""
    end = last_day(month)
    status = next((row.status for row in facts.statuses if _holds(row, end)), "")
    if status == TownStatus.Status.CLOSED:
        return Owing(State.EXCUSED, Reason.CLOSED)
    if status == TownStatus.Status.PAUSED:
        return Owing(State.EXCUSED, Reason.PAUSED)
    if not any(tenure.starts_on <= end for tenure in facts.tenures):
        return Owing(State.EXCUSED, Reason.BEFORE_START)

    at_end = _answers_for(facts, end, away_until=due_on)
    if at_end.holder is None or _holds(at_end.holder, due_on):
        return _handed_on(facts, at_end, today=today)
    at_due = _answers_for(facts, due_on, away_until=due_on)
    if at_due.holder is not None and due_on >= today:
        return at_due
    return _handed_on(
        facts,
        at_due if at_due.holder else Owing(State.EXCUSED, Reason.VACANT),
        today=today,
    )


def _answers_for(facts: TownFacts, day: date, *, away_until: date) -> Owing:
    """Who answers for the post on a day: its holder, or the cover of an absent or missing one."""
    in_post = [tenure for tenure in facts.tenures if _holds(tenure, day)]
    holder = _latest(tenure for tenure in in_post if not tenure.covering)
    cover = _latest(tenure for tenure in in_post if tenure.covering)
    if holder is None:
        return Owing(State.OWED, holder=cover) if cover else Owing(State.EXCUSED, Reason.VACANT)
    away = any(
        absence.tenure_id == holder.pk and _holds(absence, day) and _holds(absence, away_until)
        for absence in facts.absences
    )
    if not away:
        return Owing(State.OWED, holder=holder)
    return Owing(State.OWED, holder=cover) if cover else Owing(State.EXCUSED, Reason.LEAVE)


def _handed_on(facts: TownFacts, answer: Owing, *, today: date) -> Owing:
    """A debt whose holder has left goes to whoever is in post; without one it stays."""
    if answer.holder is None or _holds(answer.holder, max(today, answer.holder.starts_on)):
        return answer
    now = _answers_for(facts, today, away_until=today)
    return now if now.holder else answer


def _holds(row: Tenure | Absence | TownStatus, day: date) -> bool:
    return row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)


def _latest(tenures: Iterable[Tenure]) -> Tenure | None:
    return max(tenures, key=lambda tenure: (tenure.starts_on, tenure.pk), default=None)
