"""The work on digests that goes on in the background: a bounded piece at a time."""

from collections.abc import Iterator
from time import monotonic

from django.utils import timezone

from digests.actions.correcting import redact_unagreed
from digests.actions.freezing import freeze_on
from digests.actions.gathering import begin_due, gather_on
from digests.actions.telling import tell_on
from digests.models import Digest
from digests.queries.recipients import tellings_open

SECONDS = 45.0  # of one run


def work_on(*, seconds: float = SECONDS) -> int:
    """Gather, freeze and tell what waits, for so long at most; how many pieces were done.

    Each piece is one transaction, so that a run that dies has lost one piece at most, and the next
    goes on from there.
    """
    done, until = redact_unagreed(at=timezone.now()), monotonic() + seconds
    for _ in _pieces():
        done += 1
        if monotonic() > until:
            break
    return done


def begin() -> int:
    """Begin the digest of the quarter that ended last, unless it was; how many were begun."""
    return begin_due(at=timezone.now())


def _pieces() -> Iterator[None]:
    """Does one piece of work before each yield, until nothing waits."""
    for digest in Digest.objects.filter(state=Digest.State.COLLECTING):
        while gather_on(digest, at=timezone.now()):
            yield
    for digest in Digest.objects.filter(state=Digest.State.FREEZING):
        while freeze_on(digest, at=timezone.now()):
            yield
    for telling in tellings_open():
        while tell_on(telling, at=timezone.now()):
            yield
