"""What must be true of the outbox at any moment: asked after every test, and by who watches."""

from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from outbox.kinds import kinds
from outbox.models import Attempt, Letter, Notice

LEFT_ALONE = timedelta(minutes=10)  # a lease this long over was never swept up
_ACCEPTED = Q(phase="dot", code__range=(200, 299))


def broken(*, at: datetime) -> list[str]:
    """Which of them do not hold, and how often; empty if all do. One statement for each."""
    secret = [kind.name for kind in kinds() if kind.secret]
    letters, ended = Letter.objects, Letter.objects.exclude(state__in=Letter.OPEN)
    told = Notice.objects.filter(state=Notice.State.TOLD)
    taken = Attempt.objects.filter(_ACCEPTED)
    found: dict[str, QuerySet[Letter] | QuerySet[Notice] | QuerySet[Attempt]] = {
        "told by a letter that was not accepted": told.exclude(letter__state=Letter.State.ACCEPTED),
        "ended with a notice that is not": ended.filter(notices__state=Notice.State.BUNDLED),
        "accepted without having been opened": letters.filter(
            state=Letter.State.ACCEPTED, data_opened_at=None
        ),
        "taken by the mail server, and not accepted": taken.exclude(
            letter__state=Letter.State.ACCEPTED
        ),
        "taken by the mail server twice": letters.annotate(
            times=Count("tries", filter=Q(tries__phase="dot", tries__code__range=(200, 299)))
        ).filter(times__gt=1),
        "held by a sender long gone": letters.filter(
            state=Letter.State.LEASED, lease_until__lt=at - LEFT_ALONE
        ),
        "ended with the words of a secret": ended.filter(notices__kind__in=secret).exclude(text=""),
    }
    counts = {what: rows.count() for what, rows in found.items()}
    return [f"{count} {what}" for what, count in counts.items() if count]
