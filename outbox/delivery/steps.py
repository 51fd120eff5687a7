"""The three steps of a letter, each one statement and one commit: claim, open, settle.

In SQL, because each is a compare-and-set over several tables that must be true at one moment. A
letter that another sender has taken over since is never touched: every step names the token of the
lease under which it acts.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import LiteralString

import psycopg
from django.conf import settings
from django.db import connection
from django.utils import timezone
from psycopg.types.string import StrDumper

from outbox.delivery.smtp import Answer
from outbox.kinds import Calendar
from outbox.models import Letter
from outbox.models.letters import LONGEST_REPLY

BATCH = 50  # letters claimed at once
MOST_ATTEMPTS = 12

_NOT_PAUSED: LiteralString = """NOT EXISTS (
    SELECT FROM outbox_pause AS pause
    WHERE pause.ended_at IS NULL AND (pause.lane IS NULL OR pause.lane = letter.lane))"""

_WAITED_LONGEST: LiteralString = "not_before, id"
_KILLED_LEAST: LiteralString = "crashes, not_before, id"
_CLAIM: LiteralString = f"""
WITH due AS (
    SELECT id FROM outbox_letter AS letter
    WHERE state = 'ready' AND not_before <= %(at)s AND lane = %(lane)s
        AND (useful_until IS NULL OR useful_until > %(at)s)
        AND (crashes > 0) = %(alone)s AND {_NOT_PAUSED}
    ORDER BY {{order}} LIMIT %(most)s
    FOR UPDATE SKIP LOCKED)
UPDATE outbox_letter AS letter
SET state = 'leased', lease_token = %(token)s, lease_until = %(until)s
FROM due WHERE letter.id = due.id
RETURNING letter.*"""  # noqa: S608 -- made of constants

_OPEN: LiteralString = f"""
UPDATE outbox_letter AS letter
SET state = 'data_open', data_opened_at = %(at)s, lease_until = %(until)s, "to" = %(to)s,
    subject = %(subject)s, text = %(text)s, footer = %(footer)s, written_at = %(written_at)s
WHERE id = %(id)s AND lease_token = %(token)s AND state = 'leased' AND lease_until > %(at)s
    AND (useful_until IS NULL OR useful_until > %(at)s) AND {_NOT_PAUSED}
    AND NOT EXISTS (
        SELECT FROM outbox_suppression
        WHERE lifted_at IS NULL AND email = lower(%(to)s))"""  # noqa: S608 -- made of constants

_SETTLE: LiteralString = """
WITH settled AS (
    UPDATE outbox_letter
    SET state = %(state)s, reason = %(reason)s, lease_token = NULL, lease_until = NULL,
        not_before = coalesce(%(not_before)s, not_before), attempts = attempts + %(counts)s,
        "to" = coalesce(nullif(%(to)s, ''), "to"),
        accepted_at = CASE WHEN %(state)s = 'accepted' THEN %(at)s END,
        day = CASE WHEN is_routine AND %(state)s = 'accepted' THEN %(day)s::date ELSE day END,
        text = CASE WHEN %(empty)s THEN '' ELSE text END,
        html = CASE WHEN %(empty)s THEN '' ELSE html END
    WHERE id = %(id)s AND lease_token = %(token)s
    RETURNING id
), noted AS (
    INSERT INTO outbox_attempt (letter_id, at, phase, code, reply)
    SELECT id, %(at)s, %(phase)s, nullif(%(code)s, 0), %(reply)s FROM settled
    WHERE %(phase)s <> ''
)
UPDATE outbox_notice
SET state = %(notices)s, settled_at = %(at)s,
    reason = CASE WHEN %(notices)s = 'told' THEN '' ELSE left(%(reason)s, 300) END
WHERE letter_id IN (SELECT id FROM settled) AND state = 'bundled' AND %(notices)s <> ''"""

# What becomes of the notices of a letter that has ended; none while it has not.
NOTICES_OF: dict[str, str] = {
    Letter.State.READY: "",
    Letter.State.ACCEPTED: "told",
    Letter.State.FAILED: "failed",
    Letter.State.ASIDE: "failed",
    Letter.State.SUPPRESSED: "failed",
    Letter.State.NOT_NEEDED: "not_needed",
    Letter.State.EXPIRED: "expired",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A letter's words, as they leave."""

    to: str
    subject: str
    text: str
    footer: str
    written_at: datetime
    calendar: Calendar | None = None


def claim(lane: int, *, alone: bool = False, at: datetime) -> list[Letter]:
    """Take a batch of due letters of a lane for a while, those first that have waited longest.

    With `alone`, one with which a sender has died before: so that a letter that kills its sender
    harms no other. Of those the one with which fewest have died, or chance deaths of senders would
    meet the same few letters again and again.
    """
    found = Letter.objects.raw(
        _CLAIM.format(order=_KILLED_LEAST if alone else _WAITED_LONGEST),
        {
            "at": at,
            "lane": lane,
            "alone": alone,
            "most": 1 if alone else BATCH,
            "token": uuid.uuid4(),
            "until": _lease_from(at),
        },
    )
    return sorted(found, key=lambda letter: (letter.not_before, letter.pk))


def open_data(letter: Letter, written: Written, *, at: datetime) -> bool:
    """Say, before the first byte of its text leaves, that a letter is about to be handed over.

    False if it may not go any more: another sender has it, mail is paused, its time is over, or its
    address is suppressed since.
    """
    opened = _run(
        _OPEN,
        {
            "id": letter.pk,
            "token": letter.lease_token,
            "at": at,
            "until": _lease_from(at),
            "to": written.to,
            "subject": written.subject,
            "text": written.text,
            "footer": written.footer,
            "written_at": written.written_at,
        },
    )
    return opened == 1


def settle(
    letter: Letter,
    state: str,
    *,
    at: datetime,
    reason: str = "",
    answer: Answer | None = None,
    not_before: datetime | None = None,
    counts: bool = False,
    empty: bool = False,
    to: str = "",
) -> None:
    """End a lease: the letter's new state, what the server said, and what it means for its notices.

    `counts` charges an attempt; `empty` forgets the words of a secret letter; `to` is who refused
    it. Does nothing if the lease is another's by now.
    """
    day = timezone.localdate(max(at, letter.data_opened_at or at))  # two clocks may differ
    _run(
        _SETTLE,
        {
            "id": letter.pk,
            "token": letter.lease_token,
            "state": state,
            "notices": NOTICES_OF[state],
            "at": at,
            "day": day,
            "reason": _clean(reason),
            "phase": answer.phase.value if answer else "",
            "code": answer.code if answer else 0,
            "reply": _clean(answer.reply) if answer else "",
            "not_before": not_before,
            "counts": int(counts),
            "empty": empty,
            "to": to,
        },
    )


def hand_back(letters: Collection[Letter]) -> None:
    """Let go of letters that were claimed and not begun: nobody is to blame."""
    Letter.objects.filter(
        pk__in=[letter.pk for letter in letters],
        lease_token__in=[letter.lease_token for letter in letters],
        state=Letter.State.LEASED,
    ).update(state=Letter.State.READY, lease_token=None, lease_until=None)


def _run(statement: LiteralString, values: Mapping[str, object]) -> int:
    """Run a statement that the server plans once for each connection; how many rows it touched.

    Django has each planned anew, which takes the server longer than the work itself.
    """
    with connection.cursor() as cursor, connection.wrap_database_errors:
        line = cursor.connection
        line.prepare_threshold = 1
        with psycopg.Cursor(line) as prepared:
            prepared.adapters.register_dumper(str, StrDumper)  # as text, whatever it is compared to
            return prepared.execute(statement, values, prepare=True).rowcount


def _lease_from(at: datetime) -> datetime:
    return at + timedelta(seconds=settings.DELIVERY["lease_seconds"])


def _clean(words: str) -> str:
    """What a server said, without what cannot be shown or kept, and not too long."""
    shown = "".join(sign if sign.isprintable() else " " for sign in words)
    return " ".join(shown.split())[:LONGEST_REPLY]
