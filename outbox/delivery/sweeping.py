"""Tidies up behind senders that died: leases that ran out, letters in doubt, letters too late."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from outbox.delivery import steps
from outbox.delivery.writing import Draft, drafts_of
from outbox.journal import Evidence, evidence
from outbox.kinds import Doubt
from outbox.models import Letter, Notice

MOST_CRASHES = 3
MOST_ATTEMPTS = 12
JOURNAL_PATIENCE = timedelta(hours=2)
AT_ONCE = 200
State = Letter.State
ORDER = (Doubt.NEVER, Doubt.ASK, Doubt.RESEND)  # the strictest first


def sweep(*, at: datetime) -> Counter[str]:
    """End what is too late, free what a dead sender held, settle what is in doubt.

    Safe to repeat, and to run twice at once. Returns how many letters went which way.
    """
    figures: Counter[str] = Counter()
    figures["expired"] = _expire(at=at)
    figures["freed"], figures["set_aside"] = _free(at=at)
    figures.update(_settle_doubts(at=at))
    return figures


@transaction.atomic
def _expire(*, at: datetime) -> int:
    """Letters past their use; the words of secret ones are forgotten."""
    late = Letter.objects.filter(state=State.READY, useful_until__lte=at)
    numbers = list(late.select_for_update(skip_locked=True).values_list("pk", flat=True)[:AT_ONCE])
    reason = "It was too late to be of use."
    Notice.objects.filter(letter__in=numbers, state=Notice.State.BUNDLED).update(
        state=Notice.State.EXPIRED, reason=reason, settled_at=at
    )
    Letter.objects.filter(pk__in=numbers, is_composed=False).update(text="", html="")
    return Letter.objects.filter(pk__in=numbers).update(state=State.EXPIRED, reason=reason)


@transaction.atomic
def _free(*, at: datetime) -> tuple[int, int]:
    """Letters whose sender died before their text left; after three deaths they stand aside."""
    left = Letter.objects.filter(state=State.LEASED, lease_until__lt=at)
    numbers = list(left.select_for_update(skip_locked=True).values_list("pk", flat=True)[:AT_ONCE])
    gone = {"lease_token": None, "lease_until": None, "crashes": F("crashes") + 1}
    held = Letter.objects.filter(pk__in=numbers)
    deadly = held.filter(crashes__gte=MOST_CRASHES - 1)
    reason = "The program that sent it died with it three times."
    Notice.objects.filter(letter__in=deadly.values("pk"), state=Notice.State.BUNDLED).update(
        state=Notice.State.FAILED, reason=reason, settled_at=at
    )
    aside = deadly.update(state=State.ASIDE, reason=reason, **gone)
    return held.filter(state=State.LEASED).update(state=State.READY, **gone), aside


@transaction.atomic
def _settle_doubts(*, at: datetime) -> Counter[str]:
    """Letters whose text was on its way when the line broke or the sender died."""
    grace = timedelta(seconds=settings.DELIVERY["grace_seconds"])
    doubtful = list(
        Letter.objects.filter(state=State.DATA_OPEN, lease_until__lt=at - grace)
        .select_for_update(skip_locked=True)
        .order_by("pk")[:AT_ONCE]
    )
    figures: Counter[str] = Counter()
    if not doubtful:
        return figures
    found = evidence({letter.message_id for letter in doubtful}, since=min(_opened(doubtful)))
    for draft in drafts_of(doubtful, at=at):
        figures[_settle_doubt(draft, found, grace=grace, at=at)] += 1
    return figures


def _opened(letters: Sequence[Letter]) -> list[datetime]:
    return [letter.data_opened_at for letter in letters if letter.data_opened_at is not None]


def _settle_doubt(draft: Draft, found: Evidence | None, *, grace: timedelta, at: datetime) -> str:
    """By the journal if it tells; by the kind's policy if nobody can tell. Says what it did."""
    letter = draft.letter
    opened_at = letter.data_opened_at or at
    if found and letter.message_id in found.accepted:
        steps.settle(
            letter,
            State.ACCEPTED,
            at=found.accepted[letter.message_id],
            day=timezone.localdate(found.accepted[letter.message_id]),
            empty=draft.is_secret,
        )
        return "found_accepted"
    if found and found.complete_until and found.complete_until > opened_at + grace:
        steps.settle(letter, State.READY, at=at)
        return "found_refused"
    if found and at - opened_at < JOURNAL_PATIENCE:
        return "still_in_doubt"
    return _by_policy(draft, at=at)


def _by_policy(draft: Draft, *, at: datetime) -> str:
    policy = min((kind.doubt for kind in draft.kinds), key=ORDER.index, default=Doubt.ASK)
    if policy == Doubt.RESEND and draft.letter.attempts < MOST_ATTEMPTS:
        steps.settle(draft.letter, State.READY, at=at, counts=True)
        return "sent_again"
    reason = "Nobody can say whether the mail server took it."
    state = State.FAILED if policy == Doubt.NEVER else State.ASIDE
    steps.settle(draft.letter, state, at=at, reason=reason, empty=draft.is_secret)
    return "given_up"
