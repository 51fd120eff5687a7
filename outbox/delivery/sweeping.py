"""Tidies up behind senders that died: leases that ran out, letters in doubt, letters too late."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from outbox.delivery import steps
from outbox.delivery.writing import TOO_LATE
from outbox.journal import Evidence, evidence
from outbox.kinds import Doubt, Kind, kind_of, kinds
from outbox.models import Letter, Notice

MOST_CRASHES = 3
JOURNAL_PATIENCE = timedelta(hours=2)
AT_ONCE = 200
DEADLY = "The program that sent it died with it three times."
NOBODY_KNOWS = "Nobody can say whether the mail server took it."
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
    """Letters past their use."""
    late = Letter.objects.filter(state=State.READY, useful_until__lte=at)
    held = _hold(late)
    if held is None:
        return 0
    return _end(held, State.EXPIRED, told=Notice.State.EXPIRED, reason=TOO_LATE.why, at=at)


@transaction.atomic
def _free(*, at: datetime) -> tuple[int, int]:
    """Letters whose sender died before their text left; after three deaths they stand aside."""
    left = Letter.objects.filter(state=State.LEASED, lease_until__lt=at)
    held = _hold(left)
    if held is None:
        return 0, 0
    held.update(state=State.READY, lease_token=None, lease_until=None, crashes=F("crashes") + 1)
    deadly = held.filter(crashes__gte=MOST_CRASHES)
    aside = _end(deadly, State.ASIDE, told=Notice.State.FAILED, reason=DEADLY, at=at)
    return held.filter(state=State.READY).count(), aside


def _hold(letters: QuerySet[Letter]) -> QuerySet[Letter] | None:
    """Some of them, held against another sweep; none if there are none."""
    free = letters.select_for_update(skip_locked=True).values_list("pk", flat=True)
    numbers = list(free[:AT_ONCE])
    return Letter.objects.filter(pk__in=numbers) if numbers else None


def _end(letters: QuerySet[Letter], state: str, *, told: str, reason: str, at: datetime) -> int:
    """End letters that nobody holds, and their notices; the words of secret ones are forgotten."""
    secret = [kind.name for kind in kinds() if kind.secret]
    letters.filter(notices__kind__in=secret).update(text="", html="")
    Notice.objects.filter(letter__in=letters, state=Notice.State.BUNDLED).update(
        state=told, reason=reason, settled_at=at
    )
    return letters.update(state=state, reason=reason)


@transaction.atomic
def _settle_doubts(*, at: datetime) -> Counter[str]:
    """Letters whose text was on its way when the line broke or the sender died."""
    grace = timedelta(seconds=settings.DELIVERY["grace_seconds"])
    doubtful = list(
        Letter.objects.filter(state=State.DATA_OPEN, lease_until__lt=at - grace)
        .select_for_update(skip_locked=True)
        .order_by("pk")[:AT_ONCE]
    )
    if not doubtful:
        return Counter()
    found = evidence({one.message_id for one in doubtful}, since=min(map(_opened, doubtful)))
    kinds_of = _kinds_of(doubtful)
    return Counter(
        _settle_doubt(letter, kinds_of[letter.pk], found, grace=grace, at=at) for letter in doubtful
    )


def _opened(letter: Letter) -> datetime:
    """When its text was about to leave."""
    return letter.data_opened_at or letter.promised_at


def _kinds_of(letters: Sequence[Letter]) -> dict[int, list[Kind]]:
    found: defaultdict[int, list[Kind]] = defaultdict(list)
    rows = Notice.objects.filter(letter__in=letters, state=Notice.State.BUNDLED)
    for letter, name in rows.values_list("letter", "kind"):
        if letter is not None and (kind := kind_of(name)):
            found[letter].append(kind)
    return found


def _settle_doubt(
    letter: Letter, told: Sequence[Kind], found: Evidence | None, *, grace: timedelta, at: datetime
) -> str:
    """By the journal if it tells; by the kind's policy if nobody can tell. Says what it did."""
    is_secret = any(kind.secret for kind in told)
    if found and letter.message_id in found.accepted:
        moment = found.accepted[letter.message_id]
        steps.settle(letter, State.ACCEPTED, at=moment, empty=is_secret)
        return "found_accepted"
    if found and found.complete_until and found.complete_until > _opened(letter) + grace:
        steps.settle(letter, State.READY, at=at)
        return "found_refused"
    if found and at - _opened(letter) < JOURNAL_PATIENCE:
        return "still_in_doubt"
    policy = min((kind.doubt for kind in told), key=ORDER.index, default=Doubt.ASK)
    if policy == Doubt.RESEND and letter.attempts + 1 < steps.MOST_ATTEMPTS:
        steps.settle(letter, State.READY, at=at, counts=True)
        return "sent_again"
    state = State.FAILED if policy == Doubt.NEVER else State.ASIDE
    steps.settle(letter, state, at=at, reason=NOBODY_KNOWS, empty=is_secret)
    return "given_up"
