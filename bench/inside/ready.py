"""Some of the very letters that will leave, written before the clock runs."""

import time
from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils import timezone

from outbox.delivery.mime import raw_letter
from outbox.delivery.writing import drafts_of, written
from outbox.models import Letter


def ready_made(letters: QuerySet[Letter]) -> tuple[Sequence[bytes], float]:
    """These letters as bytes, and the seconds that each took."""
    drafts = drafts_of(list(letters), at=timezone.now())
    since = time.perf_counter()
    raw = [
        raw_letter(
            draft.letter,
            written(draft),
            recipient=draft.recipient,
            standing=draft.standing,
            takes_8bit=True,
        )
        for draft in drafts
        if draft.recipient
    ]
    return raw, (time.perf_counter() - since) / len(raw)
