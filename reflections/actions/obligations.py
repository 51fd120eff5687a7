"""Who owes which month: computed from tenures, absences and periods, stored with the reason."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from reflections.models import Obligation, Report
from reflections.queries.settling import settled
from towns.models import Tenure, Town

AT_ONCE = 500  # rows of one statement, lest it run into the limit of time when all begins


@transaction.atomic
def settle_obligations(*, at: datetime, towns: QuerySet[Town] | None = None) -> int:
    """Open every month so far of these towns (all, if none are named) and say who owes it.

    Makes what is missing, corrects what is not met yet, and leaves met months and all due dates
    alone: safe to repeat at any time. Called by the timetable and after every deed that changes
    tenures, absences or periods; it grants nothing and tells nobody, so it asks no permission.
    Returns how many rows it made or changed.
    """
    found = settled(at=at, towns=towns, known=Obligation.objects.select_for_update())
    for row in found.changed:
        row.changed_at = timezone.now()
    reports = [Report(town_id=row.town_id, month=row.month) for row in found.made]
    columns = ["state", "reason", "holder", "changed_at"]
    Obligation.objects.bulk_create(found.made, ignore_conflicts=True, batch_size=AT_ONCE)
    Obligation.objects.bulk_update(found.changed, columns, batch_size=AT_ONCE)
    Report.objects.bulk_create(reports, ignore_conflicts=True, batch_size=AT_ONCE)
    return len(found.made) + len(found.changed)


def let_go(tenure: Tenure, *, at: datetime) -> None:
    """Take a tenure that is about to be taken back off the months that it holds.

    To be followed by `settle_obligations`, which says who owes them instead.
    """
    held = Obligation.objects.filter(holder=tenure)
    held.filter(state=Obligation.State.MET).update(holder=None, changed_at=at)
    held.exclude(state=Obligation.State.MET).update(
        state=Obligation.State.EXCUSED, reason=Obligation.Reason.VACANT, holder=None, changed_at=at
    )
