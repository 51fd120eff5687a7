"""Addresses that cannot be reached: noted from what mail servers say, lifted by a person."""

import re
from datetime import datetime, timedelta

from django.db import transaction

from outbox.models import Attempt, Letter, Suppression

NO_SUCH_ADDRESS = re.compile(r"\b5\.1\.(?:0|1|2|3|6|10)\b")
REFUSALS = 2  # of an address, within these days, when the server does not say why
WITHIN = timedelta(days=7)


@transaction.atomic
def suppress(email: str, *, reason: str, evidence: str, at: datetime) -> Suppression:
    """Send no more letters to an address. Repeating it changes nothing."""
    found, _ = Suppression.objects.get_or_create(
        email=email.strip().lower(),
        lifted_at=None,
        defaults={"reason": reason, "evidence": evidence[:500], "since": at},
    )
    return found


def lift(suppression: Suppression, *, by: int, at: datetime) -> None:
    """Send letters to an address again: somebody has mended it. Twice is once."""
    Suppression.objects.filter(pk=suppression.pk, lifted_at=None).update(lifted_at=at, lifted_by=by)


def note_refusal(letter: Letter, *, code: int, reply: str, at: datetime) -> None:
    """A reader's address was refused for good: suppress it, if it is the address that is wrong.

    One answer that names the address is enough; others must come twice in a week.
    """
    refused = Attempt.objects.filter(
        letter__to=letter.to, phase="rcpt", code__gte=500, at__gt=at - WITHIN
    )
    if NO_SUCH_ADDRESS.search(reply) or refused.count() >= REFUSALS:
        suppress(letter.to, reason=Suppression.Reason.BOUNCE, evidence=f"{code} {reply}", at=at)
