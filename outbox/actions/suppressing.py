"""Addresses that cannot be reached: noted from what mail servers say, lifted by a person."""

import re
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q

from outbox.models import Attempt, Letter, MailReport, Suppression

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
    if NO_SUCH_ADDRESS.search(reply) or _refusals(letter.to, at=at) >= REFUSALS:
        suppress(letter.to, reason=Suppression.Reason.BOUNCE, evidence=f"{code} {reply}", at=at)


def note_bounce(report: MailReport) -> None:
    """A letter to an address came back for good: suppress it, by the same rule as a refusal.

    Nothing follows if somebody has lifted a suppression since: they know better.
    """
    email, at = report.email, report.received_at
    if Suppression.objects.filter(email=email, lifted_at__gte=at).exists():
        return
    if NO_SUCH_ADDRESS.search(report.reply) or _refusals(email, at=at) >= REFUSALS:
        suppress(email, reason=Suppression.Reason.BOUNCE, evidence=report.reply, at=at)


def _refusals(email: str, *, at: datetime) -> int:
    """How many letters to an address were refused or came back for good, a week around a moment.

    Before and after, because reports come in any order; not before somebody last mended it.
    """
    email = email.lower()
    mended = Suppression.objects.filter(email=email, lifted_at__lt=at)
    lifted = mended.aggregate(last=Max("lifted_at"))["last"]
    since = max(at - WITHIN, lifted) if lifted else at - WITHIN
    refused = Attempt.objects.filter(
        letter__to__iexact=email, phase="rcpt", code__gte=500, at__gt=since, at__lt=at + WITHIN
    )
    came_back = MailReport.objects.filter(
        email=email,
        what=MailReport.What.HARD,
        settled_at__isnull=False,
        received_at__gt=since,
        received_at__lt=at + WITHIN,
    ).filter(Q(letter__to__iexact=email) | Q(letter=None))
    letters: set[object] = set(refused.values_list("letter__key", flat=True))
    letters.update(report.letter_key or report.message_id or report.pk for report in came_back)
    return len(letters)
