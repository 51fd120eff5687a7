"""Who owes which month: computed from tenures, absences and periods, stored with the reason."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import cast

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kit.periods import month_of, months_between, shift
from reflections.models import Obligation, Report
from reflections.owing import Owing, TownFacts, owing
from towns.models import Absence, Holiday, Programme, Role, Tenure, Town, TownStatus
from towns.working_days import nth_working_day


@transaction.atomic
def settle_obligations(*, at: datetime, towns: QuerySet[Town] | None = None) -> int:
    """Open every month so far of these towns (all, if none are named) and say who owes it.

    Makes what is missing, corrects what is not met yet, and leaves met months and all due dates
    alone: safe to repeat at any time. Called by the timetable and after every deed that changes
    tenures, absences or periods; it grants nothing and tells nobody, so it asks no permission.
    Returns how many rows it made or changed.
    """
    today = timezone.localdate(at)
    chosen = list((towns if towns is not None else Town.objects.all()).select_related("programme"))
    facts = _facts_of(chosen)
    holidays = _holidays_of(chosen)
    known = _known_of(chosen)

    made: list[Obligation] = []
    changed: list[Obligation] = []
    for town in chosen:
        for month in _months_of(town, facts[town.pk], today=today):
            row = known.get((town.pk, month)) or _opened(town, month, holidays[town.council_id])
            if row.state == Obligation.State.MET:
                continue
            answer = owing(
                facts[town.pk],
                month,
                due_on=timezone.localdate(row.due_at),
                today=today,
            )
            if _apply(row, answer):
                (changed if row.pk else made).append(row)
    Obligation.objects.bulk_create(made, ignore_conflicts=True)
    Obligation.objects.bulk_update(changed, ["state", "reason", "holder", "changed_at"])
    Report.objects.bulk_create(
        [Report(town_id=row.town_id, month=row.month) for row in made],
        ignore_conflicts=True,
    )
    return len(made) + len(changed)


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


def due_of(programme: Programme, month: date, holidays: set[date]) -> tuple[datetime, datetime]:
    """When a month's report is due, and until when it counts as on time (London wall time)."""
    due_on = nth_working_day(shift(month, 1), programme.report_due_working_day, holidays=holidays)
    zone = timezone.get_default_timezone()
    return (
        datetime.combine(due_on, time(23, 59), zone),
        datetime.combine(due_on + timedelta(days=1), programme.report_grace_until, zone),
    )


def _apply(row: Obligation, answer: Owing) -> bool:
    """Write the answer into the row; says whether anything is new."""
    holder_id = answer.holder.pk if answer.holder else None
    if row.pk and (row.state, row.reason, row.holder_id) == (
        answer.state,
        answer.reason,
        holder_id,
    ):
        return False
    row.state, row.reason, row.holder = answer.state, answer.reason, answer.holder
    row.changed_at = timezone.now()
    return True


def _facts_of(towns: list[Town]) -> dict[int, TownFacts]:
    """Each town's lead tenures, absences and periods, in three statements however many towns."""
    tenures: defaultdict[int, list[Tenure]] = defaultdict(list)
    absences: defaultdict[int, list[Absence]] = defaultdict(list)
    statuses: defaultdict[int, list[TownStatus]] = defaultdict(list)
    lead = Tenure.objects.of_role(Role.PROJECT_LEAD).filter(town__in=towns)
    for tenure in lead:
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


def _known_of(towns: list[Town]) -> dict[tuple[int, date], Obligation]:
    """The rows that are there, locked against another run."""
    rows = Obligation.objects.select_for_update().filter(town__in=towns)
    return {(row.town_id, month_of(row.month)): row for row in rows}


def let_go(tenure: Tenure, *, at: datetime) -> None:
    """Take a tenure that is about to be taken back off the months that it holds.

    To be followed by `settle_obligations`, which says who owes them instead.
    """
    held = Obligation.objects.filter(holder=tenure)
    held.filter(state=Obligation.State.MET).update(holder=None, changed_at=at)
    held.exclude(state=Obligation.State.MET).update(
        state=Obligation.State.EXCUSED, reason=Obligation.Reason.VACANT, holder=None, changed_at=at
    )
