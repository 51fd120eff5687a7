"""Several lines to the mail server at once within one process, where many letters wait.

While one line waits for the mail server or the database, another writes its next letter. Each has a
thread and a connection of its own, and claims for itself, as another process would.

A letter with which a sender died is sent while no other line is open: it may end the process again,
with all that is on its way there.
"""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from django.conf import settings
from django.db import connection
from django.utils import timezone

from outbox.delivery.sending import Shares, deliver
from outbox.delivery.steps import BATCH
from outbox.kinds import Lane
from outbox.models import Letter

URGENT: Shares = [(Lane.URGENT, False), (Lane.URGENT, True)]
HARMLESS: Shares = [(lane, False) for lane in Lane]


def deliver_by_lines(*, seconds: float) -> Counter[str]:
    """Do what `deliver` does over as many lines as are set, if there is more than a batch to send.

    Returns how many letters ended in which state.
    """
    more = settings.MAIL_LINES - 1 if _are_many() else 0
    if more < 1:
        return deliver(seconds=seconds)
    until = time.monotonic() + seconds
    figures = deliver(seconds=seconds, shares=URGENT)
    with ThreadPoolExecutor(more, thread_name_prefix="line") as threads:
        others = [threads.submit(copy_context().run, _beside, until) for _ in range(more)]
        figures.update(deliver(seconds=until - time.monotonic(), shares=HARMLESS))
    for one in others:
        figures.update(one.result())
    figures.update(deliver(seconds=until - time.monotonic()))
    return figures


def _beside(until: float) -> Counter[str]:
    try:
        return deliver(seconds=until - time.monotonic(), shares=HARMLESS)
    finally:
        connection.close()  # this thread's own


def _are_many() -> bool:
    due = Letter.objects.filter(state=Letter.State.READY, not_before__lte=timezone.now())
    return due.values_list("pk")[BATCH : BATCH + 1].exists()
