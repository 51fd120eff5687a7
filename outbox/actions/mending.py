"""Letters that stopped, and what a person may do with them: try again, take as sent, end.

Whoever calls has asked whether the person may.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from kit.errors import DomainError
from outbox.kinds import kind_of, open_from
from outbox.models import Letter, Notice

State = Letter.State
STOPPED = (State.FAILED, State.ASIDE, State.SUPPRESSED)
UNTOLD = (Notice.State.BUNDLED, Notice.State.FAILED)
FREE = {"lease_token": None, "lease_until": None}
HANDED_ON = "What it was to tell goes into the next letter to this person."


class CannotBeMended(DomainError):
    """The letter is not, or no longer, in a state in which a person may do this with it."""


def is_in_doubt(letter: Letter, *, at: datetime) -> bool:
    """Whether it was handed over long enough ago that no sender can still hear the answer."""
    grace = timedelta(seconds=settings.DELIVERY["grace_seconds"])
    return (
        letter.state == State.DATA_OPEN
        and letter.lease_until is not None
        and letter.lease_until < at - grace
    )


def can_try_again(letter: Letter, *, at: datetime) -> bool:
    """Whether it stopped, its words can be had, and it is still of use."""
    has_words = letter.is_composed or bool(letter.text)
    is_useful = letter.useful_until is None or letter.useful_until > at
    return (letter.state in STOPPED or is_in_doubt(letter, at=at)) and has_words and is_useful


def can_be_sent_already(letter: Letter, *, at: datetime) -> bool:
    """Whether the mail server may have taken it without our hearing so."""
    aside = letter.state == State.ASIDE and letter.data_opened_at is not None
    return aside or is_in_doubt(letter, at=at)


def can_be_ended(letter: Letter, *, at: datetime) -> bool:
    """Whether it waits, is set aside, or is in doubt."""
    return letter.state in (State.READY, State.ASIDE) or is_in_doubt(letter, at=at)


@transaction.atomic
def try_again(letter: Letter, *, at: datetime) -> None:
    """Let a letter go once more, under its Message-ID. A routine one waits for its reader's hours.

    Where that would make two letters of one day, what it was to tell goes into the next one.

    Raises:
        CannotBeMended: it has not stopped, its words are forgotten, or it is too late.
    """
    letter = _held(letter)
    if not can_try_again(letter, at=at):
        raise CannotBeMended("This letter cannot be sent again: it has moved on, or is too late.")
    moment, day = at, None
    if letter.is_routine and letter.person is not None:
        moment, day = open_from([letter.person], at)[letter.person], timezone.localdate(at)
    try:
        with transaction.atomic():
            _put(letter, State.READY, not_before=moment, day=day, attempts=0, crashes=0)
    except IntegrityError:
        _put(letter, State.NOT_NEEDED, reason=HANDED_ON)
        _untold(letter).update(
            state=Notice.State.WAITING, letter=None, not_before=at, settled_at=None, reason=""
        )
    else:
        _untold(letter).update(state=Notice.State.BUNDLED, settled_at=None, reason="")


@transaction.atomic
def take_as_sent(letter: Letter, *, at: datetime) -> None:
    """Note that a letter arrived, of which no answer was heard: somebody has asked its reader.

    Raises:
        CannotBeMended: it never reached the mail server, or it was settled meanwhile.
    """
    letter = _held(letter)
    if not can_be_sent_already(letter, at=at) or letter.data_opened_at is None:
        raise CannotBeMended("This letter was settled meanwhile.")
    accepted_at = letter.data_opened_at
    day = timezone.localdate(accepted_at) if letter.is_routine else None
    try:
        with transaction.atomic():
            _put(letter, State.ACCEPTED, accepted_at=accepted_at, day=day)
    except IntegrityError:  # another letter of that day left meanwhile: this one counts for none
        _put(letter, State.ACCEPTED, accepted_at=accepted_at, is_routine=False, day=None)
    _forget_secret(letter)
    _untold(letter).update(state=Notice.State.TOLD, settled_at=at, reason="")


@transaction.atomic
def end(letter: Letter, *, why: str, at: datetime) -> None:
    """Send a letter no more, nor tell what it holds.

    Raises:
        CannotBeMended: it has left, is about to, or has ended before.
    """
    letter = _held(letter)
    if not can_be_ended(letter, at=at):
        raise CannotBeMended("This letter has left, or ended, meanwhile.")
    _put(letter, State.NOT_NEEDED, reason=why)
    _forget_secret(letter)
    _untold(letter).update(state=Notice.State.NOT_NEEDED, settled_at=at, reason=why)


def _held(letter: Letter) -> Letter:
    return Letter.objects.select_for_update().get(pk=letter.pk)


def _put(letter: Letter, state: str, *, reason: str = "", **fields: object) -> None:
    Letter.objects.filter(pk=letter.pk).update(state=state, reason=reason, **FREE, **fields)


def _untold(letter: Letter) -> QuerySet[Notice]:
    return Notice.objects.filter(letter=letter, state__in=UNTOLD)


def _forget_secret(letter: Letter) -> None:
    kinds = [kind_of(name) for name in letter.notices.values_list("kind", flat=True)]
    if any(kind is not None and kind.secret for kind in kinds):
        Letter.objects.filter(pk=letter.pk).update(text="", html="")
