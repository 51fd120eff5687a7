"""One letter: how it stands and why, what it tells, each attempt; its words for those who may."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from front.queries.letter_words import (
    Standing,
    is_secret,
    notice_word,
    phase_words,
    standing,
    title_of,
    what_of,
)
from front.queries.letters import names_of
from kit.dates import moment_in_full
from outbox.actions import mending
from outbox.delivery.writing import drafts_of, written
from outbox.layout import plain
from outbox.models import Attempt, Letter, Notice, Suppression

OWN_LINK = re.compile(r"/letters/(why|stop)/\S+")
HIDDEN = r"/letters/\1/… (in the letter itself)"
FOR_ITS_READER = "Nobody but its reader sees the words of this letter."
NOT_FOR_YOU = "What stands in letters is for the Programme Team alone."
NEVER_WRITTEN = "It was never written: a letter is written at the moment of sending."


@dataclass(frozen=True)
class NoticeLine:
    """One thing that the letter tells."""

    title: str
    word: str
    promised: str
    why: str


@dataclass(frozen=True)
class AttemptLine:
    """One try, and how far it came."""

    when: str
    words: str
    answer: str


@dataclass(frozen=True)
class Words:
    """What stands in the letter, or why it is not shown."""

    subject: str = ""
    text: str = ""
    note: str = ""


@dataclass(frozen=True)
class LetterPage:
    """Everything that the page of a letter shows."""

    letter: Letter
    to: str
    person: UUID | None
    what: str
    standing: Standing
    promised: str
    notices: list[NoticeLine]
    attempts: list[AttemptLine]
    words: Words
    suppression: Suppression | None
    can_try_again: bool
    can_be_sent_already: bool
    can_be_ended: bool

    @property
    def has_acts(self) -> bool:
        """Whether anything can be done with it."""
        return self.can_try_again or self.can_be_sent_already or self.can_be_ended


def page_of(letter: Letter, *, reads_text: bool, at: datetime) -> LetterPage:
    """The page of one letter: four statements, and those of a draft where it is not written yet."""
    notices = list(letter.notices.order_by("pk"))
    kinds = [notice.kind for notice in notices]
    known = names_of([letter.person]).get(letter.person or 0)
    suppressed = Suppression.objects.filter(email=letter.to.lower(), lifted_at=None)
    return LetterPage(
        letter=letter,
        to=known[1] if known else letter.to,
        person=known[0] if known else None,
        what=what_of(letter, kinds),
        standing=standing(letter, at=at),
        promised=moment_in_full(letter.promised_at),
        notices=[_notice_line(notice) for notice in notices],
        attempts=[_attempt_line(attempt) for attempt in letter.tries.order_by("at", "pk")],
        words=_words(letter, kinds, reads_text=reads_text, at=at),
        suppression=suppressed.first() if letter.to else None,
        can_try_again=mending.can_try_again(letter, at=at),
        can_be_sent_already=mending.can_be_sent_already(letter, at=at),
        can_be_ended=mending.can_be_ended(letter, at=at),
    )


def _notice_line(notice: Notice) -> NoticeLine:
    return NoticeLine(
        title=title_of(notice.kind),
        word=notice_word(notice),
        promised=moment_in_full(notice.promised_at),
        why=notice.reason,
    )


def _attempt_line(attempt: Attempt) -> AttemptLine:
    return AttemptLine(
        when=moment_in_full(attempt.at),
        words=phase_words(attempt),
        answer=f"{attempt.code or ''} {attempt.reply}".strip(),
    )


def _words(letter: Letter, kinds: Sequence[str], *, reads_text: bool, at: datetime) -> Words:
    """What its reader gets, without the links that are theirs alone."""
    if any(map(is_secret, kinds)):
        return Words(note=FOR_ITS_READER)
    if not reads_text:
        return Words(note=NOT_FOR_YOU)
    if letter.text:
        return Words(letter.subject, _shown(letter.text, letter.footer))
    if letter.state != Letter.State.READY:
        return Words(note=NEVER_WRITTEN)
    return _draft(letter, at=at)


def _draft(letter: Letter, *, at: datetime) -> Words:
    """As it would be written now."""
    (draft,) = drafts_of([letter], at=at)
    if draft.recipient is None:
        return Words(note="Its reader has no account, and so no address.")
    if not draft.parts:
        why = " ".join(dict.fromkeys(draft.unneeded.values()))
        return Words(note=f"It would not be sent now. {why}".strip())
    words = written(draft)
    note = "It is written at the moment of sending. As it would be now:"
    return Words(words.subject, _shown(words.text, words.footer), note)


def _shown(text: str, footer: str) -> str:
    return OWN_LINK.sub(HIDDEN, plain(text=text, footer=footer))
