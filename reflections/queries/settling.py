"""Who owes which month as the facts stand at a moment. Computed here; an action stores it.

It answers for a day to come as well: then as storing would make it, with nothing written.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import cast

from django.db.models import QuerySet
from django.utils import timezone

from kit.periods import months_between, shift
from reflections.models import Obligation
from reflections.owing import Owing, TownFacts, owing
from towns.models import Absence, Holiday, Programme, Role, Tenure, Town, TownStatus
from towns.working_days import nth_working_day


@dataclass(frozen=True)
class Settled:
    """Months of some towns at a moment, and the facts of which they follow.

    `rows` are all of them, as they ought to stand; `made` and `changed` are those that are not
    stored so yet. Each row has its town loaded. `holidays` are by council.
    """

    rows: list[Obligation]
    made: list[Obligation]
    changed: list[Obligation]
    facts: Mapping[int, TownFacts]
    holidays: Mapping[int, set[date]]


def settled(
    *,
    at: datetime,
    towns: QuerySet[Town] | None = None,
    known: QuerySet[Obligation] | None = None,
    since: date | None = None,
) -> Settled:
    """Every month so far of these towns (all, if none are named): six statements.

    Met months and all due dates stay as they are stored. `known` is where stored months are read
    from, which a caller may lock. With `since`, no month before it is opened.
    """
    today = timezone.localdate(at)
    named = towns if towns is not None else Town.objects.all()
    chosen = list(named.select_related("programme").order_by("pk"))
    facts, holidays = _facts_of(chosen), _holidays_of(chosen)
    stored = known if known is not None else Obligation.objects.all()
    rows = {(row.town_id, row.month): row for row in stored.filter(town__in=chosen)}
    found = Settled([], [], [], facts, holidays)
    for town in chosen:
        for month in _months_of(town, facts[town.pk], today=today):
            row = rows.get((town.pk, month))
            if row is None:
                if since and month < since:
                    continue
                row = _opened(town, month, holidays[town.council_id])
            row.town = town
            found.rows.append(row)
            if row.state != Obligation.State.MET and _settle(row, facts[town.pk], today=today):
                (found.changed if row.pk else found.made).append(row)
    return found


def due_of(programme: Programme, month: date, holidays: set[date]) -> tuple[datetime, datetime]:
    """When a month's report is due, and until when it counts as on time (London wall time)."""
    due_on = nth_working_day(shift(month, 1), programme.report_due_working_day, holidays=holidays)
    zone = timezone.get_default_timezone()
    return (
        datetime.combine(due_on, time(23, 59), zone),
        datetime.combine(due_on + timedelta(days=1), programme.report_grace_until, zone),
    )


def _months_of(town: Town, facts: TownFacts, *, today: date) -> Iterable[date]:
    """The town's months of the programme so far, the present one included."""
    beginnings = [status.starts_on for status in facts.statuses]
    first = max(town.programme.starts_on, min(beginnings, default=town.programme.starts_on))
    last = min(today, town.programme.ends_on or today)
    return months_between(first, last)


def _opened(town: Town, month: date, holidays: set[date]) -> Obligation:
    """A month's new row, with its due date in the town's working days as they stand now."""
    due_at, grace_until = due_of(town.programme, month, holidays)
    return Obligation(town=town, month=month, due_at=due_at, grace_until=grace_until)


def _settle(row: Obligation, facts: TownFacts, *, today: date) -> bool:
    """Put into the row who owes it; says whether anything is new."""
    due_on = timezone.localdate(row.due_at)
    answer: Owing = owing(facts, row.month, due_on=due_on, today=today)
    holder_id = answer.holder.pk if answer.holder else None
    if row.pk and (row.state, row.reason, row.holder_id) == (
        answer.state,
        answer.reason,
        holder_id,
    ):
        return False
    row.state, row.reason, row.holder = answer.state, answer.reason, answer.holder
    return True


def _facts_of(towns: list[Town]) -> dict[int, TownFacts]:
    """Each town's lead tenures, absences and periods, in three statements however many towns."""
    tenures: defaultdict[int, list[Tenure]] = defaultdict(list)
    absences: defaultdict[int, list[Absence]] = defaultdict(list)
    statuses: defaultdict[int, list[TownStatus]] = defaultdict(list)
    lead = Tenure.objects.of_role(Role.PROJECT_LEAD).filter(town__in=towns)
    for tenure in lead.select_related("person"):
        tenures[cast("int", tenure.town_id)].append(tenure)
    for absence in Absence.objects.filter(tenure__in=lead).select_related("tenure"):
        absences[cast("int", absence.tenure.town_id)].append(absence)
    for status in TownStatus.objects.filter(town__in=towns):
        statuses[status.town_id].append(status)
    return {
        town.pk: TownFacts(tenures[town.pk], absences[town.pk], statuses[town.pk]) for town in towns
    }


def _holidays_of(towns: list[Town]) -> defaultdict[int, set[date]]:
    """Each council's closed days."""
    days: defaultdict[int, set[date]] = defaultdict(set)
    councils = {town.council_id for town in towns}
    for council, on in Holiday.objects.filter(council__in=councils).values_list("council", "on"):
        days[council].add(on)
    return days
