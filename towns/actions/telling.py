"""Letters about a post that are promised with the deed that makes them due."""

from datetime import datetime

from outbox.actions.promising import promise_all
from towns.letters import begun, handover
from towns.models import Tenure


def tell_of(tenure: Tenure, *, at: datetime) -> None:
    """Promise what the timetable would promise a few minutes later: a post begun, a handover.

    What is not due yet, or cannot reach anybody yet, is left to the timetable.
    """
    rows = Tenure.objects.filter(pk=tenure.pk)
    plans = (begun.plan(rows, at=at), handover.plan(rows, at=at))
    promise_all([due.promise for plan in plans for due in plan.due], at=at)
