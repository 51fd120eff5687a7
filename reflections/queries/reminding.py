"""Which months are to be reminded of at a moment, of whom, and why not: for the outbox's plan.

Reads only, for any moment, also one to come.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from kit.dates import day_of, in_full, month_name
from kit.periods import month_of, shift
from outbox.planning import Due, Plan, Spared
from outbox.promises import Promise, key_of
from reflections.models import Obligation
from reflections.owing import TownFacts
from reflections.queries.settling import settled
from reflections.reminders import (
    MONTHS_LOOKED_BACK,
    Asked,
    Stage,
    Step,
    asked_on,
    excused,
    step_at,
    steps,
)
from towns.models import Tenure, Town

WORDS = {
    Stage.READY: "is ready to review",
    Stage.SOON: "is due on {due}",
    Stage.TODAY: "is due today, {due}",
    Stage.LATE_FIRST: "was due on {due}; this is the first letter that it is late",
    Stage.LATE_SECOND: "was due on {due}; this is the second letter that it is late, and the last",
}
NO_MORE = "two letters have gone; now a person asks"


@dataclass(frozen=True)
class Reminding:
    """One town's month as it stands at a moment: its stages, and who is asked for it."""

    row: Obligation
    steps: tuple[Step, ...]
    step: Step | None
    holder: Tenure | None
    asked: Asked

    @property
    def town(self) -> Town:
        """Its town."""
        return self.row.town

    @property
    def stands_in(self) -> bool:
        """Whether somebody else is asked than the one who owes it."""
        return self.asked.tenure is not None and self.asked.tenure != self.holder


def plan(at: datetime) -> Plan:
    """Who is to be reminded of which report at that moment, and who is spared: six statements."""
    found = remindings(at=at)
    return Plan(due=list(_due(found)), spared=list(_spared(found, at=at)))


def remindings(
    *, at: datetime, towns: QuerySet[Town] | None = None, since: date | None = None
) -> list[Reminding]:
    """The months of these towns (all, if none are named) that have a stage, or are owed still.

    `since` is the first month looked at, but for older ones that are owed. Six statements.
    """
    on = timezone.localdate(at)
    since = since or shift(month_of(on), -MONTHS_LOOKED_BACK)
    stored = Obligation.objects.filter(Q(month__gte=since) | Q(state=Obligation.State.OWED))
    found = settled(at=at, towns=towns, known=stored, since=since)
    return [
        _reminding(row, found.facts[row.town_id], found.holidays[row.town.council_id], at=at)
        for row in found.rows
    ]


def _reminding(
    row: Obligation, facts: TownFacts, holidays: set[date], *, at: datetime
) -> Reminding:
    stages = steps(
        row.month, due_on=day_of(row.due_at), programme=row.town.programme, holidays=holidays
    )
    holder = next((one for one in facts.tenures if one.pk == row.holder_id), None)
    return Reminding(
        row,
        tuple(stages),
        step_at(stages, at),
        holder,
        _asked(row, facts, holder, on=timezone.localdate(at)),
    )


def _asked(row: Obligation, facts: TownFacts, holder: Tenure | None, *, on: date) -> Asked:
    if row.state == Obligation.State.MET:
        is_nothing = row.met_with == Obligation.MetWith.NOTHING
        how = "signed as nothing this month on" if is_nothing else "handed in on"
        return Asked(None, f"{how} {in_full(day_of(row.met_at))}" if row.met_at else how)
    if holder is None:
        why = excused(facts, row.month, row.reason, due_on=day_of(row.due_at))
        return Asked(None, why)
    return asked_on(facts, holder, on)


def _due(found: Iterable[Reminding]) -> Iterator[Due]:
    for one in found:
        tenure, step = one.asked.tenure, one.step
        if tenure is None or step is None:
            continue
        month = f"{one.row.month:%Y-%m}"
        yield Due(
            Promise(
                kind=step.stage.kind,
                person=tenure.person_id,
                about=key_of(one.town),
                occasion=f"{month} {step.stage}",
                not_before=step.since,
                useful_until=step.until,
                facts={"month": month, "stage": str(step.stage)},
            ),
            _why(one, step),
            step.since,
        )


def _why(one: Reminding, step: Step) -> str:
    """The report of which town and month is where, and who stands in for whom."""
    said = WORDS[step.stage].format(due=in_full(day_of(one.row.due_at)))
    sentence = f"The report of {one.town.name} for {month_name(one.row.month)} {said}."
    if one.stands_in and one.asked.tenure and one.holder:
        stands_in, holder = one.asked.tenure.person.name, one.holder.person.name
        return f"{sentence} {stands_in} stands in for {holder}."
    return sentence


def _spared(found: Iterable[Reminding], *, at: datetime) -> Iterator[Spared]:
    for one in found:
        if one.step is not None and one.asked.tenure is None:
            yield Spared(
                one.step.stage.kind, _who(one), f"{month_name(one.row.month)}: {one.asked.why}"
            )
        elif one.row.state == Obligation.State.OWED and at >= one.steps[-1].until:
            why = f"{month_name(one.row.month)}: {NO_MORE}"
            yield Spared(Stage.LATE_SECOND.kind, _who(one), why)


def _who(one: Reminding) -> str:
    post = f"Project Lead in {one.town.name}"
    return f"{one.holder.person.name}, {post}" if one.holder else f"The {post}"
