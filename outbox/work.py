"""The three ticks of delivery, for Celery and for `manage.py deliver` alike.

Each may run at any time, any number of times, in any number of processes at once.
"""

from collections import Counter

from django.utils import timezone

from outbox import fence
from outbox.actions.bundling import bundle
from outbox.actions.planning import AHEAD, plan
from outbox.actions.reporting import settle_reports
from outbox.actions.running import run
from outbox.delivery.lines import deliver_by_lines
from outbox.delivery.sweeping import sweep
from outbox.models import Run

SECONDS_OF_A_RUN = 45.0


def plan_now() -> int:
    """Promise what is due now; returns how many notices are new."""
    return plan(at=timezone.now())


def plan_unless_planned() -> int:
    """Promise what is due if nobody has for a while: after a standstill, before letters leave.

    Else the letter of the day would carry only what was promised before. Returns what `plan_now`
    does.
    """
    lately = timezone.now() - AHEAD
    if Run.objects.filter(job__startswith="plan ", began_at__gt=lately).exists():
        return 0
    return plan_now()


def deliver_now(*, seconds: float = SECONDS_OF_A_RUN) -> int:
    """Bundle what is due and send it; returns how many letters were accepted.

    Where no letter may leave, notices stay without one, as they were: arming looks at each.
    """
    if fence.may_leave(at=timezone.now()):
        run("bundle", bundle, at=timezone.now())
    return run("deliver", _accepted, seconds=seconds)


def sweep_now() -> int:
    """Tidy up behind senders that died, and settle what was reported of letters since.

    Returns how many letters were touched by the first.
    """
    touched = run("sweep", _swept)
    run("reports", settle_reports, at=timezone.now())
    return touched


def _accepted(*, seconds: float) -> int:
    return deliver_by_lines(seconds=seconds)["accepted"]


def _swept() -> int:
    figures: Counter[str] = sweep(at=timezone.now())
    return figures.total()
