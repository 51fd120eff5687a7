"""The work on digests that goes on in the background: a bounded piece at a time."""

from collections.abc import Iterator
from datetime import datetime
from time import monotonic
from typing import Protocol

from django.utils import timezone

from digests.actions.freezing import freeze_on
from digests.actions.gathering import begin_due, gather_on
from digests.actions.redacting import ToTake, redact, to_redact
from digests.actions.telling import tell_on
from digests.models import Digest
from digests.queries.recipients import tellings_open

SECONDS = 45.0  # of one run


class Step[Thing](Protocol):
    """One piece of work on something; nothing is left of it if it returns 0."""

    def __call__(self, thing: Thing, /, *, at: datetime) -> int: ...


def work_on(*, seconds: float = SECONDS) -> int:
    """Redact, gather, freeze and tell what waits, for so long at most; how many pieces were done.

    Each piece is one transaction, so that a run that dies has lost one piece at most, and the next
    goes on from there. A digest that fails does not keep the others waiting: its fault is raised
    when they had their turn.
    """
    done, faults, until = 0, [], monotonic() + seconds
    for job in _jobs():
        try:
            for _ in job:
                done += 1
                if monotonic() > until:
                    break
        except Exception as fault:  # noqa: BLE001 -- raised again below
            faults.append(fault)
        if done and monotonic() > until:
            break
    if faults:
        raise faults[0] if len(faults) == 1 else ExceptionGroup("Several digests failed", faults)
    return done


def begin() -> int:
    """Begin the digest of the quarter that ended last, unless it was; how many were begun."""
    return begin_due(at=timezone.now())


def _jobs() -> Iterator[Iterator[None]]:
    """All that waits; each yields after a piece as long as more of it may be left."""
    for number, taken in to_redact(at=timezone.now()).items():
        yield _redacting(number, taken)
    for digest in Digest.objects.filter(state=Digest.State.COLLECTING):
        yield _step_by_step(gather_on, digest)
    for digest in Digest.objects.filter(state=Digest.State.FREEZING):
        yield _step_by_step(freeze_on, digest)
    for telling in tellings_open():
        yield _step_by_step(tell_on, telling)


def _redacting(number: int, taken: ToTake) -> Iterator[None]:
    redact(number, taken, at=timezone.now())
    yield


def _step_by_step[Thing](step: Step[Thing], thing: Thing) -> Iterator[None]:
    while step(thing, at=timezone.now()):
        yield
