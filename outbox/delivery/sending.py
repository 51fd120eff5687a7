"""Delivery: claims what is due, asks whether it is still wanted, hands it over, settles.

The one window that mail itself has lies in `_hand_over`: between the final dot and our commit. A
sender that dies there leaves one letter in doubt, which `sweeping` settles from the relay's journal
or by the kind's policy, never silently.
"""

import logging
import random
import re
from collections import Counter, deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from outbox import fence
from outbox.actions.suppressing import note_refusal
from outbox.delivery import steps
from outbox.delivery.mime import raw_letter
from outbox.delivery.smtp import Answer, Line, NoLine, Phase
from outbox.delivery.steps import Written
from outbox.delivery.writing import TOO_LATE, Draft, drafts_of, written
from outbox.kinds import Lane
from outbox.models import Attempt, Letter, Notice, Suppression

LONGEST_DELAY = timedelta(hours=2)
FRESH = timedelta(seconds=1)  # what was asked longer ago is asked again, of all that wait
BREAKS = 3  # lines that may break before a run ends
OF_POLICY = re.compile(r"\b5\.7\.\d")  # more often about us than about the reader
State = Letter.State

logger = logging.getLogger(__name__)

type Clock = Callable[[], datetime]
type Shares = Sequence[tuple[Lane, bool]]  # of which lane; whether those with which a sender died
type Ready = tuple[Written, bytes]

ALL: Shares = [(lane, alone) for lane in Lane for alone in (False, True)]


class Sender:
    """One run of delivery over one line, with its figures by state."""

    def __init__(self, line: Line, *, clock: Clock, until: datetime, shares: Shares = ALL) -> None:
        self.line, self.clock, self.until, self.shares = line, clock, until, shares
        self.figures: Counter[str] = Counter()
        self._looked_at = clock()  # when urgent letters were last looked for
        self._breaks = 0
        self._following: Draft | None = None  # whose turn is next
        self._ahead: Draft | None = None  # that was written before its turn
        self._ready: Ready | None = None  # its words and bytes

    def run(self) -> None:
        """Send until nothing is due, the time is over, or no mail server answers."""
        while self.clock() < self.until and self._breaks < BREAKS:
            if why := fence.why_disarmed():
                logger.warning("No letter leaves: %s", why)
                return
            batch = self._claim()
            if not batch or not self._send(batch):
                return

    def _claim(self) -> list[Letter]:
        at = self._looked_at = self.clock()
        batches = (steps.claim(lane, alone=alone, at=at) for lane, alone in self.shares)
        return next(filter(None, batches), [])

    def _send(self, batch: Sequence[Letter]) -> bool:
        """Send a batch; False if it had to be given up. What was not begun is handed back."""
        waiting = deque(batch)
        try:
            drafts = deque(drafts_of(batch, at=self.clock()))
            while drafts:
                if self._must_let_go(drafts[0].letter):
                    return self.clock() < self.until
                self.line.open()
                if not self._is_fresh(drafts[0]):
                    drafts = deque(drafts_of(waiting, at=self.clock()))
                draft, _ = drafts.popleft(), waiting.popleft()
                self._following = drafts[0] if drafts else None
                self._send_one(draft)
        except NoLine as fault:
            logger.warning("The mail server does not let us in: %s", fault)
            return False
        finally:
            if waiting:
                steps.hand_back(waiting)
        return True

    def _must_let_go(self, letter: Letter) -> bool:
        """Whether the rest of a batch waits: time or lease run out, lines break, a code is due."""
        at = self.clock()
        lease_until = letter.lease_until or at
        needs = timedelta(seconds=2 * settings.DELIVERY["answer_seconds"])
        if at >= self.until or self._breaks >= BREAKS or lease_until - at < needs:
            return True
        if letter.lane == Lane.URGENT or at - self._looked_at < FRESH:
            return False
        self._looked_at = at
        urgent = Letter.objects.filter(state=State.READY, lane=Lane.URGENT, not_before__lte=at)
        return urgent.exists()

    def _send_one(self, draft: Draft) -> None:
        """Settle one letter: not needed, set aside, refused, or handed over."""
        _note_unneeded(draft)
        letter = draft.letter
        if letter.is_composed and not draft.parts and draft.faults:
            self._settle(draft, State.ASIDE, reason=" ".join(draft.faults.values()))
        elif reason := _why_unneeded(draft):
            is_late = set(draft.said.values()) == {TOO_LATE}
            self._settle(draft, State.EXPIRED if is_late else State.NOT_NEEDED, reason=reason)
        elif ready := self._written(draft):
            self._offer(draft, *ready)

    def _written(self, draft: Draft) -> Ready | None:
        """The letter's words and bytes; one that cannot be written is set aside."""
        if draft is self._ahead and self._ready is not None:
            return self._ready
        try:
            return self._write(draft)
        except Exception as fault:
            logger.exception("Letter %s cannot be written", draft.letter.key)
            self._settle(
                draft, State.ASIDE, reason=f"It could not be written: {type(fault).__name__}."
            )
            return None

    def _write(self, draft: Draft) -> Ready:
        if draft.recipient is None:
            raise ValueError("A letter without a reader is not needed.")
        words = written(draft)
        return words, raw_letter(
            draft.letter,
            words,
            recipient=draft.recipient,
            standing=draft.standing,
            takes_8bit=self.line.takes_8bit(),
        )

    def _write_ahead(self) -> None:
        """Write the letter whose turn is next, which reads no rows. A fault waits for its turn."""
        self._ahead, self._ready = self._following, None
        if self._ahead is not None and not _why_unneeded(self._ahead):
            with suppress(Exception):
                self._ready = self._write(self._ahead)

    def _offer(self, draft: Draft, words: Written, raw: bytes) -> None:
        answer = self.line.offer(sender=_envelope_sender(draft.letter), to=words.to)
        if not answer.is_yes:
            self._refused(draft, answer, to=words.to)
        elif self._has_changed(draft):
            self.line.forget()
            steps.hand_back([draft.letter])
        elif steps.open_data(draft.letter, words, at=self.clock()):
            self._hand_over(draft, raw)
        else:
            self.line.forget()
            self._explain(draft, to=words.to)

    def _has_changed(self, draft: Draft) -> bool:
        """Whether a server that took its time to answer made us wait past what was asked."""
        if self._is_fresh(draft):
            return False
        [now] = drafts_of([draft.letter], at=self.clock())
        return (now.said, now.recipient) != (draft.said, draft.recipient)

    def _is_fresh(self, draft: Draft) -> bool:
        return self.clock() - draft.at < FRESH

    def _hand_over(self, draft: Draft, raw: bytes) -> None:
        answer = self.line.hand_over(raw, meanwhile=self._write_ahead)
        if answer.is_unknown:
            Attempt.objects.create(
                letter=draft.letter, at=self.clock(), phase=answer.phase, reply=answer.reply
            )
            self._breaks += 1
            self.figures["in_doubt"] += 1
        elif answer.is_yes:
            self._settle(draft, State.ACCEPTED, answer=answer)
        else:
            self._refused(draft, answer)

    def _refused(self, draft: Draft, answer: Answer, *, to: str = "") -> None:
        """Not taken, and that for certain: later, or never."""
        letter = draft.letter
        is_nobodys = answer.phase == Phase.MAIL or (answer.phase == Phase.BODY and answer.code == 0)
        is_ours = answer.phase == Phase.RCPT and OF_POLICY.search(answer.reply)
        is_never = answer.is_never and not is_nobodys and not is_ours
        tries = letter.attempts + (not is_nobodys)
        if is_never or tries >= steps.MOST_ATTEMPTS:
            letter.to = to or letter.to
            said = f"The mail server said: {answer.code} {answer.reply}"
            self._settle(draft, State.FAILED, answer=answer, reason=said, counts=True)
            if is_never and answer.phase == Phase.RCPT:
                note_refusal(letter, code=answer.code, reply=answer.reply, at=self.clock())
        else:
            later = self._later(max(tries, 1))
            self._settle(draft, State.READY, answer=answer, not_before=later, counts=not is_nobodys)
        self._leave(answer)

    def _leave(self, answer: Answer) -> None:
        """Make the line ready for the next letter after a refusal, or end it."""
        if answer.is_broken or answer.phase == Phase.MAIL:  # whoever is written to
            self._breaks += 1
        if answer.is_broken:
            self.line.drop()
        else:
            self.line.forget()

    def _later(self, tries: int) -> datetime:
        """When to try again: between half of and the whole of a delay that doubles."""
        first: float = settings.DELIVERY["retry_seconds"]
        delay = min(LONGEST_DELAY.total_seconds(), first * 2 ** (tries - 1))
        return self.clock() + timedelta(seconds=random.uniform(delay / 2, delay))  # noqa: S311 -- spreads retries, keeps no secret

    def _explain(self, draft: Draft, *, to: str) -> None:
        """Why a letter may not go any more, after all was ready."""
        if Suppression.objects.filter(email=to.lower(), lifted_at=None).exists():
            self._settle(draft, State.SUPPRESSED, reason="This address cannot be reached.")
        elif draft.letter.useful_until and draft.letter.useful_until <= self.clock():
            self._settle(draft, State.EXPIRED, reason="It was too late to be of use.")
        else:  # paused, or taken over by another sender
            steps.hand_back([draft.letter])

    def _settle(
        self,
        draft: Draft,
        state: str,
        *,
        reason: str = "",
        answer: Answer | None = None,
        not_before: datetime | None = None,
        counts: bool = False,
    ) -> None:
        steps.settle(
            draft.letter,
            state,
            at=self.clock(),
            reason=reason,
            answer=answer,
            not_before=not_before,
            counts=counts,
            empty=draft.is_secret and state != State.READY,
            to=draft.letter.to,
        )
        self.figures[state] += 1


def deliver(*, seconds: float, clock: Clock = timezone.now, shares: Shares = ALL) -> Counter[str]:
    """Send what is due, for so many seconds at most; returns how many letters ended in which state.

    `shares` are what is sent, the first of them before the next. Any number of processes may do so
    at once, Celery's and others.
    """
    with Line() as line:
        until = clock() + timedelta(seconds=seconds)
        sender = Sender(line, clock=clock, until=until, shares=shares)
        fence.arm_if_new(at=clock())
        sender.run()
    return sender.figures


def _note_unneeded(draft: Draft) -> None:
    """End the notices that are not told after all, and those that cannot be."""
    ended = [(Notice.State.NOT_NEEDED, draft.unneeded)]
    if draft.parts:
        ended.append((Notice.State.FAILED, draft.faults))
    for state, reasons in ended:
        for number, why in reasons.items():
            found = Notice.State.EXPIRED if why == TOO_LATE.why else state
            Notice.objects.filter(pk=number, state=Notice.State.BUNDLED).update(
                state=found, reason=why[:300], settled_at=draft.at
            )


def _why_unneeded(draft: Draft) -> str:
    """Why a whole letter is not needed; empty if it is."""
    reasons = list(dict.fromkeys(draft.unneeded.values()))
    if draft.letter.is_composed:
        if not draft.parts:
            return " ".join(reasons) or "What it would tell is not there any more."
    elif draft.notices and len(draft.unneeded) == len(draft.notices):
        return " ".join(reasons)
    return "" if draft.recipient else "This person has no account, and so no address."


def _envelope_sender(letter: Letter) -> str:
    """Where reports of failure go: to an address that names the letter, if one is kept."""
    address: str = settings.BOUNCE_ADDRESS
    if not address:
        return settings.SENDER_ADDRESS
    local, _, domain = address.partition("@")
    return f"{local}+{letter.key.hex}@{domain}"
