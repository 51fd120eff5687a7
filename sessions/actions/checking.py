"""Files are checked before anybody is given them; what is not needed any more is deleted."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

import audit.actions
from kit.kept_files import forget, keys_before, path_of, sweep_incoming
from kit.scanning import CouldNotLook, scan
from sessions.models import Resource

MOST_AT_ONCE = 20  # files
LEASE = timedelta(minutes=5)  # longer than both checks of a file may take
LONGEST_PAUSE = timedelta(hours=1)
REMOVED_FOR = timedelta(days=30)  # so long what was taken away can be brought back from a backup
ORPHAN_AFTER = timedelta(days=1)
MOST_TRIES = 30_000  # what the column holds
Scan = Resource.Scan

logger = logging.getLogger(__name__)


def check_files(*, at: datetime) -> int:
    """Check the files that wait, the first come first; how many verdicts there were.

    May run many times at once: a file is taken by one for some minutes, and by the next one after
    that if no verdict came.
    """
    settled = 0
    for _ in range(MOST_AT_ONCE):
        taken = _take(at=at)
        if taken is None:
            break
        try:
            refusal = scan(path_of(taken.file_key), taken.file_sort, command=settings.SCAN_COMMAND)
        except CouldNotLook as fault:
            logger.warning("File %s was not checked: %s", taken.key, fault)
            continue
        settled += _settle(taken, refusal, at=at)
    return settled


def sweep_files(*, at: datetime) -> int:
    """Delete files of what was taken away long ago, and those that no row knows; how many."""
    swept = sweep_incoming(at - ORPHAN_AFTER)
    gone = Resource.objects.filter(removed_at__lt=at - REMOVED_FOR).exclude(file_key="")
    for resource in gone:
        forget(resource.file_key)
        Resource.objects.filter(pk=resource.pk).update(file_key="")
        swept += 1
    known = set(Resource.objects.exclude(file_key="").values_list("file_key", flat=True))
    for key in keys_before(at - ORPHAN_AFTER):
        if key not in known:
            forget(key)
            swept += 1
    return swept


@transaction.atomic
def _take(*, at: datetime) -> Resource | None:
    """The next file that waits; nobody else takes it for a while, longer after each vain try."""
    due = Resource.objects.standing().filter(scan=Scan.WAITING, scan_due_at__lte=at)
    found = due.select_for_update(skip_locked=True).order_by("scan_due_at", "pk").first()
    if found is not None:
        found.scan_due_at = at + max(LEASE, min(LONGEST_PAUSE, LEASE * found.scan_tries))
        found.scan_tries = min(found.scan_tries + 1, MOST_TRIES)
        found.save()
    return found


@transaction.atomic
def _settle(taken: Resource, refusal: str, *, at: datetime) -> int:
    """Keep a verdict, unless another came first; a refused file is deleted."""
    waiting = Resource.objects.select_for_update().filter(Q(scan=Scan.WAITING), pk=taken.pk)
    found = waiting.first()
    if found is None:
        return 0
    key = found.file_key
    found.scan = Scan.REFUSED if refusal else Scan.CLEAN
    found.scanned_at, found.scan_due_at, found.refusal = at, None, refusal
    if refusal:
        found.file_key = ""
        transaction.on_commit(lambda: forget(key))
    found.save()
    audit.actions.record(f"resource.{found.scan}", about=found, by=None, at=at)
    return 1
